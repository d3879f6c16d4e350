using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Store.Accounts;

namespace CsEngage.Web.Api.Accounts;

/// <summary>A contact at an account as the API shows it: the person's names and address, and the membership's roles.</summary>
public sealed record ContactBody(
    string Id, string? Address, string? FamilyName, string? GivenName, string? Reading, string? DisplayName, string? Honorific, string? Locale, string? Zone,
    IReadOnlyList<string> Roles, string? Title, string? Department, bool IsPrimary, DateTimeOffset JoinedAt, DateTimeOffset? EndedAt);

static class ContactApi
{
    public static void MapContacts(this RouteGroupBuilder api)
    {
        var contacts = api.MapGroup("/accounts/{account}/contacts").WithTags("Contacts");
        contacts.MapGet("/", List).Needs(ApiScope.AccountsRead).Produces<PageBody<ContactBody>>().WithSummary("Everybody at the account, by reading");
        contacts.MapGet("/{id}", One).Needs(ApiScope.AccountsRead).Produces<ContactBody>().WithSummary("One contact by external id");
        contacts.MapPut("/{id}", Put).Needs(ApiScope.ContactsWrite).Accepts<ContactBody>("application/json").Produces<ContactBody>().Produces<ContactBody>(201)
            .WithSummary("Make or change a contact; absent fields stay, null clears");
        contacts.MapDelete("/{id}", End).Needs(ApiScope.ContactsWrite).Produces(204).WithSummary("End the membership; the person is kept");
    }

    static async Task<IResult> List(string account, AccountBook accounts, ContactBook contacts, bool ended = false) => Results.Json(
        new PageBody<ContactBody>([.. (await contacts.At((await accounts.Wanted(account)).Value.Id, ended)).Select(member => Body(member.Membership, member.Contact))], null), ApiJson.Options);

    static async Task<IResult> One(string account, string id, AccountBook accounts, ContactBook contacts, HttpResponse response)
    {
        var membership = await contacts.FindByExternalId((await accounts.Wanted(account)).Value.Id, id) ?? throw ApiProblem.NotFound("contact");
        return response.Tagged(Body(membership.Value, (await contacts.Find(membership.Value.ContactId))!.Value), membership.Version);
    }

    static async Task<IResult> Put(string account, string id, HttpRequest request, ClaimsPrincipal key, AccountBook accounts, ContactBook contacts, TimeProvider clock)
    {
        if (id.Length > 200) throw new ApiProblem(400, "id-too-long", "An external id has at most 200 characters.");
        var at = (await accounts.Wanted(account)).Value;
        var fields = await Fields.Of(request);
        var edit = key.Edit(clock);
        var old = await contacts.FindByExternalId(at.Id, id);
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

    static async Task<IResult> End(string account, string id, ClaimsPrincipal key, AccountBook accounts, ContactBook contacts, TimeProvider clock)
    {
        var membership = await contacts.FindByExternalId((await accounts.Wanted(account)).Value.Id, id) ?? throw ApiProblem.NotFound("contact");
        await contacts.End(membership.Value.Id, key.Edit(clock));
        return Results.NoContent();
    }

    static ContactBody Body(Membership membership, Contact contact) => new(
        membership.ExternalId ?? membership.Id.ToString("D"), contact.AddressAsTyped, contact.FamilyName, contact.GivenName, contact.Reading, contact.DisplayName, contact.Honorific,
        contact.Locale, contact.Zone, membership.Roles, membership.Title, membership.Department, membership.IsPrimary, membership.JoinedAt, membership.EndedAt);
}
