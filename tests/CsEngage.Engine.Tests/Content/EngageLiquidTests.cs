using CsEngage.Engine.Content;
using CsEngage.Liquid;

namespace CsEngage.Engine.Tests.Content;

/// <summary>What docs/liquid.md says of guides and mails.</summary>
public sealed class EngageLiquidTests
{
    static readonly string[] Guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "liquid.md")).ReplaceLineEndings("\n").Split('\n');

    public static TheoryData<string, string, string> Examples()
    {
        var examples = new TheoryData<string, string, string>();
        foreach (var (fence, locale) in new[] { ("```engage", "en"), ("```engage-ja", "ja") })
            foreach (var line in Guide.SkipWhile(line => line != fence).Skip(1).TakeWhile(line => line != "```"))
                examples.Add(locale, line.Split("  →  ")[0], line.Split("  →  ")[1]);
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_writes_what_the_guide_says(string locale, string template, string output)
    {
        var around = EngageLiquid.For(new Surroundings { Locale = locale }, TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch, LiquidOutputMode.Html, LiquidMissing.Nil);
        LiquidTemplate.Parse(template, EngageLiquid.Language).Render(LiquidMap.None, around).ShouldBe(output);
    }

    [Theory]
    [InlineData("account.seats", null)]
    [InlineData("account.go_live", null)]
    [InlineData("account.tier", null)]
    [InlineData("account.go_lvie", "account.go_live")]
    [InlineData("account.naem", "account.name")]
    [InlineData("account.weather", "")]
    [InlineData("contact.go_lvie", null)]
    [InlineData("account", null)]
    public void A_field_that_no_account_has_is_told_with_what_was_meant(string path, string? meant)
    {
        var unknown = TemplateModel.UnknownField(path, ["go-live", "seats"]);
        (unknown is { } found ? found.Suggestion ?? "" : null).ShouldBe(meant);
    }

    [Theory]
    [InlineData("{{ '2026-03-01' | date_local }}", "1 March 2026")]
    [InlineData("{{ 'now' | date_local: 'datetime' }}", "31 December 1969, 19:00")]
    [InlineData("{{ '2026-03-01T02:00:00Z' | date_local }}", "28 February 2026")]
    public void A_day_is_the_same_day_in_every_zone_and_an_instant_is_not(string template, string output)
    {
        var around = EngageLiquid.For(new Surroundings { Locale = "en" }, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), DateTimeOffset.UnixEpoch, LiquidOutputMode.Text, LiquidMissing.Nil);
        LiquidTemplate.Parse(template, EngageLiquid.Language).Render(LiquidMap.None, around).ShouldBe(output);
    }

    [Theory]
    [InlineData("{a} of {b}", "t: a: 3, b: -14", "3 of -14")]
    [InlineData("{a} of {b}", "t: a: named, b: 'x'", "{b} of x")]
    [InlineData("{a}{a} {c} { a} {", "t: a: 1.5", "1.51.5 {c} { a} {")]
    [InlineData("no {a}", "t", "no {a}")]
    [InlineData("{a}", "t: a: nothing", "")]
    [InlineData("{{a}}", "t: a: 1", "{1}")]
    public void The_words_take_their_arguments_and_nothing_that_an_argument_says(string words, string filter, string output)
    {
        var around = EngageLiquid.For(new Surroundings(), TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch, LiquidOutputMode.Text, LiquidMissing.Empty);
        // Liquid has no braces within an output, so the words come from the model.
        LiquidTemplate.Parse("{{ words | " + filter + " }}", EngageLiquid.Language).Render(LiquidMap.Of(("words", words), ("named", "{b}")), around).ShouldBe(output);
    }

    [Fact]
    public void Every_value_that_the_guide_names_can_be_read()
    {
        var rows = Guide.SkipWhile(line => !line.StartsWith("| value |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|')).ToList();
        rows.Count.ShouldBeGreaterThan(8);
        foreach (var row in rows)
        {
            var named = row.Split('|')[1].Split('`', StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim()).Where(name => name.Length > 0).ToList();
            var first = named[0].Split('.')[0];
            for (var i = 0; i < named.Count; i++)
            {
                if (named[i] == "○") continue;
                var path = named[i].StartsWith('.') ? first + named[i] : named[i];
                TemplateModel.Unknown(path).ShouldBeNull();
                TemplateModel.MayBeMissing(path, inMail: true).ShouldBe(i + 1 < named.Count && named[i + 1] == "○", path);
            }
        }
    }
}
