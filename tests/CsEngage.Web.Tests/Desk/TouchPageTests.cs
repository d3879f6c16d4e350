using System.Net;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;

namespace CsEngage.Web.Tests.Desk;

[Collection("desk")]
public sealed class TouchPageTests(DeskHouse house)
{
    string Here => $"/desk/accounts/{house.Northwind}/touch";

    string Ada => house.People["Northwind/Ada"].ToString();

    string Eva => house.People["Northwind/Eva"].ToString();

    static string Text(string page) => WebUtility.HtmlDecode(page);

    static string Sending(string page) => page.Split("name=\"sending\" value=\"")[1].Split('"')[0];

    async Task<string> Posted(HttpClient client, string page, string handler, params (string, string)[] fields)
    {
        using var answer = await client.PostAsync(Here + (handler.Length > 0 ? "?handler=" + handler : ""), DeskHouse.Form(page, [("sending", Sending(page)), .. fields]));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return Text(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_guide_goes_with_a_note_and_a_link_into_the_portal_and_a_form_sent_twice_sends_once()
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync($"{Here}?with=guide&to={Ada}");
        (string, string)[] guide = [("with", "guide"), ("to", Ada), ("guide", "first-report"), ("note", "As promised: **ten minutes**."), ("topic", "onboarding"), ("asCsm", "true")];
        var seen = await Posted(csm, page, "Look", guide);
        seen.ShouldContain("A guide for you: ");
        seen.ShouldMatch("Goes out (at once|[A-Z][a-z]{2} )");
        seen.ShouldContain("Send to Ada Okafor");

        var mail = await Posted(csm, page, "Mail&who=" + Ada, guide);
        mail.ShouldContain("<strong>ten minutes</strong>");
        mail.ShouldContain("Ada");
        var text = seen.Split("class=\"mail-text\">")[1].Split("</pre>")[0];
        text.ShouldContain("/p/northwind/guides/");

        var touches = house.Get<TouchBook>();
        for (var press = 0; press < 2; press++)
        {
            using var sent = await csm.PostAsync(Here, DeskHouse.Form(page, [("sending", Sending(page)), .. guide]));
            sent.Headers.Location!.ToString().ShouldBe($"/desk/accounts/{house.Northwind}?tab=story&show=touches");
        }
        var line = (await touches.Of(house.Northwind)).Where(touch => touch.Touch.Id == TouchId.Desk(Guid.Parse(Sending(page)), Guid.Parse(Ada))).ShouldHaveSingleItem();
        (line.State, line.Touch.Template, line.Touch.AsCsm).ShouldBe((TouchState.Pending, OwnWords.Template, true));
        OwnWords.Of(line.Payload)!.Guide.ShouldBe("first-report");
        (await house.Get<SignalLog>().Recent(house.Northwind, 50)).Where(signal => signal.Kind == "touch.planned" && signal.Subject == $"touch:{line.Touch.Id}").ShouldHaveSingleItem().Properties!["guide"].ShouldBe("first-report");
        var story = Text(await csm.GetStringAsync($"/desk/accounts/{house.Northwind}?tab=story&show=touches"));
        story.ShouldContain("A guide for you: ");
    }

    [Fact]
    public async Task A_mail_begins_with_a_template_is_changed_and_goes_in_those_words()
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync($"{Here}?with=mail&to={Ada}&template=shall-we-help");
        var body = Text(page).Split("mail-body")[1].Split('>', 2)[1].Split("</textarea>")[0];
        // What a CSM goes on from is what the contact would read, not how its author wrote it.
        body.ShouldStartWith("Hello Ada,");
        body.ShouldNotContain("{{");
        body.ShouldNotContain("{%");
        body.ShouldContain("**[Open your plan](");
        (string, string)[] mail = [("with", "mail"), ("to", Ada), ("template", "shall-we-help"), ("language", "en"), ("subject", "One thing, {{ contact.greeting_name }}"), ("body", "Hello,\r\n\r\nshall we **talk** on Friday?"), ("topic", "onboarding"), ("asCsm", "true")];
        var seen = await Posted(csm, page, "Look", mail);
        seen.ShouldContain("One thing, Ada");
        using var sent = await csm.PostAsync(Here, DeskHouse.Form(page, [("sending", Sending(page)), .. mail]));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var line = (await house.Get<TouchBook>().Find(house.Northwind, TouchId.Desk(Guid.Parse(Sending(page)), Guid.Parse(Ada))))!;
        line.Touch.Template.ShouldBe("shall-we-help");
        OwnWords.Of(line.Payload)!.Body.ShouldContain("shall we **talk** on Friday?");
    }

    [Fact]
    public async Task For_several_contacts_what_is_each_ones_own_stays_a_value()
    {
        using var csm = await house.As("csm");
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await csm.GetStringAsync($"{Here}?with=mail&to={Ada}&to={Eva}&template=shall-we-help&language=en"));
        var body = page.QuerySelector("#body")!.TextContent;
        body.ShouldStartWith("Hello {{ contact.greeting_name }},");
        body.ShouldContain("佐藤 悠希");
        body.ShouldNotContain("{%");
    }

    [Fact]
    public async Task A_template_that_nobody_changed_stays_one()
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync($"{Here}?with=mail&to={Ada}&template=welcome");
        var read = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page);
        var (subject, body) = (read.QuerySelector("#subject")!.GetAttribute("value")!, read.QuerySelector("#body")!.TextContent);
        var topic = read.QuerySelector("#topic option[selected]")!.GetAttribute("value")!;
        using var sent = await csm.PostAsync(Here, DeskHouse.Form(page, ("sending", Sending(page)), ("with", "mail"), ("to", Ada), ("template", "welcome"), ("language", "en"), ("subject", subject), ("body", body.ReplaceLineEndings("\r\n")), ("topic", topic), ("asCsm", "true")));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var line = (await house.Get<TouchBook>().Find(house.Northwind, TouchId.Desk(Guid.Parse(Sending(page)), Guid.Parse(Ada))))!;
        (line.Touch.Template, line.Payload).ShouldBe(("welcome", null));
    }

    [Fact]
    public async Task What_does_not_go_out_says_why_before_it_is_queued()
    {
        var member = (await house.Get<ContactBook>().Member(Guid.Parse(Eva)))!;
        await house.Get<ConsentLedger>().Record(new ConsentAct(Guid.CreateVersion7(), member.Contact.Id, "reviews", "mail", Given: false, "contract", null, "portal", house.Now, null));
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync($"{Here}?with=guide&to={Eva}");
        var seen = await Posted(csm, page, "Look", ("with", "guide"), ("to", Eva), ("guide", "first-report"), ("topic", "reviews"), ("asCsm", "true"));
        seen.ShouldContain("Does not go out: Unsubscribed from the topic");
    }

    [Fact]
    public async Task Whoever_may_send_is_told_what_can_be_written_and_what_is_wrong_while_typing()
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync($"{Here}?with=mail&to={Ada}");
        page.ShouldContain("data-editor=\"markdown\"");
        (await csm.GetStringAsync($"{Here}?handler=Language&locale=en")).ShouldContain("contact.greeting_name");
        var faults = await Posted(csm, page, "Check", ("with", "mail"), ("to", Ada), ("subject", "For {{ contact.nmae }}"), ("body", "Hello {contact.name}"));
        faults.ShouldContain("\"field\":\"subject\"");
        faults.ShouldContain("\"isWarning\":true");

        using var author = await house.As("author");
        using var refused = await author.GetAsync($"{Here}?handler=Language&locale=en");
        refused.StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", "Hello", "Write a subject.")]
    [InlineData("Hello", "", "Write the mail.")]
    [InlineData("Hello", "{{ contact.nmae }}", "contact.nmae")]
    [InlineData("Hello", "{% if %}", "The words cannot be read")]
    public async Task What_is_wrong_with_a_mail_is_said_and_nothing_of_it_is_lost(string subject, string body, string said)
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync($"{Here}?with=mail&to={Ada}");
        var seen = await Posted(csm, page, "", ("with", "mail"), ("to", Ada), ("language", "en"), ("subject", subject), ("body", body), ("topic", "onboarding"), ("asCsm", "true"));
        seen.ShouldContain(said);
        if (body.Length > 0) seen.ShouldContain(body);
        (await house.Get<TouchBook>().Find(house.Northwind, TouchId.Desk(Guid.Parse(Sending(page)), Guid.Parse(Ada)))).ShouldBeNull();
    }
}
