namespace CsEngage.Core.Tests.Health;

public sealed class ScorecardTextTests
{
    const string Adoption = """
        {"key": "adoption", "title": {"en": "Adoption", "ja": "活用"}, "scope": "account", "coverage_minimum": 0.4,
         "bands": {"yellow": 45, "green": 70}, "hysteresis": {"points": 3, "closings": 2},
         "groups": [
          {"key": "breadth", "title": {"en": "Breadth"}, "weight": 30, "measures": [
            {"key": "active-share", "title": {"en": "Active"}, "why": {"en": "One person leaves."}, "unit": "share", "weight": 2, "direction": "higher-is-better",
             "figure": "share of contacts where (count \"*\" by this contact in 28 days >= 1)", "map": {"linear": {"zero_at": 0, "full_at": 0.6}}, "minimum_n": 2, "minimum_age": {"days": 14}}]},
          {"key": "recency", "title": {"en": "Recency"}, "weight": 20, "coverage_minimum": 0.3, "measures": [
            {"key": "last-visit", "title": {"en": "Last visit"}, "unit": "days", "weight": 1, "direction": "lower-is-better",
             "figure": "days since last \"portal.visited\"", "map": {"tiers": [{"below": 4, "score": 100}, {"below": 15, "score": 60}, {"score": 0}]}},
            {"key": "nps", "title": {"en": "NPS"}, "unit": "score", "weight": 1, "direction": "higher-is-better",
             "figure": "survey \"nps\" last answer", "map": {"curve": [{"value": 0, "score": 0}, {"value": 10, "score": 100}]},
             "freshness": {"max_age": {"days": 120}, "then": "decay", "half_life": {"weeks": 8}}}]}]}
        """;

    [Fact]
    public void A_card_is_read_and_written_back()
    {
        var card = Scorecard.Parse(Adoption, version: 3);
        card.Version.ShouldBe(3);
        card.Title.In("ja").ShouldBe("活用");
        card.Hysteresis.ShouldBe(new Hysteresis(3, 2));
        card.Groups.Select(group => (group.Key, group.Weight, group.CoverageMinimum)).ShouldBe([("breadth", 30, null), ("recency", 20, 0.3)]);
        card.Measures.Select(measure => measure.Key).ShouldBe(["active-share", "last-visit", "nps"]);
        card.Measures[0].MinimumAge.ShouldBe(TimeSpan.FromDays(14));
        card.Measures[2].Freshness.ShouldBe(new Freshness(TimeSpan.FromDays(120), Staleness.Decay, TimeSpan.FromDays(56)));
        Scorecard.Parse(card.ToJson(), 3).ToJson().ShouldBe(card.ToJson());
        Scorecard.Parse(card.ToJson(), 3).Measures.ShouldBe(card.Measures);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var broken = Adoption.Replace("\"scope\": \"account\"", "\"scope\": \"team\"").Replace("\"yellow\": 45", "\"yellow\": 95").Replace("\"weight\": 2,", "\"weight\": 0,")
            .Replace("in 28 days >= 1)", "in 28 dayz >= 1)").Replace("\"below\": 15", "\"below\": 3").Replace("\"minimum_n\": 2", "\"minumum_n\": 2")
            .Replace("\"half_life\": {\"weeks\": 8}", "\"half_life\": {\"business_days\": 8}").Replace("\"key\": \"nps\"", "\"key\": \"last-visit\"")
            .Replace("survey \\\"nps\\\" last answer", "last \\\"portal.visited\\\"");
        var problems = Should.Throw<DocumentException>(() => Scorecard.Parse(broken)).Problems;
        problems.Select(problem => problem.Path).Order().ShouldBe(
        [
            "$.bands", "$.groups[0].measures[0].figure", "$.groups[0].measures[0].minumum_n", "$.groups[0].measures[0].weight",
            "$.groups[1].measures[0].map.tiers[1].below", "$.groups[1].measures[1].figure", "$.groups[1].measures[1].freshness.half_life",
            "$.groups[1].measures[1].freshness.half_life", "$.groups[1].measures[1].key", "$.scope",
        ]);
        problems.ShouldAllBe(problem => problem.Remedy.ToString().EndsWith('.') || problem.Remedy.ToString().EndsWith('?'));
    }

    [Fact]
    public void A_map_against_the_direction_is_refused() =>
        Should.Throw<DocumentException>(() => Scorecard.Parse(Adoption.Replace("lower-is-better", "higher-is-better"))).Problems.Single().Path.ShouldBe("$.groups[1].measures[0].map");

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("3")]
    [InlineData("{\"groups\": [3], \"bands\": 4, \"title\": 5}")]
    [InlineData("not json")]
    public void Nonsense_is_refused_without_falling_over(string json) => Should.Throw<DocumentException>(() => Scorecard.Parse(json)).Problems.ShouldNotBeEmpty();
}
