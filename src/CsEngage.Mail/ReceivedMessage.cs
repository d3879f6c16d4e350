using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Mail.Mime;

namespace CsEngage.Mail;

/// <summary>A received or captured message as a reader shows it.</summary>
public sealed class ReceivedMessage
{
    static readonly string[] Dates =
    [
        "ddd, d MMM yyyy H:mm:ss zzz", "d MMM yyyy H:mm:ss zzz", "ddd, d MMM yyyy H:mm zzz", "d MMM yyyy H:mm zzz", "ddd, d MMM yy H:mm:ss zzz", "d MMM yy H:mm:ss zzz", "ddd d MMM yyyy H:mm:ss zzz",
    ];

    ReceivedMessage(MimeEntity root) => Root = root;

    /// <summary>The whole, part by part.</summary>
    public MimeEntity Root { get; }

    /// <summary>The subject, or empty.</summary>
    public string Subject => Root.Header("Subject") ?? "";

    /// <summary>Who wrote it; null when the header holds no address.</summary>
    public Mailbox? From => Addresses("From") is [var first, ..] ? first : null;

    /// <summary>Who it shows as its recipients.</summary>
    public ImmutableArray<Mailbox> To => Addresses("To");

    /// <summary>Who it shows as having a copy.</summary>
    public ImmutableArray<Mailbox> Cc => Addresses("Cc");

    /// <summary>Where answers go.</summary>
    public ImmutableArray<Mailbox> ReplyTo => Addresses("Reply-To");

    /// <summary>Its name.</summary>
    public MessageId? Id => MessageId.TryParse(Root.RawHeader("Message-ID"));

    /// <summary>When it says it was written.</summary>
    public DateTimeOffset? Date => ReadDate(Root.RawHeader("Date"));

    /// <summary>The plain text; null when there is only HTML.</summary>
    public string? Text => Shown("text/plain")?.Text();

    /// <summary>The HTML; null when there is none. Show it only in a sandbox.</summary>
    public string? Html => Shown("text/html")?.Text();

    /// <summary>Attached files and inline pictures.</summary>
    public ImmutableArray<MimeEntity> Files => [.. Leaves(Root).Where(e => e.IsAttachment)];

    /// <summary>The ids that it answers, oldest first: References, then In-Reply-To.</summary>
    public ImmutableArray<MessageId> Answers =>
        [.. ((Root.RawHeader("References") ?? "") + " " + (Root.RawHeader("In-Reply-To") ?? "")).Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(MessageId.TryParse).OfType<MessageId>().Distinct().Take(200)];

    /// <summary>Reads a message.</summary>
    /// <param name="raw">Its bytes.</param>
    /// <param name="limits">The bounds.</param>
    /// <exception cref="MimeException">A bound is exceeded.</exception>
    public static ReceivedMessage Parse(ReadOnlyMemory<byte> raw, MimeLimits? limits = null) => new(MimeEntity.Parse(raw, limits));

    /// <summary>The content behind a <c>cid:</c> link of the HTML; null when there is none.</summary>
    /// <param name="contentId">Without <c>cid:</c> and angle brackets.</param>
    public MimeEntity? Inline(string contentId) => Root.All().FirstOrDefault(e => e.ContentId == contentId);

    /// <summary>Reads a date as mail writes it (RFC 5322 §3.3 and §4.3), comments and old zone names included; null when it is none.</summary>
    /// <param name="text">The value of the header.</param>
    public static DateTimeOffset? ReadDate(string? text)
    {
        if (text is null) return null;
        if (text.IndexOf('(') is var comment and >= 0) text = text[..comment];
        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 4) return null;
        words[^1] = words[^1].ToUpperInvariant() switch
        {
            "GMT" or "UT" or "UTC" or "Z" => "+00:00",
            "EST" => "-05:00", "EDT" => "-04:00", "CST" => "-06:00", "CDT" => "-05:00", "MST" => "-07:00", "MDT" => "-06:00", "PST" => "-08:00", "PDT" => "-07:00", "JST" => "+09:00",
            ['+' or '-', _, _, _, _] zone => zone.Insert(3, ":"),
            var other => other,
        };
        return DateTimeOffset.TryParseExact(string.Join(' ', words), Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    /// <summary>Reads a list of addresses (RFC 5322 §3.4), groups and comments included; what is no address is left out.</summary>
    /// <param name="raw">The unfolded value, encoded words still in it.</param>
    public static ImmutableArray<Mailbox> ReadAddresses(string? raw)
    {
        if (raw is null) return [];
        var found = ImmutableArray.CreateBuilder<Mailbox>();
        var (start, quoted, depth, angle) = (0, false, 0, false);
        for (var i = 0; i <= raw.Length && found.Count < 1000; i++)
        {
            var c = i < raw.Length ? raw[i] : ',';
            if (i < raw.Length)
            {
                if (c == '\\') { i++; continue; }
                if (c == '"') quoted = !quoted;
                if (quoted) continue;
                if (c == '(') depth++;
                if (c == ')' && depth > 0) depth--;
                if (c == '<') angle = true;
                if (c == '>') angle = false;
                if (depth > 0 || angle) continue;
                if (c == ':') { start = i + 1; continue; }      // the name of a group
            }
            if (c is not (',' or ';')) continue;
            if (start < i && start < raw.Length && Mailbox.TryParse(Uncomment(raw[start..Math.Min(i, raw.Length)])) is { } box) found.Add(box);
            start = i + 1;
        }
        return found.ToImmutable();
    }

    static string Uncomment(string text)
    {
        var open = text.IndexOf('(');
        var close = text.LastIndexOf(')');
        return open >= 0 && close > open && !text[..open].Contains('"') ? text[..open] + text[(close + 1)..] : text;
    }

    ImmutableArray<Mailbox> Addresses(string header) => ReadAddresses(Root.RawHeader(header));

    MimeEntity? Shown(string type) => Leaves(Root).FirstOrDefault(e => e.MediaType == type && e.Disposition.Value != "attachment");

    // A message inside the message is a file of its own, not text of this one.
    static IEnumerable<MimeEntity> Leaves(MimeEntity entity) =>
        entity.MediaType.StartsWith("multipart/", StringComparison.Ordinal) ? entity.Parts.SelectMany(Leaves) : [entity];
}
