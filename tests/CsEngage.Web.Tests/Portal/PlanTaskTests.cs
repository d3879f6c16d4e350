using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;
using CsEngage.Store.Journeys;
using CsEngage.Store.Signals;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

/// <summary>Tasks are where their checkpoint is, and ticked there by those who are asked.</summary>
[Collection("house")]
public sealed class PlanTaskTests(WebHouse house)
{
    const string Json = """
        {
          "key": "reports", "title": {"en": "Reports", "ja": "レポート"}, "participant": "account", "entry": "account.lifecycle = \"reports\"", "reentry": "never",
          "stages": [{"key": "first", "title": {"en": "First", "ja": "はじめに"}, "checkpoints": [
            {"key": "readers-known", "title": {"en": "Readers known", "ja": "読む人がわかる"}, "side": "customer", "opens": {"at": "start"}, "due": {"days": 5, "from": "start"},
             "evidence": "count \"report.created\" >= 1",
             "tasks": [
               {"key": "list", "title": {"en": "Write down who reads", "ja": "読む人を書き出す"}, "assignee": "any-contact", "kind": "tick"},
               {"key": "sheet", "title": {"en": "Fill in the sheet", "ja": "シートに記入する"}, "assignee": "each-contact", "kind": "link", "url": "https://sheet.example/one"},
               {"key": "approve", "title": {"en": "Approve", "ja": "承認する"}, "assignee": "role:sponsor", "kind": "tick"}]}]}]
        }
        """;
    const string List = "#task-readers-known-list";

    [Fact]
    public async Task The_card_leads_to_a_task_that_is_ticked_and_taken_back_in_the_plan()
    {
        var (member, browser) = await Asked("tasks-t1", "en");
        await browser.Open("/p/tasks-t1");
        browser.Page.QuerySelector(".next h2")!.TextContent.ShouldBe("Write down who reads");
        browser.Page.QuerySelector(".next a.button")!.GetAttribute("href").ShouldBe($"/p/tasks-t1/plan?journey=reports{List}");

        await browser.Open("/p/tasks-t1/plan?journey=reports");
        browser.Page.QuerySelector($"{List} strong")!.TextContent.ShouldBe("Write down who reads");
        browser.Page.QuerySelector("#task-readers-known-sheet a")!.GetAttribute("href").ShouldBe("https://sheet.example/one");
        browser.Page.QuerySelector("#task-readers-known-approve").ShouldBeNull();

        await browser.Submit($"{List} form", ("done", "true"));
        browser.Location.ShouldBe($"/p/tasks-t1/plan?journey=reports{List}");
        (await Ticks(member)).ShouldBe(["task.done task:reports/readers-known/list"]);
        await browser.Open("/p/tasks-t1/plan");
        browser.Page.QuerySelector($"{List}.is-done").ShouldNotBeNull();
        await browser.Open("/p/tasks-t1");
        browser.Page.QuerySelector(".next h2")!.TextContent.ShouldBe("Fill in the sheet");

        house.Get<TestClock>().MoveTo(house.Get<TestClock>().GetUtcNow().AddMinutes(1));
        await browser.Open("/p/tasks-t1/plan");
        await browser.Submit($"{List} form", ("done", "false"));
        (await Ticks(member)).ShouldBe(["task.done task:reports/readers-known/list", "task.undone task:reports/readers-known/list"], ignoreOrder: true);
        await browser.Open("/p/tasks-t1/plan");
        browser.Page.QuerySelector($"{List}.is-done").ShouldBeNull();
    }

    [Fact]
    public async Task A_task_of_others_cannot_be_ticked_and_a_form_sent_twice_counts_once()
    {
        var (member, browser) = await Asked("tasks-t2", "ja");
        await browser.Open("/p/tasks-t2/plan");
        browser.Page.QuerySelector($"{List} strong")!.TextContent.ShouldBe("読む人を書き出す");
        var token = browser.Page.QuerySelector($"{List} input[name=form_token]")!.GetAttribute("value")!;
        async Task Tick(string task) =>
            await browser.Post("/p/tasks-t2/plan/task", ("form_token", token), ("journey", "reports"), ("checkpoint", "readers-known"), ("task", task), ("done", "true"));

        await Tick("approve");
        browser.Status.ShouldBe(404);
        await Tick("nothing");
        browser.Status.ShouldBe(404);
        (await Ticks(member)).ShouldBeEmpty();
        await Tick("list");
        await Tick("list");
        browser.Status.ShouldBe(302);
        (await Ticks(member)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_home_lists_what_is_due_first_and_marks_what_is_overdue()
    {
        await house.Get<DefinitionShelf>().Put("blueprint", "todo", LocalizedText.Of("To do"), """
            {"key":"todo","guides":[],"navigation":[],"journeys":[],"pages":[{"key":"home","title":{"en":"Home"},"blocks":[{"id":"todo","kind":"checklist"}]}]}
            """, "test", house.Get<TimeProvider>().GetUtcNow());
        var dated = Json.Replace("""sheet.example/one"}""", """sheet.example/one", "due": "2d"}""", StringComparison.Ordinal).Replace("""{"days": 5,""", """{"days": 60,""", StringComparison.Ordinal);
        var (_, browser) = await Asked("tasks-t3", "en", dated, "todo", house.Get<TimeProvider>().GetUtcNow().AddDays(-20));
        await browser.Open("/p/tasks-t3");
        browser.Page.QuerySelectorAll(".links a").Select(link => link.TextContent).ShouldBe(["Fill in the sheet", "Write down who reads"]);
        browser.Page.QuerySelectorAll(".links .tag-warn").Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_due_day_is_the_last_one_in_time_and_what_led_to_a_reached_checkpoint_is_not_asked_for()
    {
        await house.Get<DefinitionShelf>().Put("blueprint", "todo", LocalizedText.Of("To do"), """
            {"key":"todo","guides":[],"navigation":[],"journeys":[],"pages":[{"key":"home","title":{"en":"Home"},"blocks":[{"id":"todo","kind":"checklist"}]}]}
            """, "test", house.Get<TimeProvider>().GetUtcNow());
        var (member, browser) = await Asked("tasks-t4", "en", blueprint: "todo");
        var account = member.Membership.AccountId;
        var loaded = (await house.Get<EnrollmentBook>().Of(account)).ShouldHaveSingleItem();
        var tokyo = Calendar.Of("Asia/Tokyo", "JP");
        var told = $"Due {tokyo.DateOf(loaded.Enrollment.Find("readers-known")!.DueAt!.Value).AddDays(-1):d MMMM}";
        await browser.Open("/p/tasks-t4/plan");
        browser.Page.QuerySelector(".plan-when")!.TextContent.ShouldContain(told);
        browser.Page.QuerySelector($"{List} .quiet")!.TextContent.ShouldContain(told);
        await browser.Open("/p/tasks-t4");
        browser.Page.QuerySelector(".links a")!.TextContent.ShouldBe("Write down who reads");

        var reached = loaded.Enrollment with { Checkpoints = loaded.Enrollment.Checkpoints.SetItem("readers-known", loaded.Enrollment.Find("readers-known")! with { ReachedAt = house.Get<TimeProvider>().GetUtcNow() }) };
        (await house.Get<EnrollmentBook>().Save(new(reached, [], null), loaded.Version, house.Get<TimeProvider>().GetUtcNow())).ShouldBeTrue();
        await browser.Open("/p/tasks-t4");
        browser.Page.QuerySelector(".links a").ShouldBeNull();
        await browser.Open("/p/tasks-t4/plan");
        browser.Page.QuerySelector($"{List} form").ShouldBeNull();
    }

    async Task<(Member, Browser)> Asked(string slug, string locale, string json = Json, string blueprint = "plain", DateTimeOffset? since = null)
    {
        var now = since ?? house.Get<TimeProvider>().GetUtcNow();
        var member = await house.AddAccount(slug, slug, $"who@{slug}.example", "Who", "Ever", now, blueprint);
        var account = member.Membership.AccountId;
        var version = await house.Get<DefinitionShelf>().Put("journey", "reports", LocalizedText.Of("Reports"), json, "test", now);
        var journey = Journey.Parse(json) with { Version = version.Number };
        var started = journey.Enter(Guid.CreateVersion7(), account, null, 1, now, "salt");
        (await house.Get<EnrollmentBook>().Save(started, 0, now)).ShouldBeTrue();
        var facts = Facts.Of((await house.Get<FactShelf>().Load(account, null, now))!);
        (await house.Get<EnrollmentBook>().Save(journey.Advance(started.Enrollment, facts, now, Calendars.Same(Calendar.Of("Asia/Tokyo", "JP"))), 1, now)).ShouldBeTrue();
        // Signals have no parts of a millisecond: at the very instant of the entry a tick would lie before it.
        house.Get<TestClock>().MoveTo(house.Get<TestClock>().GetUtcNow().AddMinutes(1));
        var browser = await house.As(member);
        browser.Cookies["language"] = locale;
        return (member, browser);
    }

    async Task<List<string>> Ticks(Member member) =>
        [.. (await house.Get<SignalLog>().Recent(member.Membership.AccountId, 50)).Where(signal => signal.Counts && signal.Kind.StartsWith("task.", StringComparison.Ordinal)).Select(signal => $"{signal.Kind} {signal.Subject}")];
}
