using System.Collections.Immutable;
using System.Text;
using CsEngage.Mail.Mime;

namespace CsEngage.Mail;

/// <summary>
/// How to leave a list with one click: <c>List-Unsubscribe</c> (RFC 2369) and <c>List-Unsubscribe-Post</c> (RFC 8058).
/// The one-click header is written only for an https address, as the RFC demands.
/// </summary>
public sealed record ListUnsubscribe
{
    /// <summary>Makes the pair of headers.</summary>
    /// <param name="page">The https (in trials http) address that answers GET with a page and acts on POST.</param>
    /// <param name="mail">An optional address that takes an unsubscribing mail.</param>
    /// <exception cref="ArgumentException">The address of the page is relative or of another scheme.</exception>
    public ListUnsubscribe(Uri page, Mailbox? mail = null)
    {
        if (!page.IsAbsoluteUri || page.Scheme is not ("https" or "http")) throw new ArgumentException("The unsubscribe page needs an absolute http or https address.", nameof(page));
        if (page.AbsoluteUri.Length > 900) throw new ArgumentException("The unsubscribe address does not fit into a header line (900 characters).", nameof(page));
        (Page, Mail) = (page, mail);
    }

    /// <summary>Where the page is.</summary>
    public Uri Page { get; }

    /// <summary>Who takes an unsubscribing mail, if anybody.</summary>
    public Mailbox? Mail { get; }

    /// <summary>True when mail programs may POST <c>List-Unsubscribe=One-Click</c> to the page.</summary>
    public bool OneClick => Page.Scheme == "https";
}

/// <summary>The name of the list a message belongs to (RFC 2919): here the topic of a mail.</summary>
public sealed record ListId
{
    /// <summary>Makes a list id.</summary>
    /// <param name="id">Dotted labels under a domain of the sender, such as <c>tips.example.com</c>.</param>
    /// <param name="name">The name that people read.</param>
    /// <exception cref="FormatException">The id is no dotted ASCII name.</exception>
    public ListId(string id, string? name = null)
    {
        if (!Mailbox.Host(id.ToLowerInvariant(), out var ascii) || !ascii.Contains('.')) throw new FormatException("A list id is a dotted name, such as tips.example.com.");
        (Id, Name) = (ascii, HeaderText.Clean(name));
    }

    /// <summary>The id, in ASCII.</summary>
    public string Id { get; }

    /// <summary>The name that people read, or empty.</summary>
    public string Name { get; }
}

/// <summary>
/// <c>Feedback-ID</c>, by which Gmail's Postmaster Tools group complaints: up to three free fields and one that names the sender, parted by colons.
/// </summary>
public sealed record FeedbackId
{
    /// <summary>Makes a feedback id; characters other than ASCII letters, digits, dot, dash and underscore become dashes.</summary>
    /// <param name="sender">The name of the sender, 5 to 15 characters by Google's rule, constant for years.</param>
    /// <param name="fields">At most three fields, such as journey, template and topic.</param>
    /// <exception cref="ArgumentException">More than three fields, or no sender.</exception>
    public FeedbackId(string sender, params ImmutableArray<string> fields)
    {
        if (fields.Length > 3) throw new ArgumentException("A Feedback-ID has at most three fields before the sender.", nameof(fields));
        if (string.IsNullOrWhiteSpace(sender)) throw new ArgumentException("A Feedback-ID names its sender.", nameof(sender));
        Text = string.Join(':', fields.Add(sender).Select(Tame));
    }

    /// <summary>The value of the header.</summary>
    public string Text { get; }

    static string Tame(string field) =>
        string.Create(Math.Min(field.Length, 60), field, (to, from) => { for (var i = 0; i < to.Length; i++) to[i] = char.IsAsciiLetterOrDigit(from[i]) || from[i] is '.' or '-' or '_' ? from[i] : '-'; });
}

/// <summary><c>Auto-Submitted</c> (RFC 3834): keeps answering machines from answering.</summary>
public enum AutoSubmitted
{
    /// <summary>A person wrote this very message; the header is left out.</summary>
    No,

    /// <summary>A program made the message by itself.</summary>
    Generated,

    /// <summary>A program answers a message.</summary>
    Replied,
}

/// <summary>
/// A header that this room has no type for. The name cannot break out of its line and the value is cleaned of control characters,
/// folded, and encoded where it leaves ASCII (RFC 2047).
/// </summary>
public sealed record MailHeader
{
    static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Return-Path",
        "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Feedback-ID", "Auto-Submitted", "DKIM-Signature",
    };

    /// <summary>Makes a header.</summary>
    /// <param name="name">Letters, digits and dashes, at most 70; not one that <see cref="MailMessage"/> writes itself.</param>
    /// <param name="value">Free text.</param>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    public MailHeader(string name, string value)
    {
        if (name.Length is 0 or > 70 || !char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) throw new ArgumentException($"“{HeaderText.Clean(name)}” is no name for a header.", nameof(name));
        if (Own.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)) throw new ArgumentException($"{name} is written by the message itself.", nameof(name));
        (Name, Value) = (name, HeaderText.Clean(value));
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The value, without control characters.</summary>
    public string Value { get; }
}

/// <summary>A file that travels with a message: attached, or shown inside the HTML by <c>cid:</c>.</summary>
public sealed record MailPart
{
    /// <summary>Makes a part.</summary>
    /// <param name="fileName">The name that people see; folders and control characters are dropped.</param>
    /// <param name="mediaType">Such as <c>image/png</c>; anything malformed becomes <c>application/octet-stream</c>.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="contentId">For inline parts: what <c>cid:</c> links in the HTML name, of the form left@right.</param>
    public MailPart(string fileName, string mediaType, ReadOnlyMemory<byte> content, MessageId? contentId = null)
    {
        var name = HeaderText.Clean(fileName).Replace('\\', '/');
        FileName = name[(name.LastIndexOf('/') + 1)..].Trim() is { Length: > 0 } leaf ? leaf : "file";
        MediaType = IsMediaType(mediaType) ? mediaType.ToLowerInvariant() : "application/octet-stream";
        (Content, ContentId) = (content, contentId);
    }

    /// <summary>The name that people see.</summary>
    public string FileName { get; }

    /// <summary>Type and subtype in lower case, never with parameters.</summary>
    public string MediaType { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>What <c>cid:</c> links name.</summary>
    public MessageId? ContentId { get; }

    // A multipart or message type inside our own frame would be read as structure, not as a file.
    static bool IsMediaType(string type) =>
        type.Length < 120 && Ascii.IsValid(type) && type.Split('/') is [{ Length: > 0 } kind, { Length: > 0 } sub]
        && kind.All(IsToken) && sub.All(IsToken)
        && !kind.Equals("multipart", StringComparison.OrdinalIgnoreCase) && !kind.Equals("message", StringComparison.OrdinalIgnoreCase);

    static bool IsToken(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or '_';
}
