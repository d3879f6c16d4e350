using System.Globalization;
using CsEngage.Core;
using CsEngage.Web.Desk;
using CsEngage.Web.Shared;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Studio;

[Collection("house")]
public sealed class RuleSpeechTests(WebHouse house)
{
    async Task<string> Said(string rule, string locale, RuleScope scope)
    {
        var texts = await house.Get<Authored>().Texts();
        var before = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(locale);
        try
        {
            return house.Get<RuleSpeech>().Say(Rule.Parse(rule, scope), texts);
        }
        finally
        {
            (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = before;
        }
    }

    [Theory]
    [InlineData("account.lifecycle in [\"adopting\", \"renewing\"]", "The lifecycle is one of “Adopting”, “Renewing”", "ライフサイクルが「活用中」、「更新中」のいずれか")]
    [InlineData("no \"portal.visited\" by role \"champion\" for 21 days", "No “Visited the portal” by the role “champion” for 21 days", "役割「champion」による「ポータルを訪問」が21日間ない")]
    [InlineData("count \"report.exported\" in 30 days >= 5", "“report.exported” in the last 30 days: at least 5 times", "直近30日間の「report.exported」: 5回以上")]
    [InlineData("guide \"invite-your-team\" read by any contact", "The guide “Invite your team” is read by any contact", "いずれかのコンタクトがガイド「Invite your team」を読んだ")]
    [InlineData("touch model is \"tech\" and any contract (contract.end within 120 days)", "The touch model is “Tech touch”, and for at least one contract: the end of the contract is within the next 120 days", "タッチモデルは「テックタッチ」、かついずれかの契約で「契約終了日が今後120日間のうち」")]
    [InlineData("not (account.pilot = yes or account.plan is not known)", "It is not so that (“pilot” is Yes, or “plan” is not known)", "「（「pilot」ははい、または「plan」は不明）」ではない")]
    public async Task A_rule_is_said_in_the_language_of_the_reader(string rule, string english, string japanese)
    {
        (await Said(rule, "en", RuleScope.Account)).ShouldBe(english);
        (await Said(rule, "ja", RuleScope.Account)).ShouldBe(japanese);
    }

    [Fact]
    public async Task What_cannot_be_read_is_shown_as_it_is_written()
    {
        var texts = await house.Get<Authored>().Texts();
        house.Get<RuleSpeech>().Of("this is no rule", texts).ShouldBe(new WordedRule("this is no rule", "this is no rule"));
    }
}
