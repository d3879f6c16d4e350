using CsEngage.Engine.Content;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;

namespace CsEngage.Engine.Tests.Touches;

public sealed class MailTemplateTests
{
    static readonly LiquidMap Model = LiquidMap.Of(
        ("contact", LiquidMap.Of(("greeting_name", "佐藤様"))), ("account", LiquidMap.Of(("name", "青葉商事"))), ("portal", LiquidMap.Of(("url", "https://c.example/p/aoba"))),
        ("operator", LiquidMap.Of(("name", "Hakaria"), ("legal_name", "Hakaria, Inc."), ("address", "Tokyo"))),
        ("unsubscribe_url", "https://c.example/u/t"), ("preferences_url", "https://c.example/preferences/t"));

    static readonly LiquidRenderOptions Options = EngageLiquid.For(new Surroundings(), TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch, LiquidOutputMode.Html, LiquidMissing.Nil);

    static TemplateText Text(string body, string? topic = "onboarding", string locale = "en", string layout = "standard") => new("welcome", locale, "Hello {{ contact.greeting_name }}", "One step", layout, topic, body);

    [Theory]
    [InlineData("standard")]
    [InlineData("letter")]
    public void A_mail_has_subject_html_text_sender_and_ways_to_leave(string layout)
    {
        var mail = MailTemplate.Compile(Text("Dear {{ contact.greeting_name }}\n\n**[Open]({{ portal.url }}/plan)**", layout: layout), new CsEngage.Mail.Html.MailLook { Name = "Hakaria" }).Render(Model, Options);
        mail.Subject.ShouldBe("Hello 佐藤様");
        mail.Html.ShouldContain("Dear 佐藤様");
        mail.Html.ShouldContain("href=\"https://c.example/p/aoba/plan\"");
        mail.Html.ShouldContain("https://c.example/u/t");
        mail.Html.ShouldContain("Hakaria, Inc. · Tokyo");
        mail.Html.ShouldContain("style=\"");
        mail.Html.ShouldNotContain("{{");
        mail.Text.ShouldContain("Open (https://c.example/p/aoba/plan)");
        mail.Text.ShouldContain("Unsubscribe: https://c.example/u/t");
        mail.Text.ShouldNotContain("<");
    }

    [Fact]
    public void Without_a_preheader_a_list_of_mails_shows_the_first_words_and_no_padding()
    {
        MailTemplate.Compile(Text("First words")).Render(Model, Options).Html.ShouldContain("ce-preheader\" aria-hidden");
        MailTemplate.Compile(Text("First words") with { Preheader = "" }).Render(Model, Options).Html.ShouldNotContain("ce-preheader\" aria-hidden");
    }

    [Fact]
    public void A_transactional_mail_has_no_way_to_leave()
    {
        var mail = MailTemplate.Compile(Text("Sign in", topic: null, locale: "ja")).Render(Model, Options);
        mail.Html.ShouldNotContain("https://c.example/u/t");
        mail.Text.ShouldContain("お手続き");
    }

    [Fact]
    public void A_subject_is_one_line() =>
        MailTemplate.Compile(Text("x") with { Subject = "{{ contact.greeting_name }}\n\tthere" }).Render(Model, Options).Subject.ShouldBe("佐藤様 there");

    [Fact]
    public void A_missing_value_blocks() =>
        Should.Throw<LiquidException>(() => MailTemplate.Compile(Text("{{ csm.name }}")).Render(Model, Options));
}
