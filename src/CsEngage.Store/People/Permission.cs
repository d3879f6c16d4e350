using System.Collections.Immutable;

namespace CsEngage.Store.People;

/// <summary>What staff may do. Code asks for these, never for names of roles.</summary>
public static class Permission
{
    public const string ContentWrite = "content.write";
    public const string ContentApprove = "content.approve";
    public const string ContentPublish = "content.publish";
    public const string JourneysWrite = "journeys.write";
    public const string JourneysPublish = "journeys.publish";
    public const string TouchesSend = "touches.send";
    public const string TouchesRelease = "touches.release";
    public const string AccountsReadOwn = "accounts.read(own)";
    public const string AccountsReadScope = "accounts.read(scope)";
    public const string AccountsReadAll = "accounts.read(all)";
    public const string AccountsWriteOwn = "accounts.write(own)";
    public const string AccountsWriteAll = "accounts.write(all)";
    public const string ContactsRead = "contacts.read";
    public const string ContactsErase = "contacts.erase";
    public const string PreviewAsOwn = "contacts.preview-as(own)";
    public const string PreviewAsScope = "contacts.preview-as(scope)";
    public const string PreviewAsAll = "contacts.preview-as(all)";
    public const string PlaysWork = "plays.work";
    public const string HealthDesign = "health.design";
    public const string HealthOverride = "health.override";
    public const string CommunityModerate = "community.moderate";
    public const string Exports = "exports";
    public const string Integrations = "integrations";
    public const string Settings = "settings";
    public const string People = "people";
    public const string AuditRead = "audit.read";

    public static readonly ImmutableArray<string> All =
    [
        ContentWrite, ContentApprove, ContentPublish, JourneysWrite, JourneysPublish, TouchesSend, TouchesRelease, AccountsReadOwn,
        AccountsReadScope, AccountsReadAll, AccountsWriteOwn, AccountsWriteAll, ContactsRead, ContactsErase, PreviewAsOwn, PreviewAsScope,
        PreviewAsAll, PlaysWork, HealthDesign, HealthOverride, CommunityModerate, Exports, Integrations, Settings, People, AuditRead,
    ];
}

/// <summary>A role is a set of permissions, fixed in code.</summary>
public sealed record StaffRole(string Key, ImmutableArray<string> Permissions)
{
    public static readonly StaffRole Author = new("author",
    [
        Permission.ContentWrite, Permission.ContentApprove, Permission.ContentPublish, Permission.JourneysWrite, Permission.JourneysPublish,
        Permission.PreviewAsScope, Permission.AccountsReadScope,
    ]);

    public static readonly StaffRole Csm = new("csm",
    [
        Permission.AccountsReadOwn, Permission.AccountsReadScope, Permission.AccountsReadAll, Permission.AccountsWriteOwn, Permission.ContactsRead,
        Permission.TouchesSend, Permission.TouchesRelease, Permission.PlaysWork, Permission.HealthOverride, Permission.PreviewAsOwn,
    ]);

    public static readonly StaffRole Admin = new("admin", Permission.All);

    public static readonly ImmutableArray<StaffRole> All = [Author, Csm, Admin];
}
