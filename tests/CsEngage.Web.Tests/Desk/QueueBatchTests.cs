using CsEngage.Core;
using CsEngage.Store.People;
using CsEngage.Store.Plays;
using CsEngage.Web.Desk;
using static CsEngage.Web.Tests.Desk.DeskHouse;

namespace CsEngage.Web.Tests.Desk;

[Collection("desk")]
public sealed class QueueBatchTests(DeskHouse house)
{
    async Task<string> Opened(Guid account, string id, Guid? assignee = null)
    {
        await house.Get<PlayBook>().Open(new NewPlay(id, null, account, null, house.Now.AddDays(-1), house.Now.AddDays(30), Cause.Of("staff", "test"), null, ByRule: false, assignee, Title: id));
        return id;
    }

    async Task<Guid> Staff(string name) => (await house.Get<StaffList>().FindByAddress($"{name}@operator.example"))!.Value;

    async Task<Guid?> Whose(Guid account, string id) => (await house.Get<PlayBook>().Find(account, id))!.Assignee;

    static string Steps(string page) => page[(page.IndexOf("name=\"steps\" value=\"", StringComparison.Ordinal) + 20)..].Split('"')[0];

    [Fact]
    public async Task Plays_of_several_accounts_go_to_a_colleague_and_come_back()
    {
        var (csm, other) = (await Staff("csm"), await Staff("other"));
        var (first, second) = (await Opened(house.Contoso, "batch-pass-1"), await Opened(house.Tailspin, "batch-pass-2"));
        using var client = await house.As("csm");
        var desk = await client.GetStringAsync("/desk");
        desk.ShouldContain("id=\"batch\"");
        using (await client.PostAsync("/desk?handler=Batch", Form(desk, ("act", "Pass"), ("to", other.ToString("D")), ("accounts", house.Contoso.ToString("D")), ("accounts", house.Tailspin.ToString("D"))))) { }
        (await Whose(house.Contoso, first)).ShouldBe(other);
        (await Whose(house.Tailspin, second)).ShouldBe(other);

        var after = await client.GetStringAsync("/desk");
        after.ShouldContain("Clara Winter");
        // What was done is sealed: nobody else can bring it, and nobody can write it.
        using var colleague = await house.As("other");
        using (await colleague.PostAsync("/desk?handler=Undo", Form(await colleague.GetStringAsync("/desk"), ("steps", Steps(after))))) { }
        (await Whose(house.Contoso, first)).ShouldBe(other);
        using (await client.PostAsync("/desk?handler=Undo", Form(after, ("steps", Steps(after))))) { }
        (await Whose(house.Contoso, first)).ShouldBe(csm);
        (await Whose(house.Tailspin, second)).ShouldBe(csm);
        foreach (var (account, id) in new[] { (house.Contoso, first), (house.Tailspin, second) }) await house.Get<PlayBook>().Close(account, id, new PlayClosing("done", null, csm, null, house.Now));
    }

    [Fact]
    public async Task Ones_own_plays_end_well_and_open_again_and_those_of_others_stay()
    {
        var other = await Staff("other");
        var (mine, theirs) = (await Opened(house.Contoso, "batch-mine"), await Opened(house.Contoso, "batch-theirs", other));
        using var client = await house.As("csm");
        using (await client.PostAsync("/desk?handler=Batch", Form(await client.GetStringAsync("/desk"), ("act", "Done"), ("accounts", house.Contoso.ToString("D"))))) { }
        (await house.Get<PlayBook>().Find(house.Contoso, mine))!.Outcome.ShouldBe("done");
        (await house.Get<PlayBook>().Find(house.Contoso, theirs))!.ClosedAt.ShouldBeNull();
        var after = await client.GetStringAsync("/desk");
        using (await client.PostAsync("/desk?handler=Undo", Form(after, ("steps", Steps(after))))) { }
        (await house.Get<PlayBook>().Find(house.Contoso, mine))!.ClosedAt.ShouldBeNull();
        foreach (var id in new[] { mine, theirs }) await house.Get<PlayBook>().Close(house.Contoso, id, new PlayClosing("done", null, other, null, house.Now));
    }

    [Fact]
    public async Task Later_asks_for_a_reason_and_can_be_taken_back()
    {
        var csm = await Staff("csm");
        using var client = await house.As("csm");
        var desk = await client.GetStringAsync("/desk");
        using (await client.PostAsync("/desk?handler=Batch", Form(desk, ("act", "Later"), ("days", "3"), ("accounts", house.Tailspin.ToString("D"))))) { }
        (await house.Get<SnoozeBook>().Of(csm, house.Now)).ShouldNotContain(snooze => snooze.AccountId == house.Tailspin);
        using (await client.PostAsync("/desk?handler=Batch", Form(desk, ("act", "Later"), ("days", "3"), ("reason", "on leave"), ("accounts", house.Tailspin.ToString("D"))))) { }
        (await house.Get<SnoozeBook>().Of(csm, house.Now)).ShouldContain(snooze => snooze.AccountId == house.Tailspin && snooze.Reason == "on leave");
        var after = await client.GetStringAsync("/desk");
        using (await client.PostAsync("/desk?handler=Undo", Form(after, ("steps", Steps(after))))) { }
        (await house.Get<SnoozeBook>().Of(csm, house.Now)).ShouldNotContain(snooze => snooze.AccountId == house.Tailspin);
    }

    [Fact]
    public async Task What_could_not_be_done_is_not_told_as_done()
    {
        using var client = await house.As("csm");
        using (await client.PostAsync("/desk?handler=Batch", Form(await client.GetStringAsync("/desk"), ("act", "Done")))) { }
        var after = await client.GetStringAsync("/desk");
        after.ShouldContain("notice notice-warn");
        after.ShouldNotContain("notice notice-good");
    }
}
