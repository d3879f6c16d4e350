namespace CsEngage.Core;

/// <summary>Fields, counts, quantifiers and the shorter ways.</summary>
sealed partial class Parser
{
    Node ReadPrimary()
    {
        Hope(FigureOpenings);
        if (!onlyFigure) Hope(RuleOpenings);
        if (scope == RuleScope.Contact && !onlyFigure) Hope("role");
        if (scope == RuleScope.Contact) Hope("contact.title", "contact.department", "contact.primary", "contact.joined");
        if (inContract) Hope([.. ContractFields.Select(field => "contract." + field)]);
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Symbol when token.Value == "(":
                Deeper();
                at++;
                var inside = ReadAny();
                Expect(")");
                depth--;
                return inside;
            case TokenKind.Text or TokenKind.Number or TokenKind.Date or TokenKind.Symbol when token.Kind != TokenKind.Symbol || token.Value == "-":
                return ReadLiteral(Sentence.Of("a rule"));
            case TokenKind.Word:
                return ReadWord(token);
            default:
                throw Unexpected(Sentence.Of("a rule, such as guide \"first-report\" read"));
        }
    }

    Node ReadWord(Token token)
    {
        if (token.Value is "yes" or "no" or "true" or "false" && !(token.Value == "no" && Peek(1).Kind == TokenKind.Text)) return ReadLiteral(Sentence.Of("a value"));
        if (token.Value.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot) return ReadField(token, token.Value[..dot], token.Value[(dot + 1)..]);
        at++;
        switch (token.Value)
        {
            case "count": return ReadCounter(Counted.Count);
            case "sum": return ReadCounter(Counted.Sum);
            case "average": return ReadCounter(Counted.Average);
            case "first": return ReadCounter(Counted.First);
            case "last" when Take("value"):
                Expect("of");
                return ReadCounter(Counted.LastValue);
            case "last": return ReadCounter(Counted.Last);
            case "recency":
                Expect("of");
                var last = ReadCounter(Counted.Last);
                Expect("half-life", Sentence.Of("half-life and a time"));
                return new Recency(last, ReadLength());
            case "days": return ReadDays(token);
            case "share": return ReadShare();
            case "progress":
                Expect("of");
                return new Progress(ReadText(TextKind.Journey));
            case "survey": return ReadSurvey();
            case "guide": return ReadGuide();
            case "checkpoint": return ReadCheckpoint();
            case "enrolled":
                Expect("in");
                var journey = ReadText(TextKind.Journey);
                return new Enrolled(journey, Take("for") ? ReadLength() : null);
            case "no": return ReadAbsence();
            case "segment": return new SegmentTest(ReadText(TextKind.Segment));
            case "any" or "all" when Is("contract"): return ReadContract(token);
            case "touch":
                Expect("model");
                return new FieldFigure(FieldOwner.Account, "touch-model");
            case "role" when scope == RuleScope.Contact: return new RoleTest(ReadText(TextKind.Role));
            case "role": throw Wrong(Sentence.Of("In account scope there is no single contact to hold a role."), token.Position, Sentence.Verbatim("share of contacts with role …, by role …"));
            default:
                at--;
                throw Unexpected(Sentence.Of("a rule, such as guide \"first-report\" read"), Nearest.Of(token.Value, FirstWords));
        }
    }

    static readonly string[] FigureOpenings =
    [
        "(", "count", "sum", "average", "first", "last", "last value of", "recency of", "days since", "days until", "share of contacts", "progress of", "survey", "touch model",
        "account.name", "account.lifecycle", "account.tier", "account.touch-model", "account.country", "account.csm", "account.parent", "account.created",
    ];

    static readonly string[] RuleOpenings = ["guide", "checkpoint", "enrolled in", "no", "segment", "any contract", "all contract", "not"];

    static readonly string[] FirstWords = [.. FigureOpenings.Concat(RuleOpenings).Select(opening => opening.Split(' ')[0]).Distinct(), "role", "yes", "contact.title", "contract.end"];

    FieldFigure ReadField(Token token, string owner, string name)
    {
        at++;
        switch (owner)
        {
            case "account":
                return new(FieldOwner.Account, name);
            case "contact":
                return scope == RuleScope.Contact ? new(FieldOwner.Contact, name)
                    : throw Wrong(Sentence.Of("In account scope there is no single contact."), token.Position, Sentence.Verbatim("share of contacts where (…), account.…"));
            case "contract":
                if (!inContract) throw Wrong(Sentence.Of("There may be several contracts."), token.Position, Sentence.Verbatim($"any contract ({token.Value} …), all contract ({token.Value} …)"));
                return FieldFigure.OfContract(name) is not null ? new(FieldOwner.Contract, name)
                    : throw Wrong(Sentence.Of("Contracts have no field \"{0}\".", name), token.Position, Sentence.Of("one of {0}", string.Join(", ", ContractFields)), Nearest.Of(name, ContractFields) is { } near ? "contract." + near : null);
            default:
                throw Wrong(Sentence.Of("\"{0}\" has no fields.", owner), token.Position, Sentence.Verbatim("account.…, contact.…, contract.…"), Nearest.Of(owner, ["account", "contact", "contract"]) is { } near2 ? $"{near2}.{name}" : null);
        }
    }

    static readonly string[] ContractFields =
        ["start", "end", "notice-by", "auto-renew", "amount", "arr", "mrr", "period", "currency", "status", "products", "department", "outcome", "external-id"];

    CounterFigure ReadCounter(Counted what)
    {
        var kind = ReadText(TextKind.Kind);
        string? subject = null;
        Who? who = null;
        Window? window = null;
        while (true)
        {
            if (subject is null && Take("of")) subject = ReadText(TextKind.Subject);
            else if (who is null && Take("by")) who = ReadWho();
            else if (window is null && Is("in") && !Peek(1).Is("[")) window = ReadWindow(what);
            else return new(what, new(kind, subject), who, window);
        }
    }

    Window ReadWindow(Counted what)
    {
        if (what is Counted.First or Counted.Last or Counted.LastValue)
            throw Wrong(Sentence.Of("The first and the last are looked for in all time."), Position, Sentence.Of("a comparison, such as within last 30 days"));
        var position = Position;
        at++;
        var window = new Window(ReadLength(), Take("before") ? ReadLength() : null);
        return window.Reach.Days <= DaysKept ? window : throw Wrong(Sentence.Of("Counters are not kept that long."), position, Sentence.Of("at most {0} days back", DaysKept));
    }

    Who ReadWho()
    {
        var position = Position;
        if (Take("this"))
        {
            Expect("contact");
            return scope == RuleScope.Contact ? Who.This
                : throw Wrong(Sentence.Of("In account scope there is no \"this contact\"."), position, Sentence.Verbatim("any contact, all contacts, at least N contacts, role \"…\""));
        }
        if (Take("role")) return new(WhoKind.Role, ReadText(TextKind.Role));
        if (Take("any"))
        {
            Expect("contact");
            return new(WhoKind.Any, ReadWithRole());
        }
        if (Take("all"))
        {
            Expect("contacts");
            return new(WhoKind.All, ReadWithRole());
        }
        if (!Take("at")) throw Unexpected(Sentence.Verbatim("this contact, any contact, all contacts, at least N contacts, role \"…\""), Nearest.Of(Current.Value, ["this", "any", "all", "at", "role"]));
        Expect("least");
        var n = ReadWhole(Sentence.Of("a number of contacts"));
        if (!Take("contact")) Expect("contacts");
        return new(WhoKind.AtLeast, ReadWithRole(), n);
    }

    string? ReadWithRole()
    {
        if (!Is("with") || !Peek(1).Is("role")) return null;
        at += 2;
        return ReadText(TextKind.Role);
    }

    DaysBetween ReadDays(Token token)
    {
        var until = Take("until");
        if (!until) Expect("since", Sentence.Of("since or until"));
        var figure = AsFigure(Position, ReadPrimary());
        CheckTime(token.Position, figure);
        return new(figure, until);
    }

    Share ReadShare()
    {
        Expect("of");
        Expect("contacts");
        var role = ReadWithRole();
        Expect("where", Sentence.Of("with role or where"));
        return new(role, ReadInside(RuleScope.Contact, inContract));
    }

    ContractQuantifier ReadContract(Token token)
    {
        at++;
        return new(token.Value == "all", ReadInside(scope, true));
    }

    RuleNode ReadInside(RuleScope innerScope, bool innerContract)
    {
        var (outerScope, outerContract, outerFigure) = (scope, inContract, onlyFigure);
        Deeper();
        Expect("(", Sentence.Of("( and a rule"));
        (scope, inContract, onlyFigure) = (innerScope, innerContract, false);
        var rule = AsRule(ReadAny());
        (scope, inContract, onlyFigure) = (outerScope, outerContract, outerFigure);
        Expect(")");
        depth--;
        return rule;
    }

    CounterFigure ReadSurvey()
    {
        var survey = ReadText(TextKind.Survey);
        Expect("last", Sentence.Verbatim("last answer"));
        Expect("answer");
        return new(Counted.LastValue, new("survey.answered", "survey:" + survey), Take("by") ? ReadWho() : null, survey: survey);
    }

    Sugar ReadGuide()
    {
        var guide = ReadText(TextKind.Guide);
        var verb = Current.Value;
        if (Current.Kind != TokenKind.Word || verb is not ("viewed" or "read" or "completed"))
        {
            Hope("viewed", "read", "completed");
            throw Unexpected(Sentence.Of("viewed, read or completed"), Nearest.Of(verb, ["viewed", "read", "completed"]));
        }
        at++;
        Who? who = Take("by") ? ReadWho() : null;
        return Sugar.Guide(guide, verb, who, Take("within") ? ReadLength() : null);
    }

    RuleNode ReadCheckpoint()
    {
        var checkpoint = ReadText(TextKind.Checkpoint);
        Expect("of", Sentence.Of("of and the key of its journey"));
        var journey = ReadText(TextKind.Journey);
        var not = Take("not");
        Expect("reached", Sentence.Of("reached or not reached"));
        return not ? Sugar.NotReached(checkpoint, journey) : new CheckpointTest(checkpoint, journey);
    }

    Absence ReadAbsence()
    {
        var counter = ReadCounter(Counted.Count);
        Expect("for", Sentence.Of("for and a time, such as for 14 days"));
        return new(counter.Key, counter.Who, ReadLength());
    }
}
