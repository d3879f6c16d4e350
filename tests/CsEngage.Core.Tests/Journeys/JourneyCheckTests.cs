using System.Collections.Immutable;

namespace CsEngage.Core.Tests.Journeys;

public sealed class JourneyCheckTests
{
    static readonly CheckAgainst Known = new(
        new[] { "welcome", "invite-colleagues", "shall-we-help", "your-first-report", "first-report-done" }.ToImmutableDictionary(key => key, _ => ImmutableArray.Create("en", "ja")),
        [], ["call-the-organizer"], ["invite-your-team"], [], ImmutableDictionary<string, ImmutableArray<string>>.Empty, ["organizer", "champion"], [], ["en", "ja"],
        ["workspace.created", "report.created"]);

    [Fact]
    public void A_sound_journey_has_no_findings() => ExampleJourney.Journey.Check(Known).ShouldBeEmpty();

    [Fact]
    public void Checkpoints_that_wait_for_each_other_never_open() =>
        Journey.Parse(ExampleJourney.Json.Replace("\"opens\": {\"at\": \"start\"}", "\"opens\": {\"after\": [\"first-report\"]}", StringComparison.Ordinal)).Check(Known)
            .Count(finding => finding.Kind == CheckKind.Unreachable).ShouldBe(3);

    [Fact]
    public void What_does_not_exist_is_named()
    {
        var findings = ExampleJourney.Journey.Check(Known with { Templates = Known.Templates.Remove("welcome").SetItem("shall-we-help", ["en"]), Plays = [], Guides = [], Roles = [], OwnKinds = ["report.created"] });
        findings.ShouldContain(finding => finding.Kind == CheckKind.Missing && finding.Subject == "template:welcome" && finding.IsFault);
        findings.ShouldContain(finding => finding.Kind == CheckKind.MissingLocale && finding.Subject == "template:shall-we-help" && !finding.IsFault);
        findings.ShouldContain(finding => finding.Subject == "play:call-the-organizer");
        findings.ShouldContain(finding => finding.Subject == "guide:invite-your-team");
        findings.ShouldContain(finding => finding.Kind == CheckKind.Nobody && finding.Path == "team-invited.open.ask");
        findings.ShouldContain(finding => finding.Kind == CheckKind.NothingEmits && finding.Subject == "workspace.created");
        findings[0].IsFault.ShouldBeTrue();
    }

    [Fact]
    public void Each_finding_says_what_to_do()
    {
        foreach (var kind in Enum.GetValues<CheckKind>()) new CheckFinding(IsFault: true, kind, "", "", Sentence.Of("x")).Remedy.ToString().ShouldEndWith(".");
    }

    [Fact]
    public void Journeys_that_start_each_other_in_a_circle_are_found()
    {
        var journey = Journey.Parse(ExampleJourney.Json.Replace("\"reached\": [{\"key\": \"cheer\"", "\"reached\": [{\"key\": \"on\", \"start\": \"adoption\"}, {\"key\": \"cheer\"", StringComparison.Ordinal));
        journey.Starts.ShouldBe(["adoption"]);
        journey.Check(Known with { Journeys = Known.Journeys.Add("adoption", ["onboarding"]) }).ShouldContain(finding => finding.Kind == CheckKind.Loop);
    }
}
