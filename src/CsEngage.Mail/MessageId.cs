using System.Text;

namespace CsEngage.Mail;

/// <summary>
/// The name of one message (RFC 5322 §3.6.4), without angle brackets. It is given from outside, so that the record of a message can be
/// written before it is sent and a reply or a report can find it again.
/// </summary>
public readonly record struct MessageId
{
    readonly string? text;

    /// <summary>Makes a Message-ID from its two halves.</summary>
    /// <param name="left">Letters, digits and <c>!#$%&amp;'*+-/=?^_`{|}~.</c></param>
    /// <param name="domain">A domain of the sender.</param>
    /// <exception cref="FormatException">A half is empty or holds another character.</exception>
    public MessageId(string left, string domain) : this($"{left}@{domain}") { }

    /// <summary>Makes a Message-ID from <c>left@right</c>, with or without angle brackets.</summary>
    /// <param name="id">The whole.</param>
    /// <exception cref="FormatException">It is not of that form, longer than 250 characters or outside ASCII.</exception>
    public MessageId(string id) => text = Flawless(id.Trim()) ?? throw new FormatException("A Message-ID is printable ASCII of the form left@right, at most 250 characters.");

    /// <summary>The id without angle brackets.</summary>
    public string Text => text ?? "";

    /// <summary>Reads an id as found in a received message; null when it is none.</summary>
    /// <param name="id">With or without angle brackets.</param>
    public static MessageId? TryParse(string? id) => id is not null && Flawless(id.Trim()) is { } found ? new MessageId(found) : null;

    /// <summary>The id in angle brackets, as headers have it.</summary>
    public override string ToString() => $"<{Text}>";

    static string? Flawless(string id)
    {
        if (id is ['<', .., '>']) id = id[1..^1];
        var at = id.LastIndexOf('@');
        if (at <= 0 || at == id.Length - 1 || id.Length > 250 || !Ascii.IsValid(id)) return null;
        foreach (var c in id) if (c is <= ' ' or '<' or '>' or (char)127) return null;
        return id;
    }
}
