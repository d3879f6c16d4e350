using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Sending;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Signals;
using CsEngage.Web.Host;

namespace CsEngage.Web.Account;

/// <summary>How inviting ended.</summary>
public enum Invited
{
    Sent, NoAddress, NoPortal, TooOften, Bounces,
}

/// <summary>Who invites: a member of staff at the desk, or a key of the API.</summary>
/// <param name="Type">staff or key.</param>
/// <param name="Id">Which one.</param>
/// <param name="Place">desk or api.</param>
public sealed record Inviter(string Type, string Id, string Place);

/// <summary>Invites contacts into the portal of their account: a mail with a link that works once, for three days.</summary>
public sealed class Invitations(PortalBook portals, SignalLog log, IServiceProvider services, TimeProvider clock)
{
    public async Task<Invited> Send(Core.Account account, Member member, Inviter by, HttpRequest request)
    {
        if (member.Contact.Address is not { } address) return Invited.NoAddress;
        var all = await portals.Of(account.Id);
        if ((all.FirstOrDefault(portal => portal.IsDefault) ?? all.FirstOrDefault()) is not { } portal) return Invited.NoPortal;
        if (await services.GetRequiredService<Deliverability>().IsDead(address)) return Invited.Bounces;
        if (!services.GetRequiredService<SignInLimits>().Allows(address, $"{by.Type}:{by.Id}")) return Invited.TooOften;

        var (settings, now) = (services.GetRequiredService<Settings>(), clock.GetUtcNow());
        var origin = settings.BaseUrl?.GetLeftPart(UriPartial.Authority) ?? $"{request.Scheme}://{request.Host}";
        await services.GetRequiredService<ContactSignIn>().Invite(member, portal.Slug, origin, CultureInfo.GetCultureInfo(account.Locale ?? settings.Locale));
        await log.Append(DerivedSignal.Of(Cause.Of(by.Type, $"{by.Id}/{now.ToUnixTimeMilliseconds()}"), "contact.invited", now, now, account.Id, member.Membership.Id, $"portal:{portal.Slug}",
            properties: ImmutableSortedDictionary<string, string>.Empty.Add("by", by.Place), source: by.Place));
        return Invited.Sent;
    }
}
