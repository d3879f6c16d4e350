using CsEngage.Engine.Settings;
using CsEngage.Mail;

namespace CsEngage.Engine.Sending;

/// <summary>From whom mail comes, as an admin chose it. What is empty is left to the recipe's settings.</summary>
public sealed record ChosenSender
{
    public const string Key = "sending.sender";

    public string Address { get; init; } = "";

    /// <summary>The name beside the address, in every language.</summary>
    public string Name { get; init; } = "";
}

/// <summary>
/// The address and name in From: what the environment says (Mail__From), else what an admin chose, else what the settings document says, else the program's own.
/// </summary>
public sealed class Sender(Authored authored, EngineOptions options)
{
    /// <summary>The environment names it; screens show it read-only.</summary>
    public bool IsFixed => options.IsSenderFixed;

    public async ValueTask<Mailbox> In(string locale) => Of(await authored.Current(), options, locale);

    public static Mailbox Of(AuthoredSet set, EngineOptions options, string locale)
    {
        var fallback = Mailbox.Parse(options.MailFrom);
        var named = fallback.Name is { Length: > 0 } given ? given : set.OperatorIn(locale).Name is { Length: > 0 } company ? company : "CsEngage";
        if (options.IsSenderFixed) return fallback.Named(named);
        var address = set.Sender.Address is { Length: > 0 } chosen ? Mailbox.Parse(chosen) : set.Rules.FromAddress is { } written ? Mailbox.Parse(written) : fallback;
        return address.Named(set.Sender.Name is { Length: > 0 } name ? name : set.Rules.FromName.In(locale) is { Length: > 0 } own ? own : address.Name.Length > 0 ? address.Name : named);
    }

    /// <summary>Whether mail from this address can arrive anywhere: names that are reserved for examples and for this machine cannot.</summary>
    public static bool IsReal(Mailbox sender) =>
        sender.AsciiDomain is var domain && domain.Contains('.', StringComparison.Ordinal) && !Reserved.Any(name => domain == name || domain.EndsWith("." + name, StringComparison.Ordinal));

    // RFC 2606 and 6761.
    static readonly string[] Reserved = ["localhost", "example", "invalid", "test", "example.com", "example.net", "example.org"];
}
