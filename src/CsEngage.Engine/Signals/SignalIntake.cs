using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Metrics;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Signals;

/// <summary>A signal as another system sends it: account and contact by their external ids.</summary>
public sealed record SentSignal(
    string Id, string Kind, DateTimeOffset OccurredAt, string Account, string? Contact = null, string? Department = null, string? Product = null,
    string? Subject = null, decimal? Value = null, string? Locale = null, string? Session = null, ImmutableSortedDictionary<string, string>? Properties = null);

/// <summary>Why one signal of a batch was not taken.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Detail">For people: what is wrong and what to do.</param>
public sealed record RejectedSignal(int Index, string Code, string Detail);

/// <summary>What became of a batch. Accepted means committed.</summary>
public sealed record IntakeAnswer(int Accepted, int Duplicates, ImmutableArray<RejectedSignal> Rejected);

/// <summary>Who sends, and what it may.</summary>
/// <param name="Source">"key:{id}", "import" …</param>
/// <param name="IsImport">May tell what is more than 30 days past.</param>
/// <param name="AddsContacts">May name contacts that are not known yet; they are made.</param>
public sealed record SignalSender(string Source, bool IsImport, bool AddsContacts);

/// <summary>The one pipe for signals from outside. Each is taken or refused with a reason; nothing is swallowed.</summary>
public sealed class SignalIntake(AccountBook accounts, ContactBook contacts, SignalLog log, TimeProvider clock)
{
    const int MostRemembered = 200_000;

    // External ids never move to another account or membership, so what was found once stays true.
    readonly ConcurrentDictionary<string, Guid> accountIds = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<(Guid Account, string Contact), Guid> contactIds = new();
    readonly ConcurrentDictionary<string, bool> kinds = new(StringComparer.Ordinal);

    public async Task<IntakeAnswer> Take(IReadOnlyList<SentSignal> sent, SignalSender sender)
    {
        var now = clock.GetUtcNow();
        await FindAccounts(sent);
        await FindContacts(sent);
        var (taken, rejected) = (new List<Signal>(sent.Count), ImmutableArray.CreateBuilder<RejectedSignal>());
        for (var i = 0; i < sent.Count; i++)
        {
            var (signal, refusal) = await Read(sent[i], sender, now);
            if (signal is not null) taken.Add(signal);
            else rejected.Add(refusal! with { Index = i });
        }

        await Register(taken, sender.Source, now);
        var appended = await log.Append(taken);
        foreach (var reason in rejected.CountBy(one => one.Code)) await log.Dropped(DateOnly.FromDateTime(now.UtcDateTime), reason.Key, reason.Value);
        EngageMeter.Took(appended.Accepted, appended.Duplicates, rejected.Select(one => one.Code));
        return new(appended.Accepted, appended.Duplicates, rejected.ToImmutable());
    }

    async Task<(Signal? Signal, RejectedSignal? Refusal)> Read(SentSignal sent, SignalSender sender, DateTimeOffset now)
    {
        if (sent.Id.Length is 0 or > 200) return No("id-wrong", "id must have 1 to 200 characters.");
        if (!SignalKinds.IsWellFormed(sent.Kind)) return No("kind-wrong", $"\"{sent.Kind}\" is not a kind: write noun.verb-past in small letters, such as report.exported.");
        if (sent.Subject is { } subject && (subject.Length > 200 || subject.IndexOf(':', StringComparison.Ordinal) is <= 0)) return No("subject-wrong", "subject must be type:key, such as guide:invite-your-team.");
        if (sent.OccurredAt == default) return No("occurred-at-wrong", "occurred_at must be a time with its zone, such as 2026-11-21T09:30:00Z.");
        if (SignalKinds.Find(sent.Kind) is { } known)
        {
            if (known.Scope == SignalScope.Contact && sent.Contact is null) return No("contact-missing", $"{sent.Kind} is about a contact: name who did it.");
            if (known.SubjectType is { } type && sent.Subject is { } named && !named.StartsWith(type + ":", StringComparison.Ordinal)) return No("subject-wrong", $"The subject of {sent.Kind} must be {type}:key.");
        }
        if (!accountIds.TryGetValue(sent.Account, out var account)) return No("account-unknown", $"There is no account \"{sent.Account}\": put it first.");
        if (sent.Contact is not null && SignalKinds.IsAboutAccount(sent.Kind)) return No("contact-unexpected", $"{sent.Kind} is about an account, not about a contact.");

        Guid? member = null;
        if (sent.Contact is { } contact)
        {
            if (!contactIds.TryGetValue((account, contact), out var found))
            {
                if (!sender.AddsContacts) return No("contact-unknown", $"There is no contact \"{contact}\" at \"{sent.Account}\": put it first, or use a key with scope contacts:write.");
                found = await Make(account, contact, sender.Source, now);
            }
            member = found;
        }
        var judged = SignalTime.Judge(sent.OccurredAt, now, sender.IsImport);
        if (judged is SignalTime.TooEarly) return No("too-early", "It occurs more than a day in the future: send it when it has occurred.");
        if (judged is not SignalTime.Accepted time)
            return No("too-late", string.Create(CultureInfo.InvariantCulture, $"It occurred more than {SignalTime.Latest.TotalDays:0} days ago: use a key with scope import."));
        return (new Signal(SignalKey.Of(time.OccurredAt, sent.Id), sent.Id, sent.Kind, time.OccurredAt, time.CountedAt, SignalTime.Cut(now), account, member, sent.Department, sent.Product,
            sent.Subject, Locale: sent.Locale, Value: sent.Value, Properties: sent.Properties, Session: sent.Session, Identity: Identity.Sso, Source: sender.Source), null);

        static (Signal?, RejectedSignal?) No(string code, string detail) => (null, new RejectedSignal(0, code, detail));
    }

    async Task FindAccounts(IReadOnlyList<SentSignal> sent)
    {
        var unknown = sent.Select(signal => signal.Account).Where(id => !accountIds.ContainsKey(id)).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count == 0) return;
        if (accountIds.Count > MostRemembered) accountIds.Clear();
        // After a clearing all of the batch are unknown.
        foreach (var (id, account) in await accounts.Ids([.. sent.Select(signal => signal.Account).Distinct(StringComparer.Ordinal)])) accountIds[id] = account;
    }

    async Task FindContacts(IReadOnlyList<SentSignal> sent)
    {
        if (contactIds.Count > MostRemembered) contactIds.Clear();
        foreach (var group in sent.Where(signal => signal.Contact is not null && accountIds.ContainsKey(signal.Account)).GroupBy(signal => accountIds[signal.Account]))
        {
            var unknown = group.Select(signal => signal.Contact!).Where(contact => !contactIds.ContainsKey((group.Key, contact))).Distinct(StringComparer.Ordinal).ToList();
            if (unknown.Count == 0) continue;
            foreach (var (contact, membership) in await contacts.Ids(group.Key, unknown)) contactIds[(group.Key, contact)] = membership;
        }
    }

    async Task<Guid> Make(Guid account, string contact, string source, DateTimeOffset now)
    {
        var person = new Contact(Guid.CreateVersion7(now), null, null, null, null, null, null, null, null, null);
        var membership = new Membership(Guid.CreateVersion7(now), account, person.Id, contact, [], null, null, false, now, null);
        await contacts.Put(person, now);
        await contacts.Put(membership, Edit.Now(now, source));
        return contactIds[(account, contact)] = membership.Id;
    }

    async Task Register(List<Signal> taken, string source, DateTimeOffset now)
    {
        var unseen = taken.Select(signal => signal.Kind).Where(kind => SignalKinds.Find(kind) is null && !kinds.ContainsKey(kind)).Distinct(StringComparer.Ordinal).ToList();
        if (unseen.Count == 0) return;
        await log.Register(unseen, source, now);
        foreach (var kind in unseen) kinds[kind] = true;
    }
}
