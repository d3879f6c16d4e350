using CsEngage.Core;
using CsEngage.Liquid;

namespace CsEngage.Engine.Content;

/// <summary>What templates may read, in portals, mails and guides alike, and no more.</summary>
public static class TemplateModel
{
    static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["operator"] = ["name", "legal_name", "address", "url"],
        ["portal"] = ["name", "url", "logo", "locale"],
        ["contact"] = ["name", "greeting_name", "given_name", "roles", "locale"],
        ["csm"] = ["name", "title", "photo", "ask_url", "book_url"],
        ["journey"] = ["title", "progress", "stages"],
        ["next"] = ["title", "reason", "minutes", "url"],
        ["page"] = ["title", "blocks"],
        ["guide"] = ["title", "minutes", "updated", "version", "html", "toc", "next", "related"],
        ["touch"] = ["subject", "preheader"],
        ["checkpoint"] = ["title", "promise", "state", "due", "side", "guides"],
        ["nav"] = [], ["announcements"] = [], ["unsubscribe_url"] = [], ["preferences_url"] = [], ["sign_in"] = ["url", "code", "minutes"],
    };

    // What people call it who come from other systems.
    static readonly Dictionary<string, string> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["customer"] = "contact", ["user"] = "contact", ["recipient"] = "contact", ["company"] = "account", ["organization"] = "account", ["shop"] = "operator", ["owner"] = "csm",
        ["first_name"] = "given_name", ["firstname"] = "given_name", ["full_name"] = "name", ["website"] = "url",
    };

    // Lists and what is no text; whatever else is named has nothing inside.
    static readonly HashSet<string> Open = new(StringComparer.Ordinal) { "contact.roles", "journey.stages", "page.blocks", "guide.toc", "guide.next", "guide.related", "checkpoint.guides" };

    static readonly HashSet<string> OfLists = new(StringComparer.Ordinal) { "size", "first", "last" };

    static readonly HashSet<string> OnlyInMail = new(StringComparer.Ordinal) { "checkpoint", "touch", "unsubscribe_url" };

    static readonly HashSet<string> OnlyInThemes = new(StringComparer.Ordinal) { "page", "guide", "nav", "announcements", "sign_in" };

    /// <summary>Whether the value is only there in mails, or only in themes, and so never in a text for these readers.</summary>
    public static bool IsElsewhere(string path, bool inMail) => path.Split(['.', '['], 2)[0] is var root && (OnlyInThemes.Contains(root) || (!inMail && OnlyInMail.Contains(root)));

    /// <summary>The fields of an account that are not its own.</summary>
    static readonly string[] OfAccount = ["name", "tier", "lifecycle"];

    // What everybody has. A mail knows its journey as well, and stops where it does not.
    static readonly HashSet<string> Always = new(StringComparer.Ordinal)
    {
        "operator.name", "portal.name", "portal.url", "portal.locale", "account.name", "account.lifecycle", "contact.name", "contact.roles", "contact.locale", "preferences_url",
    };

    static readonly HashSet<string> AlwaysInMail = new(StringComparer.Ordinal)
    {
        "journey.title", "journey.progress", "checkpoint.title", "checkpoint.promise", "touch.subject", "touch.preheader", "unsubscribe_url",
    };

    /// <summary>Whether some readers have no value there, so that a text must say what it writes then.</summary>
    public static bool MayBeMissing(string path, bool inMail) =>
        !Always.Contains(path) && !(inMail && AlwaysInMail.Contains(path)) && !path.Contains("[]", StringComparison.Ordinal);

    /// <summary>A name that no account has among its own fields, and what was probably meant; null when there is one, or when the path leads elsewhere.</summary>
    /// <param name="path">The way from the model: <c>account.go_live</c>.</param>
    /// <param name="keys">The keys of the fields that there are: <c>go-live</c>.</param>
    public static (string Name, string? Suggestion)? UnknownField(string path, IEnumerable<string> keys)
    {
        if (path.Split(['.', '['], 3) is not ["account", { Length: > 0 } field, ..] parts) return null;
        var there = OfAccount.Concat(keys.Select(Field)).ToList();
        if (!there.Contains(field)) return ($"account.{field}", Meant(field, there) is { } meant ? $"account.{meant}" : null);
        return parts.Length > 2 && !parts[2].StartsWith(']') && !OfLists.Contains(parts[2]) ? (path, $"account.{field}") : null;
    }

    /// <summary>What templates read of an account.</summary>
    public static LiquidMapBuilder Of(Account account)
    {
        var model = new LiquidMapBuilder { ["name"] = account.Name, ["tier"] = account.Tier, ["lifecycle"] = account.Lifecycle };
        foreach (var (key, value) in account.Attributes) model.Add(Field(key), Value(value));
        return model;
    }

    /// <summary>The value of an own field as templates have it.</summary>
    public static LiquidValue Value(AttributeValue value) => value switch
    {
        AttributeValue.Number(var number) => number,
        AttributeValue.Date(var date) => date,
        AttributeValue.Flag(var flag) => flag,
        _ => value.Stored,
    };

    /// <summary>How templates write the key of an own field.</summary>
    public static string Field(string key) => key.Replace('-', '_');

    /// <summary>The part of a path that no template can read, what was probably meant and what could be read there; null when all of it can be read.</summary>
    public static (string Name, string? Suggestion, IEnumerable<string> There)? Unknown(string path)
    {
        var parts = path.Split(['.', '['], 4);
        var name = parts[0].TrimEnd(']');
        if (name == "account") return null;
        if (!Known.TryGetValue(name, out var fields)) return (name, Meant(name, Known.Keys.Append("account")), Known.Keys.Prepend("account"));
        if (fields.Length == 0 || parts.Length < 2 || parts[1].TrimEnd(']') is not { Length: > 0 } field) return null;
        if (!fields.Contains(field)) return ($"{name}.{field}", Meant(field, fields) is { } meant ? $"{name}.{meant}" : null, fields.Select(known => $"{name}.{known}"));
        return parts.Length > 2 && !Open.Contains($"{name}.{field}") && !OfLists.Contains(parts[2]) ? ($"{name}.{field}.{parts[2].TrimEnd(']')}", $"{name}.{field}", []) : null;
    }

    static string? Meant(string name, IEnumerable<string> there) => Elsewhere.TryGetValue(name, out var meant) && there.Contains(meant) ? meant : Similar.To(name, there);
}
