using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Accounts;

[Table("accounts")]
[Index(nameof(ExternalId), IsUnique = true)]
[Index(nameof(NameKey))]
[Index(nameof(CsmId))]
[Index(nameof(ParentId))]
internal sealed class AccountRow
{
    public Guid Id { get; set; }
    public string ExternalId { get; set; } = "";
    public string Name { get; set; } = "";
    public string NameKey { get; set; } = "";
    public string? LegalName { get; set; }
    public string? Tier { get; set; }
    public string Lifecycle { get; set; } = "";
    public string TouchModel { get; set; } = "";
    public string? OverrideModel { get; set; }
    public string? OverrideReason { get; set; }
    public DateTimeOffset? OverrideUntil { get; set; }
    public Guid? CsmId { get; set; }
    /// <summary>Further staff by their part, such as sales or onboarding, as JSON.</summary>
    public string Team { get; set; } = "{}";
    public string? Country { get; set; }
    public string? Zone { get; set; }
    public string? Locale { get; set; }
    public Guid? ParentId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public string Attributes { get; set; } = "{}";
    public DateTimeOffset? HoldUntil { get; set; }
    public string? HoldReason { get; set; }
    public DateTimeOffset? ArchivedAt { get; set; }
    public int Version { get; set; }

    public Account Record => new(Id, ExternalId, Name, LegalName, Tier, Lifecycle, TouchModel, CsmId, Country, Zone, Locale, ParentId, CreatedAt, StoredJson.Attributes(Attributes));

    public void Take(Account account)
    {
        (Id, ExternalId, Name, NameKey, LegalName) = (account.Id, account.ExternalId, account.Name, Folded.Of(account.Name), account.LegalName);
        (Tier, Lifecycle, TouchModel, CsmId) = (account.Tier, account.Lifecycle, account.TouchModel, account.CsmId);
        (Country, Zone, Locale, ParentId, CreatedAt) = (account.Country, account.Zone, account.Locale, account.ParentId, Instants.Cut(account.CreatedAt));
        Attributes = StoredJson.Attributes(account.Attributes);
    }
}

[Table("contacts")]
[Index(nameof(Address), IsUnique = true)]
[Index(nameof(SortKey))]
internal sealed class ContactRow
{
    public Guid Id { get; set; }
    public string? Address { get; set; }
    public string? AddressAsTyped { get; set; }
    public string? FamilyName { get; set; }
    public string? GivenName { get; set; }
    public string? Reading { get; set; }
    public string? DisplayName { get; set; }
    public string? Honorific { get; set; }
    public string? Locale { get; set; }
    public string? Zone { get; set; }
    /// <summary>The reading if there is one, else the name; folded.</summary>
    public string SortKey { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? VerifiedAt { get; set; }
    public Guid? MergedInto { get; set; }
    public DateTimeOffset? ErasedAt { get; set; }
    public int Version { get; set; }

    public Contact Record => new(Id, Address, AddressAsTyped, FamilyName, GivenName, Reading, DisplayName, Honorific, Locale, Zone);

    public void Take(Contact contact)
    {
        (Id, Address, AddressAsTyped, FamilyName, GivenName) = (contact.Id, contact.Address, contact.AddressAsTyped, contact.FamilyName, contact.GivenName);
        (Reading, DisplayName, Honorific, Locale, Zone) = (contact.Reading, contact.DisplayName, contact.Honorific, contact.Locale, contact.Zone);
        SortKey = Folded.Of(contact.Reading ?? contact.FullName("ja") ?? contact.Address);
    }
}

[Table("memberships")]
[Index(nameof(AccountId), nameof(ExternalId), IsUnique = true)]
[Index(nameof(ContactId))]
[Index(nameof(MergedInto))]
internal sealed class MembershipRow
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public Guid ContactId { get; set; }
    public string? ExternalId { get; set; }
    public string Roles { get; set; } = "";
    public string? Title { get; set; }
    public string? Department { get; set; }
    public bool IsPrimary { get; set; }
    public DateTimeOffset JoinedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    /// <summary>Set when duplicates were merged: signals keep the old id, facts follow to this one.</summary>
    public Guid? MergedInto { get; set; }
    public int Version { get; set; }

    public Membership Record => new(Id, AccountId, ContactId, ExternalId, StoredJson.Keys(Roles), Title, Department, IsPrimary, JoinedAt, EndedAt);

    public void Take(Membership membership)
    {
        (Id, AccountId, ContactId, ExternalId) = (membership.Id, membership.AccountId, membership.ContactId, membership.ExternalId);
        (Roles, Title, Department, IsPrimary) = (StoredJson.Keys(membership.Roles), membership.Title, membership.Department, membership.IsPrimary);
        (JoinedAt, EndedAt) = (Instants.Cut(membership.JoinedAt), membership.EndedAt is { } ended ? Instants.Cut(ended) : null);
    }

    public static void Describe(ModelBuilder model)
    {
        model.Entity<MembershipRow>().HasOne<AccountRow>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Restrict);
        model.Entity<MembershipRow>().HasOne<ContactRow>().WithMany().HasForeignKey(row => row.ContactId).OnDelete(DeleteBehavior.Restrict);
    }
}

[Table("contracts")]
[Index(nameof(AccountId), nameof(ExternalId), IsUnique = true)]
[Index(nameof(EndOn))]
internal sealed class ContractRow
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public string ExternalId { get; set; } = "";
    public string? Department { get; set; }
    public string Products { get; set; } = "";
    public DateOnly StartOn { get; set; }
    public DateOnly EndOn { get; set; }
    public DateOnly? NoticeBy { get; set; }
    public bool AutoRenew { get; set; }
    /// <summary>1/10,000 of the currency's unit.</summary>
    public long Amount { get; set; }
    public string Period { get; set; } = "";
    public string Currency { get; set; } = "";
    public string Status { get; set; } = "";
    public string? Outcome { get; set; }
    public int Version { get; set; }

    public Contract Record => new(Id, AccountId, ExternalId, Department, StoredJson.Keys(Products), StartOn, EndOn, NoticeBy, AutoRenew, Amount, Period, Currency, Status, Outcome);

    public void Take(Contract contract)
    {
        (Id, AccountId, ExternalId, Department, Products) = (contract.Id, contract.AccountId, contract.ExternalId, contract.Department, StoredJson.Keys(contract.Products));
        (StartOn, EndOn, NoticeBy, AutoRenew) = (contract.StartOn, contract.EndOn, contract.NoticeBy, contract.AutoRenew);
        (Amount, Period, Currency, Status, Outcome) = (contract.Amount, contract.Period, contract.Currency, contract.Status, contract.Outcome);
    }

    public static void Describe(ModelBuilder model) =>
        model.Entity<ContractRow>().HasOne<AccountRow>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Restrict);
}

[Table("departments")]
[PrimaryKey(nameof(AccountId), nameof(Key))]
internal sealed class DepartmentRow
{
    public Guid AccountId { get; set; }
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public int Position { get; set; }
}

/// <summary>Append-only. The past of every field that rules read.</summary>
[Table("changes")]
[PrimaryKey(nameof(AccountId), nameof(Id))]
internal sealed class ChangeRow
{
    public Guid AccountId { get; set; }
    public Guid Id { get; set; }
    public string Subject { get; set; } = "";
    public string Field { get; set; } = "";
    public string? Old { get; set; }
    public string? New { get; set; }
    public DateTimeOffset At { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public string Source { get; set; } = "";
    public string? Cause { get; set; }

    public Change Record => new(AccountId, Subject, Field, StoredJson.Value(Old), StoredJson.Value(New), At, RecordedAt, Source, StoredJson.Cause(Cause));
}
