using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Web.Desk;
using CsEngage.Web.Desk.Wording;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Shared;

/// <summary>A rule or figure as people read it, and as it is written.</summary>
/// <param name="Words">In the reader's language.</param>
/// <param name="Text">In the rule language.</param>
public sealed record WordedRule(string Words, string Text)
{
    /// <summary>Names in it that nothing bears, each with what was probably meant: this part of it never holds.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>Those of them that must not be published.</summary>
    public ImmutableArray<string> Faults { get; init; } = [];
}

/// <summary>
/// Says rules and figures in the reader's language, by the titles of what they name. Nobody has to know the rule language to read what an author
/// decided; its text is a click away.
/// </summary>
public sealed class RuleSpeech(IStringLocalizer<Words> words, SignalWords signals, AccountWords accounts)
{
    public string Say(Rule rule, AuthoredTexts texts) => Opened(new Reading(words, signals, accounts, texts).Test(rule.Phrase));

    public string Say(Figure figure, AuthoredTexts texts) => Opened(new Reading(words, signals, accounts, texts).Value(figure.Phrase));

    public WordedRule Of(Rule rule, AuthoredTexts texts) => Worded(Say(rule, texts), rule.ToString(), rule.Phrase, texts);

    public WordedRule Of(Figure figure, AuthoredTexts texts) => Worded(Say(figure, texts), figure.ToString(), figure.Phrase, texts);

    /// <summary>A rule or figure that is kept as text. One that cannot be read is shown as it is written: its author has to mend it.</summary>
    public WordedRule Of(string text, AuthoredTexts texts)
    {
        foreach (var scope in (ReadOnlySpan<RuleScope>)[RuleScope.Account, RuleScope.Contact])
        {
            try
            {
                var rule = Rule.Parse(text, scope);
                return Worded(Say(rule, texts), text, rule.Phrase, texts);
            }
            catch (RuleException)
            {
                // It may be a figure, or of the other scope.
            }

            try
            {
                var figure = Figure.Parse(text, scope);
                return Worded(Say(figure, texts), text, figure.Phrase, texts);
            }
            catch (RuleException)
            {
                // Tried in the other scope next.
            }
        }

        return new(text, text);
    }

    WordedRule Worded(string said, string text, Phrase phrase, AuthoredTexts texts) =>
        RuleNames.Unknown(phrase, texts.Names) is { IsEmpty: false } unknown
            ? new(said, text) { Unknown = [.. unknown.Select(name => words.Say(name.Said))], Faults = [.. unknown.Where(name => name.IsFault).Select(name => words.Say(name.Said))] } : new(said, text);

    static string Opened(string sentence) => sentence.Length == 0 ? sentence : char.ToUpper(sentence[0], CultureInfo.CurrentCulture) + sentence[1..];

    sealed class Reading(IStringLocalizer<Words> words, SignalWords signals, AccountWords accounts, AuthoredTexts texts)
    {
        public string Test(Phrase phrase) => phrase.Key switch
        {
            "and" => Joined(phrase, (one, other) => words["{0}, and {1}", one, other]),
            "or" => Joined(phrase, (one, other) => words["{0}, or {1}", one, other]),
            "not" => Not(phrase.Parts[0]),
            "compare" => Compared(phrase, phrase.Parts[0], phrase["comparator"].Text ?? "=", phrase.Parts[1]),
            "in" => words["{0} is one of {1}", Value(phrase.Parts[0]), Wanted(phrase)],
            "known" => words["{0} is known", Value(phrase.Parts[0])],
            "contains" => words["{0} contains “{1}”", Value(phrase.Parts[0]), phrase["wanted"].Text ?? ""],
            "starts-with" => words["{0} begins with “{1}”", Value(phrase.Parts[0]), phrase["wanted"].Text ?? ""],
            "ends-with" => words["{0} ends with “{1}”", Value(phrase.Parts[0]), phrase["wanted"].Text ?? ""],
            "within" => phrase["last"].Duration is { } ago ? words["{0} was within the last {1}", Value(phrase.Parts[0]), Long(ago)] : words["{0} is within the next {1}", Value(phrase.Parts[0]), Long(phrase["next"].Duration ?? default)],
            "passed" => words["{0} has passed", Value(phrase.Parts[0])],
            "absence" => words["no {0} for {1}", Counted(phrase), Long(phrase["for"].Duration ?? default)],
            "guide" => Guide(phrase),
            "role" => words["holds the role “{0}”", Title("role", phrase["role"])],
            "segment" => words["belongs to the segment “{0}”", Title("segment", phrase["segment"])],
            "checkpoint" => words["the checkpoint “{0}” is reached", Checkpoint(phrase)],
            "enrolled" => phrase["for"].Duration is { } length ? words["has been in the journey “{0}” for {1}", Title("journey", phrase["journey"]), Long(length)] : words["takes part in the journey “{0}”", Title("journey", phrase["journey"])],
            "contract" => phrase["quantifier"].Text == "all" ? words["for every contract: {0}", Test(phrase.Parts[0])] : words["for at least one contract: {0}", Test(phrase.Parts[0])],
            _ => phrase.Text,
        };

        string Not(Phrase part) => part.Key switch
        {
            "in" => words["{0} is none of {1}", Value(part.Parts[0]), Wanted(part)],
            "known" => words["{0} is not known", Value(part.Parts[0])],
            "role" => words["does not hold the role “{0}”", Title("role", part["role"])],
            "segment" => words["does not belong to the segment “{0}”", Title("segment", part["segment"])],
            "checkpoint" => words["the checkpoint “{0}” is not reached", Checkpoint(part)],
            "enrolled" when !part["for"].IsKnown => words["does not take part in the journey “{0}”", Title("journey", part["journey"])],
            "passed" => words["{0} has not passed", Value(part.Parts[0])],
            "guide" when !part["who"].IsKnown && !part["window-size"].IsKnown && part["verb"].Text == "read" => words["the guide “{0}” is not read", texts.Guide(part["guide"].Text ?? "")],
            _ => words["it is not so that {0}", Inside(part)],
        };

        // "And" binds as it is said; whatever is joined within a joint is set apart.
        string Joined(Phrase phrase, Func<string, string, string> join) => phrase.Parts.Select(Inside).Aggregate((sum, next) => join(sum, next));

        string Inside(Phrase part) => part.Key is "and" or "or" ? words["({0})", Test(part)] : Test(part);

        string Compared(Phrase phrase, Phrase left, string comparator, Phrase right)
        {
            if (left.Key == "count" && right["value"].Number is { } times) return words["{0}: {1}", Counted(left), Times(comparator, times)];
            var (what, than) = (Value(left), right.Key == "text" ? Named(left, right["value"].Text ?? "") : Value(right));
            return comparator switch
            {
                "=" => words["{0} is {1}", what, than],
                "!=" => words["{0} is not {1}", what, than],
                "<" => words["{0} is less than {1}", what, than],
                "<=" => words["{0} is at most {1}", what, than],
                ">" => words["{0} is more than {1}", what, than],
                ">=" => words["{0} is at least {1}", what, than],
                _ => phrase.Text,
            };
        }

        string Times(string comparator, decimal n) => (comparator, n) switch
        {
            (">=", 1) or (">", 0) => words["at least once"],
            ("=", 0) or ("<", 1) or ("<=", 0) => words["not once"],
            ("=", 1) => words["exactly once"],
            (">=", _) => words["at least {0} times", Number(n)],
            (">", _) => words["more than {0} times", Number(n)],
            ("<=", 1) => words["at most once"],
            ("<=", _) => words["at most {0} times", Number(n)],
            ("<", _) => words["fewer than {0} times", Number(n)],
            ("=", _) => words["exactly {0} times", Number(n)],
            _ => words["not {0} times", Number(n)],
        };

        string Guide(Phrase phrase)
        {
            var (title, who) = (texts.Guide(phrase["guide"].Text ?? ""), phrase["who-kind"].Text is null or "this" ? null : Who(phrase));
            string said = (phrase["verb"].Text, who) switch
            {
                ("viewed", null) => words["the guide “{0}” is opened", title],
                ("completed", null) => words["the guide “{0}” is completed", title],
                (_, null) => words["the guide “{0}” is read", title],
                ("viewed", _) => words["the guide “{0}” is opened by {1}", title, who],
                ("completed", _) => words["the guide “{0}” is completed by {1}", title, who],
                _ => words["the guide “{0}” is read by {1}", title, who],
            };
            return phrase["window-size"].Duration is { } within ? words["{0}, in the last {1}", said, Long(within)] : said;
        }

        public string Value(Phrase phrase) => phrase.Key switch
        {
            "number" => phrase.Text.EndsWith('%') ? phrase.Text : Number(phrase["value"].Number ?? 0),
            "text" => words["“{0}”", phrase["value"].Text ?? ""],
            "flag" => phrase["value"].Flag == true ? words["Yes"] : words["No"],
            "date" => phrase["value"].Date is { } date ? Moments.Day(new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero), CultureInfo.CurrentUICulture) : phrase.Text,
            "duration" => Long(phrase["value"].Duration ?? default),
            "account-field" or "contact-field" or "contract-field" => Field(phrase),
            "count" => words["the number of {0}", Counted(phrase)],
            "sum" => words["the total of {0}", Counted(phrase)],
            "average" => words["the average of {0}", Counted(phrase)],
            "first" => words["the first {0}", Counted(phrase)],
            "last" => words["the last {0}", Counted(phrase)],
            "last-value" => words["the latest value of {0}", Counted(phrase)],
            "survey-answer" => By(words["the last answer to “{0}”", Title("survey", phrase["survey"])], phrase),
            "share" => phrase["role"].IsKnown
                ? words["the share of contacts with the role “{0}” for whom: {1}", Title("role", phrase["role"]), Test(phrase.Parts[0])] : words["the share of contacts for whom: {0}", Test(phrase.Parts[0])],
            "progress" => words["the progress of “{0}”", Title("journey", phrase["journey"])],
            "recency" => words["how recent {0} is, halved every {1}", Counted(phrase.Parts[0]), Long(phrase["half-life"].Duration ?? default)],
            "days-since" => words["the days since {0}", Value(phrase.Parts[0])],
            "days-until" => words["the days until {0}", Value(phrase.Parts[0])],
            "add" => $"{Value(phrase.Parts[0])} + {Term(phrase.Parts[1])}",
            "subtract" => $"{Value(phrase.Parts[0])} − {Term(phrase.Parts[1])}",
            "multiply" => $"{Term(phrase.Parts[0])} × {Term(phrase.Parts[1])}",
            "divide" => $"{Term(phrase.Parts[0])} ÷ {Term(phrase.Parts[1])}",
            _ => phrase.Text,
        };

        string Term(Phrase part) => part.Key is "add" or "subtract" or "multiply" or "divide" ? words["({0})", Value(part)] : Value(part);

        /// <summary>Which signals, by whom, since when.</summary>
        string Counted(Phrase phrase)
        {
            var kind = phrase["kind"].Text ?? phrase.Text;
            string name = kind == "*" ? words["any activity"] : words["“{0}”", texts.Find("kind", kind) ?? signals.Name(kind) ?? kind];
            if (phrase["subject"].Text is { } subject && !subject.EndsWith('*')) name = words["{0} of “{1}”", name, Subject(subject)];
            name = By(name, phrase);
            return (phrase["window-size"].Duration, phrase["window-before"].Duration) switch
            {
                ({ } size, { } before) => words["{0} in the {1} before the last {2}", name, Long(size), Long(before)],
                ({ } size, null) => words["{0} in the last {1}", name, Long(size)],
                _ => name,
            };
        }

        string By(string name, Phrase phrase) => phrase["who-kind"].IsKnown ? words["{0} by {1}", name, Who(phrase)] : name;

        string Who(Phrase phrase)
        {
            var kind = phrase["who-kind"].Text;
            if (kind == "role") return words["the role “{0}”", Title("role", phrase["role"])];
            string who = kind switch
            {
                "this" => words["this contact"],
                "any" => words["any contact"],
                "all" => words["all contacts"],
                _ => words["at least {0} contacts", Number(phrase["at-least"].Number ?? 1)],
            };
            return phrase["role"].IsKnown ? words["{0} with the role “{1}”", who, Title("role", phrase["role"])] : who;
        }

        string Subject(string subject)
        {
            var colon = subject.IndexOf(':', StringComparison.Ordinal);
            var (kind, key) = colon < 0 ? ("", subject) : (subject[..colon], subject[(colon + 1)..]);
            return kind == "guide" ? texts.Guide(key) : texts.Find(kind, key) ?? key;
        }

        string Checkpoint(Phrase phrase) => texts.Find("checkpoint", $"{phrase["journey"].Text}/{phrase["checkpoint"].Text}") ?? phrase["checkpoint"].Text ?? "";

        string Title(string group, in Quantity key) => texts.Find(group, key.Text ?? "") ?? key.Text ?? "";

        string Wanted(Phrase phrase) => string.Join(words[", "], phrase.Arguments.Where(one => one.Name == "wanted").Select(one => one.Value.Text is { } text ? Named(phrase.Parts[0], text) : Plain(one.Value)));

        // What an account's field holds is a key of its own list.
        string Named(Phrase field, string key) => (field.Key, field["field"].Text) switch
        {
            ("account-field", "lifecycle") => words["“{0}”", accounts.Lifecycle(key)],
            ("account-field", "touch-model") => words["“{0}”", accounts.TouchModel(key)],
            ("account-field", "tier") => words["“{0}”", texts.Tier(key)],
            _ => words["“{0}”", key],
        };

        string Field(Phrase phrase)
        {
            var name = phrase["field"].Text ?? phrase.Text;
            return (phrase.Key, name) switch
            {
                ("account-field", "lifecycle") => words["the lifecycle"],
                ("account-field", "tier") => words["the tier"],
                ("account-field", "touch-model") => words["the touch model"],
                ("account-field", "country") => words["the country"],
                ("account-field", "zone") => words["the time zone"],
                ("account-field", "locale") => words["the language"],
                ("account-field", "name") => words["the name of the account"],
                ("account-field", "csm") => words["the CSM"],
                ("account-field", "parent") => words["the parent account"],
                ("account-field", "created") => words["the start of the account"],
                ("contact-field", "title") => words["the job title"],
                ("contact-field", "department") or ("contract-field", "department") => words["the department"],
                ("contact-field", "primary") => words["the main contact"],
                ("contact-field", "joined") => words["the start of the contact"],
                ("contract-field", "start") => words["the start of the contract"],
                ("contract-field", "end") => words["the end of the contract"],
                ("contract-field", "notice-by") => words["the last day for notice"],
                ("contract-field", "auto-renew") => words["renewal by itself"],
                ("contract-field", "amount") => words["the amount"],
                ("contract-field", "arr") => words["the annual revenue"],
                ("contract-field", "mrr") => words["the monthly revenue"],
                ("contract-field", "period") => words["the period of payment"],
                ("contract-field", "currency") => words["the currency"],
                ("contract-field", "status") => words["the state of the contract"],
                ("contract-field", "products") => words["the products"],
                ("contract-field", "outcome") => words["the outcome of the contract"],
                (_, "external-id") => words["the id outside"],
                _ => words["“{0}”", texts.Find("attribute", name) ?? name],
            };
        }

        string Plain(in Quantity value) => value switch
        {
            { Number: { } number } => Number(number),
            { Flag: { } flag } => flag ? words["Yes"] : words["No"],
            { Date: { } date } => Moments.Day(new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero), CultureInfo.CurrentUICulture),
            { Duration: { } length } => Long(length),
            _ => value.ToString(),
        };

        static string Number(decimal number) => number.ToString("#,0.####", CultureInfo.CurrentCulture);

        string Long(TimeSpan length) => length switch
        {
            { TotalDays: 1 } => words["one day"],
            _ when length.Ticks % TimeSpan.TicksPerDay == 0 => words["{0} days", (int)length.TotalDays],
            { TotalHours: 1 } => words["one hour"],
            _ when length.Ticks % TimeSpan.TicksPerHour == 0 => words["{0} hours", (int)length.TotalHours],
            _ => words["{0} min", (int)length.TotalMinutes],
        };
    }
}
