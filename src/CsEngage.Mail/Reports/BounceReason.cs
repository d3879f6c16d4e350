namespace CsEngage.Mail.Reports;

/// <summary>Why a message did not reach one recipient.</summary>
public enum BounceReason
{
    /// <summary>The report does not say, or says nothing known.</summary>
    Unknown,

    /// <summary>There is no such address.</summary>
    UserUnknown,

    /// <summary>There is no such domain, or it has no mail server.</summary>
    HostUnknown,

    /// <summary>The address has moved.</summary>
    Moved,

    /// <summary>The host or domain says that it never takes mail (null MX, RFC 7505).</summary>
    NotAccepting,

    /// <summary>The mailbox is full.</summary>
    MailboxFull,

    /// <summary>The mailbox is suspended or disabled; it may come back.</summary>
    Suspended,

    /// <summary>The recipient, or a rule of theirs, does not want it; or the address was refused only after the content was seen.</summary>
    Filtered,

    /// <summary>The message is too large.</summary>
    TooBig,

    /// <summary>The content is malformed or not wanted.</summary>
    Content,

    /// <summary>The content looks like spam.</summary>
    Spam,

    /// <summary>A virus, or a file of a kind that is not taken.</summary>
    Virus,

    /// <summary>Our server, address or domain is not trusted: lists, reputation, SPF, DKIM, DMARC, reverse DNS, policy. It is about us, never about the person.</summary>
    Reputation,

    /// <summary>Our sender address was refused.</summary>
    SenderRefused,

    /// <summary>The server does not relay for us.</summary>
    RelayDenied,

    /// <summary>Too many messages or connections at once.</summary>
    TooFast,

    /// <summary>It was tried for days and given up.</summary>
    Expired,

    /// <summary>The way there was broken: DNS, routing, connection.</summary>
    Network,

    /// <summary>Their system has a problem, or none that it can name.</summary>
    System,

    /// <summary>It arrived: a report of success.</summary>
    Delivered,
}

/// <summary>What a bounce means for whom we write to next.</summary>
public enum BounceEffect
{
    /// <summary>Nothing: delivered, delayed, or our own doing.</summary>
    None,

    /// <summary>The address is dead: never write to it again.</summary>
    Suppress,

    /// <summary>Counts: three within 90 days with no delivery between, and the address is given up.</summary>
    Count,

    /// <summary>We are the problem: pause ourselves, leave the person alone.</summary>
    PauseUs,
}

/// <summary>What a report says happened (RFC 3464 §2.3.3).</summary>
public enum BounceAction
{
    /// <summary>Given up.</summary>
    Failed,

    /// <summary>Still being tried.</summary>
    Delayed,

    /// <summary>Arrived.</summary>
    Delivered,

    /// <summary>Handed to a server that sends no reports.</summary>
    Relayed,

    /// <summary>Handed to the members of a list.</summary>
    Expanded,
}

/// <summary>Rules over reasons.</summary>
public static class BounceReasons
{
    /// <summary>A hard bounce: the address will never take mail.</summary>
    /// <param name="reason">The reason.</param>
    public static bool IsHard(this BounceReason reason) => reason is BounceReason.UserUnknown or BounceReason.HostUnknown or BounceReason.Moved or BounceReason.NotAccepting;

    /// <summary>A mistake in our own settings: a sender that the server does not let us use, a server that does not know us. Once that is put right, the same message goes: it is put off, not given up.</summary>
    /// <param name="reason">The reason.</param>
    public static bool IsOurSetting(this BounceReason reason) => reason is BounceReason.SenderRefused or BounceReason.RelayDenied;

    /// <summary>What follows from a reason.</summary>
    /// <param name="reason">The reason.</param>
    public static BounceEffect Effect(this BounceReason reason) => reason switch
    {
        _ when reason.IsHard() => BounceEffect.Suppress,
        BounceReason.Reputation or BounceReason.Spam or BounceReason.SenderRefused or BounceReason.RelayDenied or BounceReason.TooFast => BounceEffect.PauseUs,
        BounceReason.Delivered or BounceReason.TooBig or BounceReason.Virus or BounceReason.Content => BounceEffect.None,
        _ => BounceEffect.Count,
    };
}
