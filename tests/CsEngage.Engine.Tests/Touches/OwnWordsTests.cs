using CsEngage.Core;
using CsEngage.Mail;
using CsEngage.Store;
using CsEngage.Store.Touches;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Touches;

public sealed class OwnWordsTests
{
    // A Tuesday, 10:00 in Tokyo.
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_somebody_wrote_is_what_goes_out_once_with_a_link_into_the_portal_and_a_way_to_leave(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start);
        var (account, membership) = await house.Customer("aoba");
        await house.Settle();
        var touch = new Touch(TouchId.Desk(Guid.CreateVersion7(), membership.Id), account.Id, membership.Id, "mail", OwnWords.Template, null, house.Now, AsCsm: true, null, LateSending.Default, null, IsGhost: false, null, LowPriority: false, Cause.Of("staff", "test"));
        var words = new OwnWords("en", "onboarding", "letter", "For {{ contact.given_name }}", "Hello {{ contact.greeting_name }},\n\n**[Your first report](guide:first-report)** <script>alert(1)</script>", "first-report");
        var book = house.Get<TouchBook>();
        (await book.Plan(touch, house.Now, words.ToPayload())).ShouldBeTrue();
        (await book.Plan(touch, house.Now, words.ToPayload())).ShouldBeFalse();
        // Whatever cap or night lies in between.
        await house.Pass(TimeSpan.FromDays(5));

        (await book.Find(account.Id, touch.Id))!.State.ShouldBe(TouchState.Sent);
        var mail = (await house.Mails()).Select(one => ReceivedMessage.Parse(one.Message.AsMemory())).Where(one => one.Subject == "For Hana").ShouldHaveSingleItem();
        mail.Html.ShouldNotBeNull().ShouldContain("Hello Hana,");
        mail.Html.ShouldNotContain("<script>");
        mail.Text.ShouldNotBeNull().ShouldContain("/p/aoba/guides/");
        mail.Text.ShouldContain("/u/");
    }
}
