using System.ComponentModel;
using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Web.Account;
using CsEngage.Web.Api.Reference;

namespace CsEngage.Web.Api.Accounts;

/// <summary>A contact at an account as the API shows it: the person's names and address, and the membership's roles.</summary>
public sealed record ContactBody(
    [ReadOnly(true), Description("Your own id of the contact; the membership's id where you never gave one.")] string Id,
    [Description("Mail address. Who has it at another account already is the same person.")] string? Address,
    string? FamilyName,
    string? GivenName,
    [Description("Kana of family and given name; lists are sorted by it.")] string? Reading,
    [Description("The name this person chose to be shown under.")] string? DisplayName,
    [Description("様, Dr. and so on; the locale's usual one when absent.")] string? Honorific,
    [Description("BCP 47 locale; the account's when absent.")] string? Locale,
    [Description("IANA time zone; the account's when absent.")] string? Zone,
    [Description("Keys such as organizer, champion, sponsor, member.")] IReadOnlyList<string> Roles,
    [Description("Job title.")] string? Title,
    [Description("Key of a department.")] string? Department,
    [Description("The first one to write to.")] bool IsPrimary,
    [ReadOnly(true)] DateTimeOffset JoinedAt,
    [ReadOnly(true), Description("When the membership ended; absent while it lasts.")] DateTimeOffset? EndedAt);

static class ContactApi
{
    const string Hana =
        """
        {"id": "hana", "address": "hana@northwind.example", "family_name": "佐藤", "given_name": "花", "reading": "さとう はな", "locale": "ja", "roles": ["organizer"], "title": "情報システム部",
         "is_primary": true, "joined_at": "2026-04-01T00:00:00+00:00"}
        """;

    public static void MapContacts(this RouteGroupBuilder api)
    {
        var contacts = api.MapGroup("/accounts/{account}/contacts").WithTags("Contacts");
        contacts.MapGet("/", List).Says(new(ApiScope.AccountsRead, "The people of an account, by reading")
        {
            Answer = typeof(PageBody<ContactBody>), Nos = ["not-found"], At = ApiExample.OfAccount, Got = $$"""{"items": [{{Hana}}]}""",
            Query = [.. ApiParameter.Paging, new("ended", "flag", "Also those whose membership has ended.", "true")],
        });
        contacts.MapGet("/{id}", One).Says(new(ApiScope.AccountsRead, "One contact") { Answer = typeof(ContactBody), IsTagged = true, Nos = ["not-found"], At = ApiExample.Contact, Got = Hana });
        contacts.MapPut("/{id}", Put).Says(new(ApiScope.ContactsWrite, "Make or change a contact")
        {
            Says = "Putting a contact whose membership has ended lets it begin again.",
            Answer = typeof(ContactBody), Body = typeof(ContactBody), IsPartial = true, IsTagged = true, Good = [200, 201], Nos = ["not-found", "id-too-long", "fields-wrong"], At = ApiExample.Contact, Got = Hana,
            Sent = """{"address": "hana@northwind.example", "family_name": "佐藤", "given_name": "花", "reading": "さとう はな", "locale": "ja", "roles": ["organizer"], "title": "情報システム部", "is_primary": true}""",
        });
        contacts.MapPost("/{id}/invite", Invite).Says(new(ApiScope.ContactsWrite, "Invite a contact into the portal")
        {
            Says = "Sends a mail with a link that works once, for three days. An address gets at most six mails of this kind in 15 minutes.", Good = [202], Nos = ["not-found", "no-address", "address-bounces", "no-portal", "invited-too-often"], At = ApiExample.Contact,
        });
        contacts.MapDelete("/{id}", End).Says(new(ApiScope.ContactsWrite, "End a membership")
        {
            Says = "The person is kept, with what they read. Nothing is sent to them for this account any more.", Good = [204], Nos = ["not-found"], At = ApiExample.Contact,
        });
    }

    static async Task<IResult> List(string account, AccountBook accounts, ContactBook contacts, HttpRequest request)
    {
        var asked = new Asked(request);
        var (limit, after, ended) = (asked.Limit, asked.AfterId(), asked.Flag("ended"));
        asked.Check();
        var page = await contacts.Page((await accounts.Wanted(account)).Value.Id, ended, after, limit + 1);
        return Pages.Of(page, limit, member => Body(member.Membership, member.Contact), member => Cursor.Of(member.Membership.Id));
    }

    static async Task<IResult> One(string account, string id, AccountBook accounts, ContactBook contacts, HttpResponse response)
    {
        var membership = await contacts.Wanted((await accounts.Wanted(account)).Value.Id, id);
        return response.Tagged(Body(membership.Value, (await contacts.Find(membership.Value.ContactId))!.Value), membership.Version);
    }

    /// <summary>By external id; by the membership's own where there is none.</summary>
    /// <exception cref="ApiProblem">There is no such contact.</exception>
    public static async Task<Versioned<Membership>> Wanted(this ContactBook contacts, Guid account, string id) =>
        await contacts.Known(account, id) ?? throw ApiProblem.NotFound("contact");

    static async Task<Versioned<Membership>?> Known(this ContactBook contacts, Guid account, string id) =>
        await contacts.FindByExternalId(account, id) ?? (Guid.TryParseExact(id, "D", out var membership) ? await contacts.FindMembership(account, membership) : null);

    static async Task<IResult> Put(string account, string id, HttpRequest request, ClaimsPrincipal key, AccountBook accounts, ContactBook contacts, TimeProvider clock)
    {
        if (id.Length > 200) throw new ApiProblem(400, "id-too-long", "An external id has at most 200 characters.");
        var at = (await accounts.Wanted(account)).Value;
        var fields = await Fields.Of(request);
        var edit = key.Edit(clock);
        var old = await contacts.Known(at.Id, id);
        var person = old is null ? null : (await contacts.Find(old.Value.ContactId))!.Value;

        // One person in two accounts has one sign-in: who has this address already is that person.
        var typed = fields.Text("address", person?.AddressAsTyped, Wrong.Address);
        var sameAddress = typed is null ? null : await contacts.FindByAddress(typed);
        person ??= sameAddress;
        if (sameAddress is not null && sameAddress.Id != person!.Id) fields.Refuse("address", "belongs to another contact; merge the two on the account's page", 0);
        person ??= new Contact(Guid.CreateVersion7(edit.At), null, null, null, null, null, null, null, null, null);
        var membership = old?.Value ?? new Membership(Guid.CreateVersion7(edit.At), at.Id, person.Id, id, [], null, null, false, edit.At, null);

        person = person with
        {
            Address = typed is null ? null : ContactBook.Normalised(typed),
            AddressAsTyped = typed,
            FamilyName = fields.Text("family_name", person.FamilyName),
            GivenName = fields.Text("given_name", person.GivenName),
            Reading = fields.Text("reading", person.Reading),
            DisplayName = fields.Text("display_name", person.DisplayName),
            Honorific = fields.Text("honorific", person.Honorific, most: 20),
            Locale = fields.Text("locale", person.Locale, Wrong.Locale),
            Zone = fields.Text("zone", person.Zone, Wrong.Zone),
        };
        membership = membership with
        {
            Roles = fields.Keys("roles", membership.Roles),
            Title = fields.Text("title", membership.Title),
            Department = fields.Text("department", membership.Department, Wrong.Key),
            IsPrimary = fields.Flag("is_primary", membership.IsPrimary),
            EndedAt = null,
        };
        fields.Check();
        if (request.Expected() is { } expected && expected != (old?.Version ?? 0)) throw ApiProblem.Changed();
        await contacts.Put(person, edit.At);
        var saved = await contacts.Put(membership, edit, request.Expected());
        return saved.Version is { } version ? request.HttpContext.Response.Tagged(Body(membership, person), version, isNew: old is null) : throw ApiProblem.Changed();
    }

    static async Task<IResult> Invite(string account, string id, ClaimsPrincipal key, AccountBook accounts, ContactBook contacts, Invitations invitations, HttpRequest request)
    {
        var at = (await accounts.Wanted(account)).Value;
        var membership = (await contacts.Wanted(at.Id, id)).Value;
        if (membership.EndedAt is not null) throw ApiProblem.NotFound("contact");
        return await invitations.Send(at, (await contacts.Member(membership.Id))!, new Inviter("key", key.FindFirstValue(ClaimTypes.NameIdentifier)!, "api"), request) switch
        {
            Invited.NoAddress => throw new ApiProblem(409, "no-address", "This contact has no mail address: put one first."),
            Invited.Bounces => throw new ApiProblem(409, "address-bounces", "Mail to this address bounced for good: put another one first."),
            Invited.NoPortal => throw new ApiProblem(409, "no-portal", "This account has no portal yet: open one first."),
            Invited.TooOften => throw new ApiProblem(429, "invited-too-often", "This address got too many mails of this kind just now. Wait 15 minutes."),
            _ => Results.Accepted(),
        };
    }

    static async Task<IResult> End(string account, string id, ClaimsPrincipal key, AccountBook accounts, ContactBook contacts, TimeProvider clock)
    {
        var membership = await contacts.Wanted((await accounts.Wanted(account)).Value.Id, id);
        await contacts.End(membership.Value.Id, key.Edit(clock));
        return Results.NoContent();
    }

    static ContactBody Body(Membership membership, Contact contact) => new(
        membership.ExternalId ?? membership.Id.ToString("D"), contact.AddressAsTyped, contact.FamilyName, contact.GivenName, contact.Reading, contact.DisplayName, contact.Honorific,
        contact.Locale, contact.Zone, membership.Roles, membership.Title, membership.Department, membership.IsPrimary, membership.JoinedAt, membership.EndedAt);
}
