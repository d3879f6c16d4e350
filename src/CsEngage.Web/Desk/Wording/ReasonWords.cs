using System.Globalization;
using CsEngage.Core;
using CsEngage.Web.Shared;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Wording;

/// <summary>One line of an explanation: what was asked, and whether it holds.</summary>
/// <param name="Depth">How deep it stands in the rule.</param>
public sealed record ReasonLine(int Depth, Truth? Value, string Text, string Rule);

/// <summary>
/// Words the reasons of a verdict. Reasons come as keys with arguments, so that the same explanation is read in every language; the rule's
/// own text stands beside each line for who wants it exactly.
/// </summary>
public sealed class ReasonWords(IStringLocalizer<Words> words, SignalWords signals)
{
    public IEnumerable<ReasonLine> Lines(Reason reason) => Lines(reason, 0);

    IEnumerable<ReasonLine> Lines(Reason reason, int depth)
    {
        // "And" and "or" of the top speak for themselves by their parts.
        if (reason.Key is not ("and" or "or" or "not" or "contract")) return [new(depth, reason.Value, Say(reason), reason.Text)];
        var parts = reason.Parts.SelectMany(part => Lines(part, depth + 1));
        var head = reason.Key switch
        {
            "and" => words["All of these"],
            "or" => words["Any of these"],
            "not" => words["This must not hold"],
            _ => words["Among the contracts"],
        };
        return reason.Key == "and" && depth == 0 ? reason.Parts.SelectMany(part => Lines(part, 0)) : [new(depth, reason.Value, head, reason.Text), .. parts];
    }

    public string Say(Reason reason) => reason.Key switch
    {
        "compare" => words["{0} is {1}; asked for {2} {3}", reason.Parts.Length > 0 ? What(reason.Parts[0]) : reason.Text, Quantity(reason.Found), Comparator(reason["comparator"].Text), Quantity(reason["wanted"])],
        "in" => words["{0} is {1}; asked for one of {2}", Subject(reason), Quantity(reason.Found), string.Join(", ", reason.Arguments.Where(one => one.Name == "wanted").Select(one => Quantity(one.Value)))],
        "known" => reason.Found.IsKnown ? words["{0} is known: {1}", Subject(reason), Quantity(reason.Found)] : words["{0} is not known", Subject(reason)],
        "within" or "passed" => reason.Found.IsKnown ? words["{0} is on {1}", Subject(reason), Quantity(reason.Found)] : words["{0} is not known", Subject(reason)],
        "contains" or "starts-with" or "ends-with" => words["{0} is {1}; asked for “{2}”", Subject(reason), Quantity(reason.Found), Quantity(reason["wanted"])],
        "absence" => reason.Found.IsKnown
            ? words["{0}: last on {1}; asked for none in {2}", Counted(reason), Quantity(reason.Found), Quantity(reason["for"])]
            : words["{0}: never; asked for none in {1}", Counted(reason), Quantity(reason["for"])],
        "role" => words["Has the role “{0}”", Quantity(reason["role"])],
        "segment" => words["Is in the segment “{0}”", Quantity(reason["segment"])],
        "checkpoint" => words["Checkpoint “{0}” is reached", Quantity(reason["checkpoint"])],
        "enrolled" => words["Is in the journey “{0}”", Quantity(reason["journey"])],
        _ => reason.Found.IsKnown ? words["{0} is {1}", What(reason), Quantity(reason.Found)] : What(reason),
    };

    /// <summary>What a figure is about, without its value.</summary>
    public string What(Reason figure) => figure.Key switch
    {
        "count" => figure["window"].Text is { } window ? words["{0}, how often in {1}", Counted(figure), window] : words["{0}, how often", Counted(figure)],
        "first" => words["{0}, first time", Counted(figure)],
        "last" => words["{0}, last time", Counted(figure)],
        "last-value" => words["{0}, last value", Counted(figure)],
        "sum" or "average" => Counted(figure),
        "share" => words["Share of contacts where {0}", Quantity(figure["where"])],
        "progress" => words["Progress of the journey “{0}”", Quantity(figure["journey"])],
        "days-since" => figure.Parts is [var part, ..] ? words["Days since {0}", What(part)] : figure.Text,
        "days-until" => figure.Parts is [var part, ..] ? words["Days until {0}", What(part)] : figure.Text,
        "account-field" or "contact-field" or "contract-field" => Field(figure["field"].Text ?? figure.Text),
        _ => figure.Text,
    };

    string Subject(Reason reason) => reason.Parts is [var part, ..] ? What(part) : reason.Text;

    string Counted(Reason reason)
    {
        var kind = reason["kind"].Text ?? reason.Text;
        var name = signals.Name(kind) ?? kind;
        if (reason["subject"].Text is { } subject) name = words["{0} “{1}”", name, subject[(subject.IndexOf(':', StringComparison.Ordinal) + 1)..]];
        return reason["who"].Text is { } who ? words["{0} ({1})", name, Who(who)] : name;
    }

    string Who(string who) => who switch
    {
        "this contact" => words["this contact"],
        "any contact" => words["any contact"],
        "all contacts" => words["all contacts"],
        _ when who.StartsWith("role ", StringComparison.Ordinal) => words["role {0}", who[5..].Trim('"')],
        _ => who,
    };

    string Field(string name) => name switch
    {
        "lifecycle" => words["Lifecycle"],
        "tier" => words["Tier"],
        "touch-model" => words["Touch model"],
        "country" => words["Country"],
        _ => name,
    };

    static string Comparator(string? comparator) => comparator switch { ">=" => "≥", "<=" => "≤", "!=" => "≠", { } other => other, null => "=" };

    public string Quantity(Quantity quantity) => quantity switch
    {
        { Number: { } number } => number.ToString("#,0.##", CultureInfo.CurrentCulture),
        { Duration: { } length } => length.TotalDays >= 1 ? words["{0} d", Math.Floor(length.TotalDays)] : words["{0} h", Math.Floor(length.TotalHours)],
        { Date: { } date } => Moments.Day(new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero), CultureInfo.CurrentUICulture),
        { Instant: { } at } => Moments.Day(at, CultureInfo.CurrentUICulture),
        { Text: { } text } => text,
        { Flag: { } flag } => flag ? words["Yes"] : words["No"],
        _ => words["not known"],
    };
}
