using CsEngage.Mail.Html;

namespace CsEngage.Mail.Tests.Html;

public sealed class MailFrameTests
{
    const string Body = "<h1>はじめてのレポート</h1><p>佐藤様、<strong>次の手順</strong>です。</p><ul><li>招待する</li><li>設定する<ol start=\"3\"><li>三</li><li>四</li></ol></li></ul><p><a class=\"button\" href=\"https://engage.example.com/c/1\">レポートを開く</a></p><blockquote><p>引用</p></blockquote>";
    const string Footer = "<p>Example KK, Tokyo. <a href=\"https://engage.example.com/u/1\">配信停止</a></p>";
    static readonly MailLook Look = new() { Name = "Example", LogoUrl = new("https://engage.example.com/media/logo.png"), Accent = "#0a7d4b" };

    static MailPair Built(MailLayout layout = MailLayout.Card) => MailFrame.Build(new("ja", "件名 <b>", Body, Footer, "三つの手順 & more", layout), Look);

    [Fact]
    public void The_frame_names_its_language_and_both_colour_schemes()
    {
        var html = Built().Html;
        html.ShouldContain("<html lang=\"ja\"");
        html.ShouldContain("<meta name=\"color-scheme\" content=\"light dark\">");
        html.ShouldContain("@media (prefers-color-scheme:dark)");
        html.ShouldContain("<title>件名 &lt;b&gt;</title>");
        html.ShouldContain("三つの手順 &amp; more");
    }

    [Fact]
    public void Styles_stand_in_the_elements_where_no_client_drops_them()
    {
        var html = Built().Html;
        html.ShouldContain("<p style=\"margin:0 0 16px 0\">佐藤様");
        html.ShouldContain("<h1 style=\"margin:0 0 16px 0;font-size:24px");
        html.ShouldNotContain("class=\"button\"");
    }

    [Fact]
    public void A_lone_link_of_class_button_becomes_a_cell_that_Outlook_draws() =>
        Built().Html.ShouldContain("<td class=\"ce-press\" bgcolor=\"#0a7d4b\"");

    [Theory]
    [InlineData(MailLayout.Card)]
    [InlineData(MailLayout.Letter)]
    [InlineData(MailLayout.Band)]
    public void The_shipped_frames_have_no_flaw_of_their_own(MailLayout layout) => Built(layout).Flaws.ShouldBeEmpty();

    [Fact]
    public void The_text_part_reads_like_a_letter() => Built().Text.ShouldBe(
        """
        はじめてのレポート
        ==================

        佐藤様、次の手順です。

        - 招待する
        - 設定する
          3. 三
          4. 四

        レポートを開く <https://engage.example.com/c/1>

        > 引用

        -- 
        Example KK, Tokyo. 配信停止 <https://engage.example.com/u/1>

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void Tokens_of_templates_come_out_as_they_went_in()
    {
        const string body = "<p>{{ contact.greeting_name }} {% if a > 1 %}<a href=\"{{ next.url }}\">{{ next.title | upcase }}</a>{% endif %}</p>";
        var html = MailFrame.Build(new("en", "s", body, ""), Look).Html;
        html.ShouldContain("{{ contact.greeting_name }} {% if a > 1 %}<a href=\"{{ next.url }}\" style=");
        html.ShouldContain("{{ next.title | upcase }}</a>{% endif %}");
    }

    [Theory]
    [InlineData("red")]
    [InlineData("#fff")]
    [InlineData("#ffffff;background:url(x)")]
    public void Colours_are_colours(string value) => Should.Throw<FormatException>(() => new MailLook { Accent = value });
}

public sealed class CssInlinerTests
{
    [Theory]
    [InlineData("<style>p{color:red}</style><p>a</p>", "<p style=\"color:red\">a</p>")]
    [InlineData("<style>.x{color:red} p{color:blue}</style><p class=x>a</p>", "<p class=\"x\" style=\"color:red\">a</p>")]
    [InlineData("<style>#i{color:red} .x{color:blue}</style><p id=i class=x>a</p>", "<p id=\"i\" class=\"x\" style=\"color:red\">a</p>")]
    [InlineData("<style>p{color:red;margin:0}</style><p style=\"color:green\">a</p>", "<p style=\"margin:0;color:green\">a</p>")]
    [InlineData("<style>p{color:red!important}</style><p style=\"color:green\">a</p>", "<p style=\"color:red!important\">a</p>")]
    [InlineData("<style>div > p{color:red}</style><div><p>a</p><b><p>c</p></b></div>", "<div><p style=\"color:red\">a</p><b><p>c</p></b></div>")]
    [InlineData("<style>ul li:first-child{color:red}</style><ul><li>a<li>b</ul>", "<ul><li style=\"color:red\">a</li><li>b</li></ul>")]
    [InlineData("<style>a:hover{color:red}</style><a>a</a>", "<style>\na:hover{color:red}\n</style><a>a</a>")]
    [InlineData("<style>@media (x){p{color:red}} p{margin:0}</style><p>a</p>", "<style>\n@media (x){p{color:red}}\n</style><p style=\"margin:0\">a</p>")]
    [InlineData("<style>/* p{x:y} */p{background:url(a;b)}</style><p>a</p>", "<p style=\"background:url(a;b)\">a</p>")]
    [InlineData("<style>p{font-family:\"A B\"}</style><p>a</p>", "<p style=\"font-family:&quot;A B&quot;\">a</p>")]
    [InlineData("<style>p{", "<style>p{</style>")]
    [InlineData("<p>a & b < c <!-- x --> </i></p>", "<p>a & b &lt; c <!-- x --> </p>")]
    public void Rules_go_into_their_elements(string html, string inlined) => CssInliner.Inline(html).ShouldBe(inlined.Replace("<style>p{</style>", ""));

    [Fact]
    public void Nothing_breaks_the_reader()
    {
        string[] pieces = ["<p", ">", "<", "</p>", "<style>", "</style>", "p{", "}", "a=\"", "'", "<!--", "-->", "<td>", "<tr>", "<table>", "</table>", "{{ x }}", "<li>", "&amp;", " ", "=", "/", "<a href=x>", "@media{", ";", ":"];
        var random = new Random(8);
        var times = Environment.GetEnvironmentVariable("FULL") is { Length: > 0 } ? 1_000_000 : 20_000;
        for (var i = 0; i < times; i++)
        {
            var html = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));
            var once = CssInliner.Inline(html);
            PlainText.From(once).ShouldNotBeNull();
            MailLint.Check(once).IsDefault.ShouldBeFalse();
        }
        PlainText.From(string.Concat(Enumerable.Repeat("<div>", 100_000)) + "deep").ShouldBe("deep\n");
    }
}

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("<p>a<br>b</p><p>c</p>", "a\nb\n\nc\n")]
    [InlineData("<p>see <a href=\"https://x.example/a\">the page</a>.</p>", "see the page <https://x.example/a>.\n")]
    [InlineData("<p><a href=\"https://x.example\">https://x.example</a></p>", "https://x.example\n")]
    [InlineData("<p><a href=\"mailto:a@b.c\">a@b.c</a></p>", "a@b.c\n")]
    [InlineData("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", "A | B\n1 | 2\n")]
    [InlineData("<pre><code>x = 1\n  y\n</code></pre><p>z</p>", "x = 1\n  y\n\nz\n")]
    [InlineData("<p>a &amp; b&nbsp;&lt;c&gt;</p>", "a & b <c>\n")]
    [InlineData("<div style=\"display:none\">x</div><p>y</p>", "y\n")]
    [InlineData("<p>a</p><hr><p>b</p>", "a\n\n----------\n\nb\n")]
    [InlineData("<h2>日本</h2><p>x</p>", "日本\n----\n\nx\n")]
    [InlineData("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n")]
    [InlineData("<p><img src=x alt=\"Chart\"></p>", "Chart\n")]
    [InlineData("", "")]
    public void Html_becomes_text(string html, string text) => PlainText.From(html).ShouldBe(text);
}

public sealed class MailLintTests
{
    [Theory]
    [InlineData("<script>x</script>", "script")]
    [InlineData("<p onclick=\"x\">a</p>", "script")]
    [InlineData("<form></form>", "form")]
    [InlineData("<iframe></iframe>", "frame")]
    [InlineData("<img src=\"https://x/a.svg\" alt=\"\">", "svg")]
    [InlineData("<img src=\"https://x/a.png\">", "alt")]
    [InlineData("<img src=\"data:image/png;base64,AA\" alt=\"\">", "data-image")]
    [InlineData("<a href=\"/guides\">a</a>", "relative")]
    [InlineData("<a href=\"https://evil.example\">https://bank.example/login</a>", "disguised-link")]
    [InlineData("<p style=\"display:flex\">a</p>", "flex")]
    [InlineData("<p style=\"color:var(--x)\">a</p>", "variables")]
    [InlineData("<p style=\"width:10rem\">a</p>", "rem")]
    [InlineData("<style>@import url(x)</style>", "import")]
    [InlineData("<html><p>a</p></html>", "language")]
    public void A_construct_is_named_with_its_source(string html, string key)
    {
        var flaw = MailLint.Check(html).ShouldHaveSingleItem();
        flaw.Key.ShouldBe(key);
        flaw.Source.Scheme.ShouldBe("https");
    }

    [Theory]
    [InlineData("<a href=\"{{ next.url }}\">{{ next.title }}</a>")]
    [InlineData("<a href=\"https://www.bank.example/x\">bank.example</a>")]
    [InlineData("<a href=\"mailto:a@b.example\">a</a><img src=\"cid:x\" alt=\"\">")]
    public void What_works_everywhere_is_not_named(string html) => MailLint.Check(html).ShouldBeEmpty();

    [Fact]
    public void A_mail_that_Gmail_would_clip_is_an_error() => MailLint.Check(new string('x', 103 * 1024)).ShouldHaveSingleItem().Key.ShouldBe("clipped");

    [Fact]
    public void The_operators_page_has_the_whole_list()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CsEngage.sln"))) folder = folder.Parent;
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "mail.md"));
        foreach (var (key, weight, text, source) in MailLint.Known) page.ShouldContain($"| {key} | {weight.ToString().ToLowerInvariant()} | {text} | {source} |");
    }
}
