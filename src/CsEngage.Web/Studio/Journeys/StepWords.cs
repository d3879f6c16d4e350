using System.Globalization;
using CsEngage.Core;
using CsEngage.Web.Desk;
using CsEngage.Web.Shared;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Journeys;

/// <summary>What the steps of a journey do, as an author reads it: by the titles of what they send and open, not by keys.</summary>
public sealed class StepWords(IStringLocalizer<Words> words, RuleSpeech rules)
{
    public string On(Trigger trigger) => trigger switch
    {
        Trigger.Open => words["When it opens"],
        Trigger.Reached => words["When reached"],
        Trigger.Behind => words["When behind"],
        _ => words["When stuck"],
    };

    public string Say(Step step, AuthoredTexts texts) => step switch
    {
        Step.Send send => Named(words["send “{0}” to {1}", Title("template", send.Template, texts), To(send.To, texts)], send.AsCsm, send.Review),
        Step.Ask ask => Named(words["ask “{0}” of {1}", Title("survey", ask.Survey, texts), To(ask.To, texts)], ask.AsCsm, ask.Review),
        Step.Wait wait => Wait(wait.For, texts),
        Step.GiveTask task => words["give the task “{0}”", task.Task.Title.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)],
        Step.OpenPlay play => words["open the play “{0}”", Title("play", play.Play, texts)],
        Step.Notify => words["tell the desk"],
        Step.Set set => words["set: {0}", string.Join(words[", "], set.Fields.Select(field => Set(field.Key, field.Value, texts)))],
        Step.Start start => words["start the journey “{0}”", Title("journey", start.Journey, texts)],
        Step.Exit => words["leave the journey"],
        Step.Split split => words["split into {0}", string.Join(", ", split.Arms.Select(arm => string.Create(CultureInfo.CurrentCulture, $"{arm.Key} {arm.Percent:0.#} %")))],
        _ => step.Key,
    };

    // As a rule would ask for it: what is set is what holds afterwards.
    string Set(string field, AttributeValue? value, AuthoredTexts texts) => value is null ? $"{field} = –"
        : rules.Of(value is AttributeValue.Text ? $"{field} = \"{value.Stored}\"" : $"{field} = {value.Stored}", texts).Words;

    string Named(string what, bool asCsm, Review? review)
    {
        if (asCsm) what = words["{0}, in the CSM’s name", what];
        return review switch { null => what, { Hours: { } hours } => words["{0}, after {1} hours for a look", what, hours], _ => words["{0}, once somebody has looked", what] };
    }

    string Wait(Waiting wait, AuthoredTexts texts) => wait switch
    {
        Waiting.For { Duration: var span } => words["wait {0}", Long(span)],
        Waiting.UntilTime { Day: { } day } until => words["wait until {0}", $"{CultureInfo.CurrentUICulture.DateTimeFormat.GetDayName(day)} {until.Time:HH\\:mm}"],
        Waiting.UntilTime { BusinessDay: true } until => words["wait until the next business day, {0}", until.Time.ToString("HH:mm", CultureInfo.InvariantCulture)],
        Waiting.UntilTime until => words["wait until {0}", until.Time.ToString("HH:mm", CultureInfo.InvariantCulture)],
        Waiting.UntilDate until => words["wait until {0}", until.PlusDays == 0 ? until.Attribute : string.Create(CultureInfo.InvariantCulture, $"{until.Attribute} {until.PlusDays:+0;-0} d")],
        Waiting.UntilRule until => words["wait until: {0}; at most {1}", rules.Say(until.Rule, texts), Long(until.Most)],
        _ => "",
    };

    string Long(Duration span) => span.Unit switch
    {
        DurationUnit.BusinessDays when span.Amount == 1 => words["one business day"],
        DurationUnit.Days when span.Amount == 1 => words["one day"],
        DurationUnit.BusinessDays => words["{0} business days", span.Amount],
        DurationUnit.Days => words["{0} days", span.Amount],
        _ when span.Amount % 60 == 0 => words["{0} hours", span.Amount / 60],
        _ => words["{0} min", span.Amount],
    };

    string To(Audience audience, AuthoredTexts texts) => audience switch
    {
        Audience.Roles roles => string.Join(", ", roles.Keys.Select(key => Title("role", key, texts))),
        Audience.Where where => words["contacts of whom it holds: {0}", rules.Say(where.Rule, texts)],
        _ => words["all contacts"],
    };

    static string Title(string kind, string key, AuthoredTexts texts) => kind == "template" ? texts.Template(key) : texts.Find(kind, key) ?? key;
}
