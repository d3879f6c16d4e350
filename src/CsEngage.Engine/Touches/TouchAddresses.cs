using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsEngage.Mail;
using CsEngage.Mail.Tokens;

namespace CsEngage.Engine.Touches;

/// <summary>What an address in a mail stands for, once its seal was checked.</summary>
public abstract record MailToken
{
    /// <summary>Leave a topic, or everything when it is empty.</summary>
    public sealed record Unsubscribe(Guid MembershipId, string Topic, string TouchId) : MailToken;

    /// <summary>See and change one's subscriptions.</summary>
    public sealed record Preferences(Guid MembershipId) : MailToken;

    /// <summary>Follow a link of a mail to exactly this target.</summary>
    public sealed record Click(Guid MembershipId, string TouchId, int Link, string Target) : MailToken;
}

/// <summary>
/// Writes and opens the addresses that people keep in their mail for years. Everything that counts stands in the address under one seal
/// (<see cref="MailTokens"/>), so that no bit of person, topic or target can be exchanged, and nothing is looked up to open one.
/// </summary>
public sealed class TouchAddresses(MailTokens seal)
{
    const char Between = '\n';
    const string Leave = "leave", Choose = "choose", Follow = "follow";

    public string Write(MailToken token) => token switch
    {
        MailToken.Unsubscribe(var member, var topic, var touch) => seal.Sign(Leave, string.Join(Between, member.ToString("N"), topic, touch)),
        MailToken.Preferences(var member) => seal.Sign(Choose, member.ToString("N")),
        MailToken.Click(var member, var touch, var link, var target) => seal.Sign(Follow, string.Join(Between, member.ToString("N"), touch, link.ToString(CultureInfo.InvariantCulture), target)),
        _ => throw new ArgumentOutOfRangeException(nameof(token), token, "Nobody knows how to write this one."),
    };

    /// <summary>The token, or null when it is not one of ours or was changed.</summary>
    public MailToken? Read(string? text)
    {
        if (seal.Read(Leave, text)?.Split(Between) is [var leaver, var topic, var left]) return new MailToken.Unsubscribe(Guid.Parse(leaver), topic, left);
        if (seal.Read(Choose, text) is { } chooser) return new MailToken.Preferences(Guid.Parse(chooser));
        if (seal.Read(Follow, text)?.Split(Between, 4) is [var follower, var touch, var link, var target])
            return new MailToken.Click(Guid.Parse(follower), touch, int.Parse(link, CultureInfo.InvariantCulture), target);
        return null;
    }

    /// <summary>What the Message-ID and the return path of a touch carry: the same however often it is tried.</summary>
    public static string KeyOf(string touchId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(touchId)).AsSpan(0, 16));

    /// <summary>Where reports about a touch come back to (VERP).</summary>
    public Mailbox ReturnPath(string domain, string touchId) => seal.ReturnPath(domain, KeyOf(touchId));

    /// <summary>The key of the touch that a report is about; null when it did not come to an address of ours, so that nobody can forge one.</summary>
    public string? ReadReturnPath(string? address) => seal.ReadReturnPath(address);
}
