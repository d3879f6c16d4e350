using System.Collections.Concurrent;
using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Signals;

/// <summary>Who is at the portal, and how sure we are.</summary>
/// <param name="Session">The sign-in session.</param>
/// <param name="Actor">Person or program, from the request.</param>
/// <param name="IsPreview">Staff look as this contact: nothing of it counts.</param>
public sealed record Reader(Guid AccountId, Guid MembershipId, string Session, Identity Identity, Actor Actor, string Locale, bool IsPreview = false);

/// <summary>How far a contact is with a guide, in whichever of its locales.</summary>
/// <param name="IsOpened">This version was opened before.</param>
/// <param name="MarkedAt">When the contact said "done".</param>
/// <param name="CompletedAt">When it was both read and, where the guide wants it, marked.</param>
/// <param name="IsNew">Only earlier versions were opened.</param>
public sealed record Standing(bool IsOpened, DateTimeOffset? MarkedAt, DateTimeOffset? CompletedAt, bool IsNew);

/// <summary>What contacts do at the portal, as signals: came, searched, opened, read, said done, rated, ticked.</summary>
public sealed class PortalReading(ViewLedger views, SignalLog log, Editions editions, TimeProvider clock)
{
    static readonly TimeSpan OneVisit = TimeSpan.FromMinutes(30);
    const int MostRemembered = 100_000;

    // A restart may count one visit of a session twice; the signal's id carries the half hour, so even then it is the same signal.
    readonly ConcurrentDictionary<(string Session, Guid Membership), DateTimeOffset> visited = new();

    /// <summary>Somebody is at the portal: once per session and half hour.</summary>
    public async Task Came(Reader reader, string portal)
    {
        if (reader.IsPreview) return;
        var now = clock.GetUtcNow();
        if (visited.TryGetValue((reader.Session, reader.MembershipId), out var last) && now - last < OneVisit) return;
        if (visited.Count >= MostRemembered) visited.Clear();
        visited[(reader.Session, reader.MembershipId)] = now;
        var halfHour = now.UtcTicks / OneVisit.Ticks;
        await log.Append(Signal(reader, "portal.visited", Cause.Of("session", $"{reader.Session}/{halfHour}"), now, "portal:" + portal));
    }

    /// <summary>A contact opened a page that is no guide.</summary>
    /// <param name="reader">Who.</param>
    /// <param name="page">Its key.</param>
    public Task Looked(Reader reader, string page)
    {
        var now = clock.GetUtcNow();
        return reader.IsPreview ? Task.CompletedTask : log.Append(Signal(reader, "page.viewed", Cause.Of("visit", Guid.CreateVersion7(now).ToString("D")), now, "page:" + page));
    }

    /// <summary>A contact came in by link, code or otherwise.</summary>
    public Task SignedIn(Reader reader, string method) =>
        log.Append(Signal(reader, "contact.signed-in", Cause.Of("session", reader.Session), clock.GetUtcNow(), properties: ImmutableSortedDictionary<string, string>.Empty.Add("method", method)));

    /// <summary>The server has rendered the guide. The answer is the id under which the page reports how it is read.</summary>
    public async Task<Guid> Open(Reader reader, Edition edition)
    {
        var now = SignalTime.Cut(clock.GetUtcNow());
        var visit = new Visit(Guid.CreateVersion7(now), reader.AccountId, reader.MembershipId, edition.Subject, edition.Version, edition.Locale, now);
        var viewed = Signal(reader, "guide.viewed", Cause.Of("visit", visit.Id.ToString("D")), now, edition.Subject, edition);
        if (reader.IsPreview || reader.Actor != Actor.Human) await log.Append(viewed);
        else await views.Open(visit, viewed);
        return visit.Id;
    }

    /// <summary>The page reports. Unknown views and views of somebody else are ignored: the answer is false.</summary>
    public async Task<bool> Report(Guid visitId, ImmutableArray<Guid> memberships, Beacon beacon)
    {
        if (await views.Report(visitId, memberships, beacon, clock.GetUtcNow()) is not { } line) return false;
        if (await EditionOf(line) is { } edition) await Settle(line, edition);
        return true;
    }

    /// <summary>
    /// The contact says "done". It is completed as soon as it has been read, which may be now. Null when nothing was marked: a preview, or a
    /// version that this contact never opened.
    /// </summary>
    public async Task<Standing?> Mark(Reader reader, Edition edition)
    {
        if (reader.IsPreview) return null;
        if (await views.Mark(reader.AccountId, reader.MembershipId, edition.Subject, edition.Version, edition.Locale, clock.GetUtcNow()) is not { } line) return null;
        await Settle(line, edition);
        return await Standing(reader, edition);
    }

    /// <summary>Did this help?</summary>
    public Task Rate(Reader reader, Edition edition, bool helpful, string? comment) => log.Append(Signal(
        reader, "guide.rated", Cause.Of("visit", Guid.CreateVersion7(clock.GetUtcNow()).ToString("D")), clock.GetUtcNow(), edition.Subject, edition, helpful ? 1 : 0,
        string.IsNullOrWhiteSpace(comment) ? null : ImmutableSortedDictionary<string, string>.Empty.Add("comment", comment.Trim()[..Math.Min(comment.Trim().Length, 2000)])));

    /// <summary>
    /// The contact ticks a task, or takes the tick back. Nothing that follows links sends forms that were made for a signed-in contact, so it counts
    /// whatever the browser calls itself.
    /// </summary>
    /// <param name="reader">Who.</param>
    /// <param name="subject">The task, as <see cref="GivenTask.Subject"/> writes it.</param>
    /// <param name="isDone">Whether it is done now.</param>
    public Task Tick(Reader reader, string subject, bool isDone)
    {
        if (reader.IsPreview) return Task.CompletedTask;
        var now = clock.GetUtcNow();
        return log.Append(Signal(reader with { Actor = Actor.Human }, isDone ? "task.done" : "task.undone", Cause.Of("tick", Guid.CreateVersion7(now).ToString("D")), now, subject));
    }

    /// <summary>The contact puts an announcement away.</summary>
    /// <param name="reader">Who.</param>
    /// <param name="subject">The announcement, as announcement:key.</param>
    public Task PutAway(Reader reader, string subject)
    {
        if (reader.IsPreview) return Task.CompletedTask;
        return log.Append(Signal(reader with { Actor = Actor.Human }, "announcement.dismissed", Cause.Of("reader", $"{reader.MembershipId:D}/{subject}"), clock.GetUtcNow(), subject));
    }

    /// <summary>A search that found something, or nothing: what people look for in vain, authors want to know.</summary>
    public Task Searched(Reader reader, string query, int results)
    {
        if (reader.IsPreview) return Task.CompletedTask;
        var now = clock.GetUtcNow();
        return log.Append(Signal(
            reader, results > 0 ? "search.made" : "search.failed", Cause.Of("search", Guid.CreateVersion7(now).ToString("D")), now, value: results > 0 ? results : null,
            properties: ImmutableSortedDictionary<string, string>.Empty.Add("query", query)));
    }

    /// <summary>How far this contact is with an edition.</summary>
    public async Task<Standing> Standing(Reader reader, Edition edition)
    {
        var all = (await views.Of(reader.AccountId, reader.MembershipId)).Where(line => line.Subject == edition.Subject).ToList();
        var mine = all.FindAll(line => line.Version == edition.Version);
        return new(mine.Count > 0, mine.Max(line => line.MarkedAt), mine.Max(line => line.CompletedAt), all.Count > 0 && all.TrueForAll(line => line.Version < edition.Version));
    }

    async Task Settle(ViewLine line, Edition edition)
    {
        var now = clock.GetUtcNow();
        var isRead = line.ReadAt is not null || line.View.IsRead(edition.Estimated, edition.Headings);
        if (!isRead) return;
        var completes = line.CompletedAt is null && (edition.Done == GuideDone.Read || line.MarkedAt is not null);
        if (line.ReadAt is not null && !completes) return;

        // Once per version, in whichever of its locales it was read.
        var lines = (await views.Of(line.AccountId, line.MembershipId)).Where(other => other.Subject == line.Subject && other.Version == line.Version).ToList();
        if (lines.TrueForAll(other => other.ReadAt is null)) await views.MarkRead(line, Reached(line, "guide.read", now));
        if (completes && lines.TrueForAll(other => other.CompletedAt is null)) await views.MarkCompleted(line, Reached(line, "guide.completed", now));
    }

    Task<Edition?> EditionOf(ViewLine line) => editions.Find(line.Subject["guide:".Length..], line.Version, line.Locale);

    // Once per membership and version: the cause says so, and with it the signal's key.
    static Signal Reached(ViewLine line, string kind, DateTimeOffset now) => DerivedSignal.Of(
        Cause.Of("view", $"{line.Subject}/{line.Version}"), kind, now, now, line.AccountId, line.MembershipId, line.Subject, line.View.ActiveSeconds, source: "portal")
        with { SubjectVersion = line.Version, Locale = line.Locale };

    static Signal Signal(
        Reader reader, string kind, Cause cause, DateTimeOffset now, string? subject = null, Edition? edition = null, decimal? value = null,
        ImmutableSortedDictionary<string, string>? properties = null) =>
        DerivedSignal.Of(cause, kind, now, now, reader.AccountId, reader.MembershipId, subject, value, properties, "portal") with
        {
            SubjectVersion = edition?.Version, Locale = edition?.Locale ?? reader.Locale, Session = reader.Session, Identity = reader.Identity, Actor = reader.Actor, IsPreview = reader.IsPreview,
        };
}
