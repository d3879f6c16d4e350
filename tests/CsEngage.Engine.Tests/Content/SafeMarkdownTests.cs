using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsEngage.Engine.Content;
using CsEngage.Tests.Hostile;

namespace CsEngage.Engine.Tests.Content;

public sealed class SafeMarkdownTests
{
    static string Html(string source) => SafeMarkdown.Render(source).Html.Trim();

    [Fact]
    public void Prose_becomes_html_and_text()
    {
        var text = SafeMarkdown.Render("# Invite your team\n\nOpen **Settings**, then [People](guide:people).\n\n- one\n- two\n");
        text.Html.ShouldBe("""
            <h1 id="invite-your-team">Invite your team</h1>
            <p>Open <strong>Settings</strong>, then <a href="{{ "people" | guide_url }}">People</a>.</p>
            <ul>
            <li>one</li>
            <li>two</li>
            </ul>

            """);
        text.Text.ShouldBe("""
            Invite your team

            Open Settings, then People ({{ "people" | guide_url }}).

            - one
            - two

            """);
        text.Headings.ShouldHaveSingleItem().Id.ShouldBe("invite-your-team");
        text.Guides.ShouldBe(["people"]);
    }

    [Theory]
    [InlineData("Hello {{ contact.greeting_name | default: \"there\" }},", "<p>Hello {{ contact.greeting_name | default: \"there\" }},</p>")]
    [InlineData("**{{ a }}**様", "<p><strong>{{ a }}</strong>様</p>")]
    [InlineData("{{ a }}**太字**です", "<p>{{ a }}<strong>太字</strong>です</p>")]
    [InlineData("`{{ a }}` and {% raw %}{{ b }}{% endraw %}", "<p><code>&#123;&#123; a }}</code> and &#123;&#123; b }}</p>")]
    [InlineData("[x]({{ portal.url }}/guides)", "<p><a href=\"{{ portal.url | safe_address }}/guides\">x</a></p>")]
    [InlineData("a {% comment %} **not** {{ here }} {% endcomment %}b", "<p>a b</p>")]
    [InlineData("{ {{ a }} {b}", "<p>&#123; {{ a }} &#123;b}</p>")]
    public void Liquid_and_Markdown_never_read_each_others_punctuation(string source, string html) => Html(source).ShouldBe(html);

    [Fact]
    public void Values_in_a_table_may_have_filters() =>
        Html("| a | b |\n|---|---|\n| {{ x | upcase }} | {{ y }} |").ShouldContain("<td>{{ x | upcase }}</td>\n<td>{{ y }}</td>");

    [Fact]
    public void Tags_stand_within_a_cell_of_a_table_and_not_around_a_row()
    {
        Html("| a | b |\n|---|---|\n| {% if x %}{{ x }}{% else %}none{% endif %} | {{ y }} |").ShouldContain("<td>{% if x %}{{ x }}{% else %}none{% endif %}</td>\n<td>{{ y }}</td>");
        Should.Throw<ContentException>(() => Html("| a | b |\n|---|---|\n{% for x in y %}| {{ x }} | c |{% endfor %}")).Message.ShouldStartWith("{% for x in y %} is not closed within the same paragraph");
    }

    [Fact]
    public void Columns_are_aligned_without_a_style_in_the_page() =>
        Html("| a | b | c |\n|---|--:|:-:|\n| 1 | 2 | 3 |").ShouldContain("<td>1</td>\n<td align=\"right\">2</td>\n<td align=\"center\">3</td>");

    [Fact]
    public void Code_is_literal_unless_its_fence_says_liquid()
    {
        Html("```\n{{ a }} {% if b %}\n```").ShouldBe("<pre><code>&#123;&#123; a }} &#123;% if b %}\n</code></pre>");
        Html("    {{ a }}").ShouldBe("<pre><code>&#123;&#123; a }}\n</code></pre>");
        Html("```liquid\n{{ a }}\n```").ShouldBe("<pre><code class=\"language-liquid\">{{ a }}\n</code></pre>");
    }

    [Fact]
    public void Writing_about_Liquid_in_code_needs_no_escape() =>
        Html("Write `{{` and then `}}`.").ShouldBe("<p>Write <code>&#123;&#123;</code> and then <code>}}</code>.</p>");

    [Fact]
    public void A_loop_over_items_is_one_list() =>
        Html("{% for g in guides %}\n- {{ g.title }}\n{% endfor %}").ReplaceLineEndings("").ShouldBe("<ul>{% for g in guides %}<li>{{ g.title }}</li>{% endfor %}</ul>");

    [Fact]
    public void A_condition_between_items_keeps_one_list() =>
        Html("- a\n{% if x %}\n- b\n{% endif %}\n- c").ReplaceLineEndings("").ShouldBe("<ul><li>a</li>{% if x %}<li>b</li>{% endif %}<li>c</li></ul>");

    [Fact]
    public void A_line_of_tags_is_no_paragraph() =>
        Html("{% if a %}\nOne.\n{% else %}\nTwo.\n{% endif %}").ReplaceLineEndings("").ShouldBe("{% if a %}<p>One.</p>{% else %}<p>Two.</p>{% endif %}");

    [Theory]
    [InlineData("**{% if a %}bold** x{% endif %}", 1)]
    [InlineData("one\n\n- {% if a %} b\n- c {% endif %}", 3)]
    [InlineData("{% endif %}", 1)]
    [InlineData("{% for a in b %}\ntext", 1)]
    public void Tags_that_cross_an_element_are_refused_with_their_line(string source, int line) =>
        Should.Throw<ContentException>(() => SafeMarkdown.Render(source)).Line.ShouldBe(line);

    [Fact]
    public void A_token_that_is_not_closed_is_refused() =>
        Should.Throw<ContentException>(() => SafeMarkdown.Render("a\n\nb {{ name here")).Line.ShouldBe(3);

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](&#x6A;avascript:alert(1))")]
    [InlineData("[x](javascript&colon;alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x][r]\n\n[r]: javascript:alert(1)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](data:image/svg+xml;base64,AAAA)")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<data:text/html,x>")]
    [InlineData("[x](java{{ x }})")]
    [InlineData("[x]({{ x }}script:alert(1))")]
    [InlineData("[x]({{ x }}{{ y }})")]
    [InlineData("[x]({% if a %}/b{% endif %})")]
    [InlineData("[x](javascript:{{ x }})")]
    [InlineData("[x](\\\\evil.example)")]
    [InlineData("[x](guide:../admin)")]
    [InlineData("![x](guide:a)")]
    public void An_address_that_could_run_something_is_refused(string source) =>
        Should.Throw<ContentException>(() => SafeMarkdown.Render(source)).Message.ShouldNotBeEmpty();

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("a <b onclick=alert(1)>b</b>")]
    [InlineData("[x](/a){onclick=alert(1)}")]
    [InlineData("# h {onmouseover=alert(1)}")]
    [InlineData("[x](/a \"t\\\" onclick=alert(1) \\\"\")")]
    [InlineData("![a\" onerror=\"alert(1)](/x.png)")]
    [InlineData("``` \"onclick=alert(1)\nx\n```")]
    [InlineData("```a\" onclick=\"x\nx\n```")]
    [InlineData("<!-- --!> <script>alert(1)</script> -->")]
    [InlineData("<svg><script>alert(1)</script></svg>")]
    [InlineData("> [!NOTE<script>]\n> x")]
    [InlineData("> [!note\" onclick=\"x]\n> x")]
    [InlineData("[^1]\n\n[^1]: <script>alert(1)</script>")]
    [InlineData("[^\" onclick=\"]\n\n[^\" onclick=\"]: x")]
    [InlineData("term\n: <iframe src=javascript:alert(1)>")]
    [InlineData("^^^\n<script>x</script>\n^^^ \"onclick=\"")]
    [InlineData("{% raw %}<script>alert(1)</script>{% endraw %}")]
    [InlineData("<https://a.example/\"onclick=alert(1)>")]
    [InlineData("https://a.example/\"onclick=alert(1)")]
    [InlineData("| <script> |\n|---|\n| <b onload=x> |")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;")]
    public void Nothing_an_author_writes_becomes_a_script_or_a_handler(string source)
    {
        var dom = new HtmlParser().ParseDocument("<body>" + Html(source) + "</body>");
        dom.QuerySelectorAll("script, iframe, object, embed, style, link, meta, base, form, svg script").ShouldBeEmpty();
        foreach (var element in dom.Body!.QuerySelectorAll("*"))
            foreach (var attribute in element.Attributes)
            {
                attribute.Name.ShouldNotStartWith("on");
                if (attribute.Name is "href" or "src") attribute.Value.Replace("\t", "").ShouldNotStartWith("javascript:", Case.Insensitive);
            }
    }

    [Fact]
    public void Alerts_figures_footnotes_tasks_and_definitions_are_there()
    {
        var html = Html("> [!WARNING]\n> Careful.\n\n- [x] done\n- [ ] open\n\nTerm\n:   Meaning\n\nText[^1]\n\n[^1]: Note\n\n^^^\nPicture\n^^^ Caption");
        html.ShouldContain("<p class=\"markdown-alert-title\">{{ \"warning\" | alert_title }}</p>");
        html.ShouldContain("type=\"checkbox\" checked=\"checked\"");
        html.ShouldContain("<dt>Term</dt>");
        html.ShouldContain("class=\"footnotes\"");
        html.ShouldContain("<figcaption>Caption</figcaption>");
    }

    [Fact]
    public void Headings_have_ids_in_any_script_without_values_in_them()
    {
        var text = SafeMarkdown.Render("## 招待する\n\n## 招待する\n\n## {{ account.name }}\n\n## Hi, {{ x }} there");
        text.Headings.Select(heading => heading.Id).ShouldBe(["招待する", "招待する-2", "section", "hi-there"]);
        text.Headings[3].Title.ShouldBe("Hi, {{ x }} there");
    }

    [Fact]
    public void Reading_time_counts_words_and_Japanese_characters()
    {
        SafeMarkdown.Render("One two three.").Reading.ShouldBe(new ReadingTime(3, 0));
        SafeMarkdown.Render("チームを招待する。").Reading.ShouldBe(new ReadingTime(0, 8));
        new ReadingTime(1000, 0).Minutes.ShouldBe(5);
    }

    public static TheoryData<string> Bombs => [.. MarkdownBombs.All.Select(bomb => bomb.Name)];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_hostile_text_is_refused_or_costs_as_much_more_as_it_is_longer(string name)
    {
        var bomb = MarkdownBombs.All.First(bomb => bomb.Name == name);

        var (whole, half) = (bomb.Of(100), bomb.Of(50));
        Cost(whole).IsRefused.ShouldBe(bomb.IsRefused);
        // Twice the text may take twice the memory; four times would be its square. The first run paid for compiling our own code.
        Cost(whole).Bytes.ShouldBeLessThan((long)(Cost(half).Bytes * 1.25 * whole.Length / half.Length) + 500_000);
    }

    static (bool IsRefused, long Bytes) Cost(string source)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = false;
        try { SafeMarkdown.Render(source); }
        catch (ContentException no)
        {
            no.Message.ShouldNotBeEmpty();
            refused = true;
        }
        return (refused, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
