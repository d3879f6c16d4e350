using System.Collections.Immutable;
using CsEngage.Mail.Reports;

namespace CsEngage.Mail.Hooks;

/// <summary>What a provider says happened to a message of ours.</summary>
public enum MailEventKind
{
    /// <summary>The receiving server took it.</summary>
    Delivered,

    /// <summary>It will not arrive.</summary>
    Bounced,

    /// <summary>It has not arrived yet and is still being tried.</summary>
    Deferred,

    /// <summary>The provider did not even try, because of an earlier bounce or complaint that it remembers.</summary>
    Dropped,

    /// <summary>The reader called it spam.</summary>
    Complained,

    /// <summary>The reader left by the provider's own link.</summary>
    Unsubscribed,

    /// <summary>It was opened, by a person or a machine.</summary>
    Opened,

    /// <summary>A link was followed, by a person or a machine.</summary>
    Clicked,
}

/// <summary>One thing that happened, in our words whatever the provider.</summary>
/// <param name="Id">The provider's id of the event, for not counting it twice; made from the contents where the provider gives none.</param>
/// <param name="Kind">What.</param>
/// <param name="Recipient">To whom.</param>
/// <param name="At">When, by the provider's clock.</param>
/// <param name="Message">Our Message-ID, when the provider passes it on.</param>
/// <param name="ProviderMessage">The provider's own id of the message; SES sends only this one back on SMTP submission.</param>
/// <param name="Reason">Why, for bounces, deferrals and drops.</param>
/// <param name="Status">The enhanced status, if given.</param>
/// <param name="Code">The reply code; 0 when there is none.</param>
/// <param name="Words">What the server said, at most 1,000 characters.</param>
/// <param name="Url">The link, for clicks.</param>
/// <param name="UserAgent">The program, for opens and clicks.</param>
public sealed record MailEvent(string Id, MailEventKind Kind, string Recipient, DateTimeOffset? At, MessageId? Message, string? ProviderMessage, BounceReason Reason, EnhancedStatus? Status, int Code, string Words, string? Url = null, string? UserAgent = null);

/// <summary>What came of reading a provider's request. Only a request whose signature holds becomes events.</summary>
public abstract record HookResult
{
    HookResult() { }

    /// <summary>Genuine: answer 200 after the events are stored.</summary>
    /// <param name="All">The events, perhaps none that concern us.</param>
    public sealed record Events(ImmutableArray<MailEvent> All) : HookResult;

    /// <summary>SNS asks whether we want its notices: fetch this address once to say yes.</summary>
    /// <param name="Address">An https address of SNS, checked.</param>
    /// <param name="Topic">The topic's ARN.</param>
    public sealed record Confirm(Uri Address, string Topic) : HookResult;

    /// <summary>Not genuine, too old or malformed: store nothing.</summary>
    /// <param name="Reason">For the log.</param>
    /// <param name="IsMalformed">It cannot be read, whoever sent it: answer 400, else 403.</param>
    public sealed record Refused(string Reason, bool IsMalformed = false) : HookResult;
}
