using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Journeys;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Mail;
using CsEngage.Store;
using CsEngage.Store.Content;
using CsEngage.Store.Touches;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Touches;

/// <summary>What a portal asks for next is in mails too.</summary>
public sealed class NextStepTests
{
    // A Tuesday, 10:00 in Tokyo.
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static async Task<RenderedMail> Written(House house, Account account, Membership membership, string body)
    {
        var (set, desk) = (await house.Get<Authored>().Current(), house.Get<TouchDesk>());
        var origin = (await house.Touches(account))[0].Touch;
        var touch = origin with { MembershipId = membership.Id };
        var line = (await house.Touches(account))[0] with { Touch = touch };
        var (_, to) = await desk.Situation(line, set, house.Now);
        var template = MailTemplate.Compile(new TemplateText("mine", "en", "Next: {{ next.title | default: \"nothing\" }}", "", "standard", "onboarding", body));
        return new Letter(set, await house.Get<EngineSecrets>().Tokens(), house.Get<EngineOptions>()).Render(touch, await desk.With(template, to, set, house.Now), house.Now);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_mail_names_what_the_portal_asks_for_next_with_its_reason_minutes_and_address(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start);
        var (account, hana) = await house.Customer("kaede");
        await house.Settle();
        await house.Signal(account, null, "workspace.created");
        await house.Settle();
        const string Body = "{{ next.title }} / {{ next.reason }} / {{ next.minutes | default: \"any\" }} / [go]({{ next.url }})";

        // Tasks come first; each leads to its place in the plan.
        var step = await Done(house, account, hana, async (step, task) =>
        {
            var asked = await Written(house, account, hana, Body);
            asked.Subject.ShouldBe($"Next: {step.Journey!.TaskOf(task)!.Title.In("en")}");
            asked.Text.ShouldContain($"https://success.example/p/kaede/plan?journey=onboarding#task-{task.Checkpoint}-{task.Key}");
        });

        var mail = await Written(house, account, hana, Body);
        var guide = step.Guide!.Shown;
        mail.Subject.ShouldBe($"Next: {guide.Title}");
        mail.Text.ShouldContain($"https://success.example/p/kaede/guides/{guide.Slug}");
        mail.Text.ShouldContain($"/ {step.Minutes} /");
    }

    /// <summary>Does the tasks that are asked for, each after a look at it; the answer is what is asked next, a guide.</summary>
    static async Task<NextStep> Done(House house, Account account, Membership member, Func<NextStep, GivenTask, Task> look)
    {
        var (set, portal) = (await house.Get<Authored>().Current(), (await house.Get<PortalBook>().Of(account.Id))[0]);
        async Task<NextStep> Next() => (await house.Get<NextSteps>().Of(set, account, member, portal, "en", house.Now)).ShouldNotBeNull();
        var step = await Next();
        for (var n = 0; step.Card.Task is { } task; n++, step = await Next())
        {
            n.ShouldBeLessThan(10);
            await look(step, task);
            await house.Signal(account, member.Id, "task.done", task.Subject("onboarding"));
        }
        return step;
    }

    [Fact]
    public async Task A_title_that_reads_what_is_next_is_written_with_its_default_for_it_is_next_itself()
    {
        await using var house = await House.Open(Dialect.Sqlite, Start);
        var (account, hana) = await house.Customer("hagi");
        await house.Settle();
        await house.Signal(account, null, "workspace.created");
        await house.Settle();
        var guide = (await Done(house, account, hana, (_, _) => Task.CompletedTask)).Guide!;
        var shelf = house.Get<ContentShelf>();
        var draft = (await shelf.Draft(guide.Item.Id, "en"))!;
        draft = (await shelf.SaveDraft(draft with { Title = "Go on with {{ next.title | default: \"this\" }}, {{ contact.given_name }}" }))!;
        await shelf.Publish(draft.ItemId, "en", draft.Version, new PublishedText("", []), "test", house.Now);
        // It may come late by itself.
        house.Get<WakeUp>().Raise("content");
        (await Written(house, account, hana, "Hello.")).Subject.ShouldBe("Next: Go on with this, Hana");
    }

    [Fact]
    public async Task A_mail_may_list_the_stages_of_its_journey()
    {
        await using var house = await House.Open(Dialect.Sqlite, Start);
        var (account, hana) = await house.Customer("sumire");
        await house.Settle();
        var mail = await Written(house, account, hana, "{% for stage in journey.stages %}{% for checkpoint in stage.checkpoints %}{{ checkpoint.title }} is {{ checkpoint.state }} · {% endfor %}{% endfor %}");
        var journey = (await house.Get<Authored>().Current()).Journeys["onboarding"];
        mail.Text.ShouldContain($"{journey.Checkpoints[0].Title.In("en")} is open");
        mail.Text.ShouldContain($"{journey.Checkpoints[1].Title.In("en")} is ");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_is_nudged_reads_what_is_next(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start);
        var (account, _) = await house.Customer("nagi");
        await house.Settle();
        await house.Signal(account, null, "workspace.created");
        await house.Pass(TimeSpan.FromDays(30));
        (await house.Touches(account)).ShouldContain(line => line.Touch.Template == "shall-we-help" && line.State == TouchState.Sent);
        (await house.Mails()).Select(mail => ReceivedMessage.Parse(mail.Message.AsMemory()).Text!).ShouldContain(text => text.Contains("The next thing on your list would be", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("next.title", true)]
    [InlineData("journey.title", true)]
    [InlineData("checkpoint.title", false)]
    public void Guides_may_read_what_is_next_and_their_readers_journey(string path, bool may)
    {
        TemplateModel.IsElsewhere(path, inMail: false).ShouldBe(!may);
        TemplateModel.MayBeMissing(path, inMail: false).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{{ next.title }}", true)]
    [InlineData("{% for stage in journey.stages %}{{ stage.title }}{% endfor %}", true)]
    [InlineData("## Hello {{ journey.title }}", true)]
    [InlineData("{{ contact.name }}", false)]
    public void A_text_says_whether_it_speaks_of_its_readers_way(string text, bool does) => Body.Compile(text).ReadsWay.ShouldBe(does);
}
