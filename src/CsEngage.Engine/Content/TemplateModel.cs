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
    public static (string Name, string? Suggestion)? UnknownField(string path, IReadOnlyCollection<string> keys)
    {
        if (path.Split(['.', '['], 3) is not ["account", var field, ..]) return null;
        var there = OfAccount.Concat(keys.Select(Field)).ToList();
        return there.Contains(field) ? null : ($"account.{field}", Similar.To(field, there) is { } meant ? $"account.{meant}" : null);
    }

    /// <summary>How templates write the key of an own field.</summary>
    public static string Field(string key) => key.Replace('-', '_');

    /// <summary>Everything that can be read, with the own fields of accounts, for those who look it up while they write.</summary>
    public static IEnumerable<string> Paths(IEnumerable<string> keys) =>
        Known.SelectMany(one => one.Value.Length == 0 ? [one.Key] : one.Value.Select(field => $"{one.Key}.{field}")).Concat(OfAccount.Concat(keys.Select(Field)).Select(field => $"account.{field}"));

    /// <summary>The part of a path that no template can read, and what was probably meant; null when all of it can be read.</summary>
    public static (string Name, string? Suggestion)? Unknown(string path)
    {
        var parts = path.Split(['.', '['], 3);
        var name = parts[0].TrimEnd(']');
        if (name == "account") return null;
        if (!Known.TryGetValue(name, out var fields)) return (name, Similar.To(name, Known.Keys.Append("account")));
        if (fields.Length == 0 || parts.Length < 2 || parts[1].TrimEnd(']') is not { } field || fields.Contains(field)) return null;
        return ($"{name}.{field}", Similar.To(field, fields) is { } meant ? $"{name}.{meant}" : null);
    }

    /// <summary>Why a path such as <c>contact.nmae</c> cannot be read; null when it can. Attributes of the account are open.</summary>
    public static Sentence? Fault(string path)
    {
        var parts = path.Split(['.', '['], 3);
        var name = parts[0].TrimEnd(']');
        if (name == "account") return null;
        if (!Known.TryGetValue(name, out var fields)) return Sentence.Of("\"{0}\" is not known to templates; there are {1}.", name, string.Join(", ", Known.Keys.Prepend("account")));
        if (fields.Length == 0 || parts.Length < 2) return null;
        var field = parts[1].TrimEnd(']');
        return fields.Contains(field) ? null : Sentence.Of("\"{0}\" is not known to templates; there are {1}.", $"{name}.{field}", string.Join(", ", fields.Select(known => $"{name}.{known}")));
    }
}
