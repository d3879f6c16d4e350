using System.ComponentModel;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Web.Api.Reference;

namespace CsEngage.Web.Api.Accounts;

/// <summary>One thing that happened with an account.</summary>
public sealed record TimelineBody(
    DateTimeOffset At,
    [Description("signal, touch, play, note or change.")] string Type,
    string Id,
    [Description("noun.verb-past, such as guide.read, touch.skipped, play.opened, note.written, account.changed.")] string Kind,
    [Description("type:key, such as guide:invite-your-team, template:welcome, play:call-the-organizer.")] string? Subject = null,
    [Description("Id of the contact.")] string? Contact = null,
    decimal? Value = null,
    [Description("Of a signal: its further fields.")] IReadOnlyDictionary<string, string>? Properties = null,
    [Description("Of a signal: false when it was made by staff, in a preview or by a machine; rules and scores do not see it.")] bool? Counts = null,
    [Description("Why: of a touch that was skipped, of a play that was closed.")] string? Reason = null,
    [Description("Of a play or note.")] string? Title = null,
    [Description("Of a note: what was written.")] string? Text = null,
    [Description("Of a change: the name of the field.")] string? Field = null,
    [Description("Of a change: what it was.")] string? From = null,
    [Description("Of a change: what it is.")] string? To = null);

static class TimelineApi
{
    static readonly Dictionary<string, int[]> Ranks = new(StringComparer.Ordinal) { ["signal"] = [0], ["touch"] = [1], ["play"] = [2, 3], ["note"] = [4], ["change"] = [5] };

    public static void MapTimeline(this RouteGroupBuilder api) => api.MapGet("/accounts/{account}/timeline", List).WithTags("Timeline").Says(new(ApiScope.AccountsRead, "What happened with an account, newest first")
    {
        Says = "Signals, settled touches, plays, notes and changes in one order, as the account's page shows them. Pages never skip or repeat anything, also when much happened at one instant.",
        Answer = typeof(PageBody<TimelineBody>), Nos = ["not-found"], At = ApiExample.OfAccount,
        Query = [.. ApiParameter.Paging, new("types", "keys", "Only these.", "signal,touch", [.. Ranks.Keys.Order(StringComparer.Ordinal)])],
        Got =
            """
            {"items": [
              {"at": "2026-11-21T08:12:00+00:00", "type": "signal", "id": "019ab1c2-0000-7000-8000-000000000000", "kind": "guide.read", "subject": "guide:invite-your-team", "contact": "hana", "value": 240, "counts": true},
              {"at": "2026-11-20T23:00:00+00:00", "type": "touch", "id": "onboarding/…", "kind": "touch.skipped", "subject": "template:shall-we-help", "contact": "hana", "reason": "unsubscribed"}], "next": "MTc2…"}
            """,
    });

    static async Task<IResult> List(string account, AccountBook accounts, ContactBook contacts, TimelineBook timeline, HttpRequest request)
    {
        var asked = new Asked(request);
        var (limit, types) = (asked.Limit, asked.Several("types", Ranks.Keys));
        var after = asked.Text("after") is { } cursor ? Cursor.Place(cursor) ?? asked.Refuse<Place?>("after", Cursor.Wrong, null) : null;
        asked.Check();
        var id = (await accounts.Wanted(account)).Value.Id;
        var people = await People.Of(contacts, id);
        return Pages.Of(await timeline.Page(id, [.. types.SelectMany(type => Ranks[type])], after, limit + 1), limit, one => Body(one, people), one => Cursor.Of(one.Here));
    }

    static TimelineBody Body(Happening one, People people) => one switch
    {
        Happening.Signalled(var signal) => new(one.At, "signal", one.Id, signal.Kind, signal.Subject, people.Id(signal.MembershipId), signal.Value, signal.Properties, signal.Counts),
        Happening.Touched(var line, _) => new(one.At, "touch", one.Id, "touch." + Kebab.Of(line.State.ToString()), $"template:{line.Touch.Template}", people.Id(line.Touch.MembershipId), Reason: line.Reason is { } why ? Kebab.Of(why) : null),
        Happening.PlayOpened(var play) => new(one.At, "play", one.Id, "play.opened", play.Play is { } key ? $"play:{key}" : null, people.Id(play.MembershipId), Title: play.Title),
        Happening.PlayClosed(var play, _) => new(one.At, "play", one.Id, "play.closed", play.Play is { } key ? $"play:{key}" : null, people.Id(play.MembershipId), Title: play.Title, Reason: play.Outcome),
        Happening.Noted(var note) => new(one.At, "note", one.Id, note.Kind switch { "meeting" => "meeting.held", "ticket" => "ticket.opened", _ => "note.written" }, null, people.Id(note.MembershipId), Title: note.Title, Text: note.Body),
        Happening.Changed(var change, _) => new(one.At, "change", one.Id, change.Subject.Split(':')[0] + ".changed", change.Subject, Field: change.Field, From: change.Old?.Stored, To: change.New?.Stored),
        _ => throw new InvalidOperationException($"Nobody knows how to tell {one.GetType().Name}."),
    };
}

static class Kebab
{
    /// <summary>QuietHours → quiet-hours: names of code as words of the API.</summary>
    public static string Of(string name) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
