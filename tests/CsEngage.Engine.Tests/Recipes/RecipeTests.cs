using System.Text;
using System.Text.Json.Nodes;
using CsEngage.Engine.Recipes;
using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Engine.Tests.Recipes;

public sealed class RecipeTests
{
    const string Header = """{"name": "mine", "displayName": "Mine", "version": "1.0.0", "issetuprecipe": true, "steps": [{"name": "STEP", "files": ["FILES"]}]}""";

    static RecipeFiles Files(string step, string path, string text) => new("mine", new Dictionary<string, byte[]>
    {
        ["recipe.json"] = Encoding.UTF8.GetBytes(Header.Replace("STEP", step).Replace("FILES", path)),
        [path] = Encoding.UTF8.GetBytes(text),
    });

    static string Fault(string step, string path, string text) => Should.Throw<RecipeException>(() => Recipe.Read(Files(step, path, text))).Message;

    [Fact]
    public void The_shipped_recipes_fit_their_schemas()
    {
        var root = Shipped.Folder("recipes");
        foreach (var name in RecipeFiles.Names(root)) Recipe.Read(RecipeFiles.Folder(root, name));
    }

    [Fact]
    public void The_demo_stands_on_the_programme_and_has_four_hundred_days_of_history()
    {
        var demo = Recipe.Read(RecipeFiles.Folder(Shipped.Folder("recipes"), "demo"));
        demo.First.ShouldBe(["saas-onboarding"]);
        demo.History.ShouldBe(new RecipeHistory(400, 20261121));
    }

    [Fact]
    public void The_programme_has_no_rule_text_or_reference_that_leads_nowhere() =>
        RecipeCheck.Of(Recipe.Read(RecipeFiles.Folder(Shipped.Folder("recipes"), "saas-onboarding"))).ShouldBeEmpty();

    [Fact]
    public void What_an_installation_begins_with_leads_nowhere_wrong_either() =>
        RecipeCheck.Of(Recipe.Read(RecipeFiles.Folder(Shipped.Folder("recipes"), "basic"))).ShouldBeEmpty();

    [Theory]
    [InlineData("navigation: [{id: a, title: {en: A}, to: page:gone}]\npages: [{key: home, title: {en: Home}, blocks: [{id: a, kind: checklist}]}]", 5)]
    [InlineData("navigation: [{id: a, title: {en: A}, to: plan}]\npages: [{key: home, title: {en: Home}, blocks: [{id: a, kind: call-to-action, url: page:gone, label: {en: Go}}]}]", 6)]
    public void A_way_to_a_page_that_the_blueprint_does_not_have_is_told_with_its_line(string rest, int line) =>
        RecipeCheck.Of(Recipe.Read(Files("blueprints", "blueprints/mine.yaml", $"key: mine\ntitle: {{en: Mine}}\nguides: []\njourneys: []\n{rest}\n")))
            .ShouldHaveSingleItem().ToString().ShouldBe($"blueprints/mine.yaml:{line}: This blueprint has no page \"gone\". Add it to its pages, or lead elsewhere.");

    [Theory]
    [InlineData("{name: calm}", "There is no theme \"calm\". There are: default.")]
    [InlineData("{name: default, logo: gone.svg}", "There is no file \"gone.svg\" in media/.")]
    [InlineData("{name: default, tokens: {accent: \"#eeeeee\"}}", "The accent #eeeeee has a contrast of 1.2 on the theme's paper; text needs 4.5. Choose a darker one.")]
    [InlineData("{name: default, tokens: {accent: green}}", "\"green\" is no colour. Write one such as #1d4d3f.")]
    [InlineData("{name: default, tokens: {ink: \"#000000\"}}", "A blueprint sets the accent only; \"ink\" is the theme's. Take it out, or make a theme of your own.")]
    [InlineData("{name: default, tokens: {accent: \"#1D4D3F\"}}", null)]
    public void A_look_that_cannot_be_shown_is_told_with_its_line(string theme, string? problem)
    {
        var themes = new ThemeFacts(() => ["default"], (_, accent) => accent == "#eeeeee" ? ("paper", 1.16) : null);
        var recipe = Recipe.Read(Files("blueprints", "blueprints/mine.yaml", $"key: mine\ntitle: {{en: Mine}}\nguides: []\njourneys: []\ntheme: {theme}\nnavigation: [{{id: a, title: {{en: A}}, to: plan}}]\npages: [{{key: home, title: {{en: Home}}, blocks: [{{id: a, kind: checklist}}]}}]\n"));
        RecipeCheck.Of(recipe, null, themes).Select(one => one.ToString()).ShouldBe(problem is null ? [] : [$"blueprints/mine.yaml:5: {problem}"]);
    }

    [Fact]
    public void A_rule_that_does_not_parse_is_told_with_its_line()
    {
        var recipe = Recipe.Read(Files("segments", "segments/pilot.yaml", "key: pilot\ntitle: {en: Pilot}\nof: account\nrule: account.tier is knwon\n"));
        RecipeCheck.Of(recipe).ShouldHaveSingleItem().ToString().ShouldStartWith("segments/pilot.yaml:4: ");
    }

    [Theory]
    [InlineData("See [x](guide:gone).\n", "guides/a.en.md:6: There is no guide \"gone\".")]
    [InlineData("a\n\n![x](media:gone.png)\n", "guides/a.en.md:8: There is no file \"gone.png\" in media/.")]
    [InlineData("a\n\n{{ contact.nmae }}\n", "guides/a.en.md:8: “contact.nmae” is not known to templates. Did you mean “contact.name”?")]
    [InlineData("a\n\n{{ weather }}\n", "guides/a.en.md:8: “weather” is not known to templates; there are account, operator, portal, ")]
    [InlineData("a\n\n```\n{{ contact.nmae }}\n```\n{{ checkpoint.title }}\n", "guides/a.en.md:11: “checkpoint.title” has no value in guides.")]
    [InlineData("a\n\nHello {{ contact.greeting_name }}\n", "guides/a.en.md:8: “contact.greeting_name” is empty for some readers.")]
    [InlineData("a\n\n{% if x %}\n", "guides/a.en.md:8: {% if x %} is not closed")]
    [InlineData("[x](javascript:alert(1))\n", "guides/a.en.md:6: Addresses that begin with “javascript:” are not allowed here")]
    public void A_fault_in_a_guide_is_told_with_its_line(string body, string problem) =>
        RecipeCheck.Of(Recipe.Read(Files("guides", "guides/a.en.md", "---\ntitle: A\nslug: a\nsummary: A guide\n---\n" + body))).ShouldHaveSingleItem().ToString().ShouldStartWith(problem);

    [Theory]
    [InlineData("{{ contact.given_name }}", "“contact.given_name” is empty for some readers.")]
    [InlineData("{{ contact.nmae }}", "“contact.nmae” is not known to templates. Did you mean “contact.name”?")]
    [InlineData("[x](guide:gone)", "There is no guide \"gone\".")]
    public void A_text_in_a_block_is_judged_as_a_guide_is(string body, string problem) =>
        RecipeCheck.Of(Recipe.Read(Files("pages", "pages/home.yaml", $"key: home\ntitle: {{en: Home}}\nblocks:\n- id: one\n  kind: text\n  body:\n    en: '{body}'\n"))).ShouldHaveSingleItem().ToString().ShouldStartWith($"pages/home.yaml:7: {problem}");

    [Theory]
    [InlineData("{{ contact.given_name }}, welcome", "“contact.given_name” is empty for some readers.")]
    [InlineData("{{ contact.nmae", "")]
    public void A_subject_is_judged_as_its_mail_is(string subject, string problem) =>
        RecipeCheck.Of(Recipe.Read(Files("templates", "templates/a.en.md", $"---\nsubject: '{subject}'\npreheader: One\nlayout: letter\ntransactional: true\n---\nHello\n"))).ShouldHaveSingleItem().ToString().ShouldStartWith($"templates/a.en.md:2: {problem}");

    [Theory]
    [InlineData("kind: community-feed\n  space: questions", "The block \"community-feed\" is not available in this version")]
    [InlineData("kind: success-plan", "The block \"success-plan\" is not available in this version")]
    public void A_block_whose_room_is_not_built_is_refused_with_its_line_for_it_would_stay_empty(string block, string problem) =>
        RecipeCheck.Of(Recipe.Read(Files("pages", "pages/home.yaml", $"key: home\ntitle: {{en: Home}}\nblocks:\n- id: one\n  {block}\n"))).ShouldHaveSingleItem().ToString().ShouldStartWith($"pages/home.yaml:5: {problem}");

    [Fact]
    public void A_way_to_the_community_is_refused_with_its_line_as_long_as_there_is_none()
    {
        const string Blueprint = """
            key: b
            title: {en: B}
            pages: [{key: home, title: {en: Home}, blocks: [{id: next, kind: guide-list, source: next}]}]
            navigation:
            - {id: home, title: {en: Home}, to: page:home}
            - id: more
              title: {en: More}
              children:
              - {id: community, title: {en: Community}, to: community}
            guides: []
            journeys: []
            """;
        RecipeCheck.Of(Recipe.Read(Files("blueprints", "blueprints/b.yaml", Blueprint))).ShouldHaveSingleItem().ToString().ShouldStartWith("blueprints/b.yaml:9: The community is not available in this version");
    }

    [Fact]
    public void A_misspelt_field_is_named_with_its_line_and_a_suggestion() =>
        Fault("topics", "topics/news.yaml", "key: news\ntitel: {en: News}\nbasis: consent\n").ShouldContain("topics/news.yaml:2: \"titel\" is not known here. Did you mean \"title\"?");

    [Fact]
    public void Broken_yaml_is_told_with_its_line() =>
        Fault("topics", "topics/news.yaml", "key: news\ntitle: {en: News\nbasis: x\n").ShouldStartWith("topics/news.yaml:");

    [Fact]
    public void Lines_of_front_matter_count_from_the_top_of_the_file() =>
        Fault("guides", "guides/a.en.md", "---\ntitle: A\nslug: a\nsummary: \"\"\n---\nText\n").ShouldBe("guides/a.en.md:4: This text is empty.");

    [Fact]
    public void A_key_that_is_not_the_name_of_its_file_is_refused() =>
        Fault("topics", "topics/news.yaml", "key: other\ntitle: {en: News}\nbasis: consent\nchannels: [mail]\n").ShouldContain("The key must be the file's name, \"news\".");

    [Fact]
    public void A_step_without_files_is_refused() =>
        Should.Throw<RecipeException>(() => Recipe.Read(new("mine", new Dictionary<string, byte[]> { ["recipe.json"] = Encoding.UTF8.GetBytes(Header.Replace("STEP", "topics").Replace("FILES", "topics/news.yaml")) })))
            .Message.ShouldContain("There is no file \"topics/news.yaml\"");

    [Fact]
    public void A_name_given_twice_is_refused() =>
        Should.Throw<RecipeException>(() => YamlText.Read("a: 1\nb: 2\na: 3\n", "f.yaml")).Message.ShouldBe("f.yaml:3: \"a\" is given twice; keep one.");

    [Fact]
    public void Nesting_and_aliases_are_bounded()
    {
        Should.Throw<RecipeException>(() => YamlText.Read(new string('[', 100) + new string(']', 100), "f.yaml")).Message.ShouldContain("64 levels");
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefgh".Zip("abcdefg", (next, before) => $"{next}: &{next} [*{before},*{before},*{before},*{before},*{before},*{before},*{before},*{before},*{before}]\n"));
        Should.Throw<RecipeException>(() => YamlText.Read(bomb, "f.yaml")).Message.ShouldContain("too large");
    }

    [Theory]
    [InlineData("a: on", """{"a":"on"}""")]
    [InlineData("a: 2026-01-01", """{"a":"2026-01-01"}""")]
    [InlineData("a: 012", """{"a":12}""")]
    [InlineData("a: '12'", """{"a":"12"}""")]
    [InlineData("a: 0.5", """{"a":0.5}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a: &x {b: true}\nc: *x", """{"a":{"b":true},"c":{"b":true}}""")]
    public void Scalars_are_what_YAML_1_2_says(string yaml, string json) => YamlText.Read(yaml, "f").Root!.ToJsonString().ShouldBe(json);

    static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements("", "a", "yes", "true", "null", "12", "1e3", "- x", "a: b", "a #b", "# x", "{{ account.name }}", "ja: 日本", "佐藤様、こんにちは。", "line\nline\n", "  lead\nx", "tab\tx", "trail \nx", "\"q\"", "'", "%", "@x", "`x`", "!tag", "&a", "*a", "?", "|", ">", "a\n\nb", "\n", "é—“x”", "~", "=", "<<", "0x1f", "2026-01-01", "a  b", "\u0085x", "\u2028"),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => new string([.. text.Get.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\ufeff' or '\uffff' or '\ufffe'))])));

    static Gen<JsonNode?> Nodes(int depth) => depth == 0
        ? Gen.OneOf(Texts.Select(text => (JsonNode?)JsonValue.Create(text)), Gen.Choose(-1000, 1000).Select(number => (JsonNode?)JsonValue.Create(number)), Gen.Constant<JsonNode?>(null), Gen.Elements(true, false).Select(flag => (JsonNode?)JsonValue.Create(flag)))
        : Gen.OneOf(
            Nodes(0),
            Nodes(depth - 1).ListOf().Select(items => (JsonNode?)new JsonArray([.. items.Take(5).Select(item => item?.DeepClone())])),
            Gen.Zip(Texts, Nodes(depth - 1)).ListOf().Select(pairs => (JsonNode?)new JsonObject(pairs.DistinctBy(pair => pair.Item1).Take(5).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2?.DeepClone())))));

    [Fact]
    public void What_is_written_as_YAML_is_read_back_the_same() => Law.Holds(Nodes(3), node =>
    {
        var yaml = YamlText.Write(node);
        (YamlText.Read(yaml, "f").Root?.ToJsonString() ?? "null").ShouldBe(node?.ToJsonString() ?? "null", yaml);
    });
}
