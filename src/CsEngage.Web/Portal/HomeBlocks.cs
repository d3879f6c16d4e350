using System.Collections.Frozen;
using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Store.Signals;

namespace CsEngage.Web.Portal;

/// <summary>
/// The blocks of a portal's page for one reader: those of its blueprint, in its order, as far as the reader is meant and they have something to show.
/// Whether a reader is meant decides the same function that decides about guides.
/// </summary>
sealed class HomeBlocks(FactShelf facts, Way way, GuideReading reading, News news, ViewLedger views, Bodies bodies, TimeProvider clock)
{
    const int MostNews = 5;

    /// <summary>What the whole page stands on, read once.</summary>
    sealed record Ground(
        Visit Visit, PageBlocks Page, Facts Reader, ImmutableArray<(Journey Journey, Enrollment Enrollment)> Ways, LiquidMap? First, LiquidValue Next, IReadOnlySet<string> Completed, LiquidMap Known);

    /// <summary>The model of the page: its blocks, and beside them the next thing and the first journey, which any theme may show in its own way.</summary>
    public async Task<(LiquidMapBuilder Model, LiquidValue Blocks)> Of(Visit visit, PageBlocks page)
    {
        var (ways, reader) = (await way.Of(visit), await way.Reader(visit, page.Needs));
        var next = await way.Next(visit, reader, ways);
        var first = ways.IsEmpty ? null : await way.Model(visit, reader, ways[0].Journey, ways[0].Enrollment);
        var model = visit.Model().Add("next", next);
        if (!ways.IsEmpty) model.Add("journey", first);

        var shown = await Meant(page, visit, reader);
        var completed = shown.Any(block => block.Kind == "guide-list" && block.Source != "next")
            ? await views.Completed(visit.Account.Id, visit.Member.Membership.Id) : FrozenSet<string>.Empty;
        var ground = new Ground(visit, page, reader, ways, first, next, completed, Way.Known(visit, next, first));
        var blocks = new List<LiquidValue>();
        foreach (var block in shown)
            if (await Says(block, ground) is { } says)
                blocks.Add(says.Add("id", block.Id).Add("kind", block.Kind == "guide-list" && block.Source == "next" ? "next" : block.Kind).Add("title", block.Title.In(visit.Locale)).Add("aside", block.IsAside));
        return (model, LiquidValue.List(blocks));
    }

    async ValueTask<ImmutableArray<PageBlock>> Meant(PageBlocks page, Visit visit, Facts reader)
    {
        if (page.IsForAll) return page.All;
        var now = clock.GetUtcNow();
        // Roles stand on the membership, and what signals tell was read with the rest; rules may ask for anything.
        if (page.IsByRoles && visit.Member.Membership.JoinedAt <= now) return page.MeantFor(visit.Member.Membership.Roles, () => Meant(page, reader, now));
        return Meant(page, page.Audiences.IsOfSignals ? reader : await facts.Load(visit.Account.Id, page.Audiences, now) is { } history ? Facts.Of(history).For(visit.Member.Membership.Id) : reader, now);
    }

    static ImmutableArray<PageBlock> Meant(PageBlocks page, Facts reader, DateTimeOffset now) => page.All.RemoveAll(block => (block.Audience is not null || !block.Roles.IsEmpty)
        && !Visibility.Of(new Visible(IsPublished: true, null, null, block.Audience, IsAssigned: true, block.Roles, []), reader, now).IsVisible);

    /// <summary>What a block says to this reader; null when it has nothing to say.</summary>
    async Task<LiquidMapBuilder?> Says(PageBlock block, Ground ground)
    {
        var visit = ground.Visit;
        switch (block.Kind)
        {
            case "guide-list" when block.Source == "next":
                return new() { ["next"] = ground.Next, ["arrived"] = !ground.Ways.IsEmpty && ground.Ways.All(one => one.Enrollment.State == EnrollmentState.Completed) };
            case "guide-list":
                var guides = await Guides(block, ground);
                return guides.Count == 0 ? null : new() { ["guides"] = LiquidValue.List(guides) };
            case "journey-progress":
                var (journey, enrollment) = ground.Ways.FirstOrDefault(one => block.Journey is null || one.Journey.Key == block.Journey);
                if (journey is null) return null;
                return new() { ["journey"] = ReferenceEquals(enrollment, ground.Ways[0].Enrollment) ? ground.First : await way.Model(visit, ground.Reader, journey, enrollment), ["detail"] = block.Detail ?? "stages" };
            case "checklist":
                var tasks = Tasks(ground);
                return tasks.Count == 0 ? null : new() { ["tasks"] = LiquidValue.List(tasks) };
            case "contact-card":
                return visit.Csm is null ? null : new() { ["show"] = LiquidValue.List(block.Show.IsEmpty ? ["photo", "ask", "book"] : block.Show, show => show) };
            case "text":
                return Html(block, ground) is { } html ? new() { ["html"] = html } : null;
            case "call-to-action":
                return Address(block.Url, visit) is { } url ? new() { ["html"] = Html(block, ground) ?? LiquidValue.Nil, ["url"] = url, ["label"] = block.Label.In(visit.Locale) } : null;
            case "embed":
                return Address(block.Url, visit) is { } page ? new() { ["url"] = page } : null;
            case "media" when block.Media is { } name:
                return new() { ["url"] = Themes.ThemePage.MediaUrl(name), ["alt"] = block.Alt.In(visit.Locale), ["is_picture"] = name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant() is "png" or "jpg" or "jpeg" or "gif" or "webp" or "svg" };
            case "announcements":
                var announced = (await news.For(visit)).Take(block.Limit ?? MostNews).Select(one => (LiquidValue)news.Model(one, visit, ground.Known)).ToList();
                return announced.Count == 0 ? null : new() { ["announcements"] = LiquidValue.List(announced) };
            // Surveys, the community and success plans are refused where blueprints are checked; of one that was published before, nothing is shown.
            default: return null;
        }
    }

    async Task<List<LiquidValue>> Guides(PageBlock block, Ground ground)
    {
        var guides = ground.Visit.Held.Listed(block, block.Lists);
        var entries = new List<LiquidValue>(guides.Length);
        foreach (var guide in guides)
        {
            // Only the first reader after a publication has to wait for one to be measured.
            var minutes = reading.Minutes(guide);
            if (minutes is null) await reading.Measure(guide);
            entries.Add(new GuideEntry(guide, ground.Visit, reading, ground.Completed.Count > 0 && ground.Completed.Contains(guide.Subject), minutes));
        }
        return entries;
    }

    List<LiquidValue> Tasks(Ground ground) =>
    [
        .. from one in ground.Ways
           from asked in AskedTask.Of(one.Journey, one.Enrollment, ground.Reader, clock.GetUtcNow())
           where asked.IsWanted
           orderby asked.Task.DueAt ?? DateTimeOffset.MaxValue
           select (LiquidValue)new LiquidMapBuilder { ["title"] = asked.Spec.Title.In(ground.Visit.Locale), ["due"] = JourneyMap.Due(asked.Task.DueAt), ["overdue"] = asked.Task.DueAt < clock.GetUtcNow(), ["url"] = ground.Visit.Url + asked.Task.Place(one.Journey.Key) },
    ];

    LiquidValue? Html(PageBlock block, Ground ground)
    {
        var visit = ground.Visit;
        if (block.Body.In(visit.Locale) is not { Length: > 0 } text) return null;
        var body = bodies.Of($"block:{ground.Page.Name}.{block.Id}", visit.Locale, text);
        return reading.Part(body, visit, ground.Known, $"block:{block.Id}") is { IsNil: false } html ? (LiquidValue?)html : null;
    }

    // A guide or page that this reader does not see is no address.
    static string? Address(string? url, Visit visit) => url switch
    {
        null => null,
        _ when url.StartsWith("guide:", StringComparison.Ordinal) => visit.GuideUrl(url["guide:".Length..]),
        _ when url.StartsWith("page:", StringComparison.Ordinal) => visit.PageUrl(url["page:".Length..]),
        _ when url.StartsWith("https://", StringComparison.Ordinal) => url,
        _ => null,
    };
}
