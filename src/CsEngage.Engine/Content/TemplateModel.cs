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
    public static string? Fault(string path)
    {
        var parts = path.Split(['.', '['], 3);
        var name = parts[0].TrimEnd(']');
        if (name == "account") return null;
        if (!Known.TryGetValue(name, out var fields)) return $"\"{name}\" is not known to templates; there are account, {string.Join(", ", Known.Keys)}.";
        if (fields.Length == 0 || parts.Length < 2) return null;
        var field = parts[1].TrimEnd(']');
        return fields.Contains(field) ? null : $"\"{name}.{field}\" is not known to templates; there are {string.Join(", ", fields.Select(known => $"{name}.{known}"))}.";
    }
}
