using System.Globalization;

namespace CsEngage.Core;

/// <summary>Numbers, times, dates and texts as written.</summary>
sealed partial class Parser
{
    Literal ReadLiteral(Sentence expected)
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text:
                at++;
                return new(Quantity.Of(token.Value));
            case TokenKind.Date:
                at++;
                return new(Quantity.Of(DateOnly.ParseExact(token.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture)));
            case TokenKind.Word when token.Value is "yes" or "true" or "no" or "false":
                at++;
                return new(Quantity.Of(token.Value is "yes" or "true"));
            case TokenKind.Symbol when token.Value == "-" && Peek(1).Kind == TokenKind.Number:
                at++;
                return ReadNumber(-1);
            case TokenKind.Number:
                return ReadNumber(1);
            default:
                throw Unexpected(expected);
        }
    }

    Literal ReadNumber(int sign)
    {
        if (sign > 0 && Unit(Peek(1).Value) is not null && Peek(1).Kind == TokenKind.Word)
            return ReadLength() is var length ? new(Quantity.Of(new TimeSpan(length.Ticks)), length.ToString()) : throw Unexpected(Sentence.Of("a time"));
        var number = sign * decimal.Parse(Current.Value, CultureInfo.InvariantCulture);
        at++;
        return new(Quantity.Of(Take("%") ? number / 100 : number));
    }

    Length ReadLength()
    {
        var count = ReadWhole(Sentence.Of("a time, such as 30 days"));
        if (Current.Kind == TokenKind.End) Hope("minutes", "hours", "days", "weeks");
        if (Current.Kind != TokenKind.Word || Unit(Current.Value) is not { } unit)
            throw Unexpected(Sentence.Of("minutes, hours, days or weeks"), Nearest.Of(Current.Value, ["minutes", "hours", "days", "weeks"]));
        at++;
        return count <= 36_500 ? new(count, unit) : throw Wrong(Sentence.Of("This is longer than a hundred years of days."), tokens[at - 2].Position);
    }

    static LengthUnit? Unit(string word) => word switch
    {
        "minute" or "minutes" => LengthUnit.Minute,
        "hour" or "hours" => LengthUnit.Hour,
        "day" or "days" => LengthUnit.Day,
        "week" or "weeks" => LengthUnit.Week,
        _ => null,
    };

    int ReadWhole(Sentence expected)
    {
        if (Current.Kind != TokenKind.Number) throw Unexpected(expected);
        if (!int.TryParse(Current.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n == 0)
            throw Wrong(Sentence.Of("This must be a whole number from 1 on."), Position, expected);
        at++;
        return n;
    }

    string ReadText(TextKind kind)
    {
        if (Current.Kind == TokenKind.End) hoped.Add((null, kind));
        if (Current.Kind != TokenKind.Text)
            throw Unexpected(Expected(kind), Current.Kind == TokenKind.Word ? Quoted.Write(Current.Value) : null);
        var text = Current.Value;
        if (text.Length == 0) throw Wrong(Sentence.Of("This text is empty."), Position, Expected(kind));
        at++;
        return text;
    }

    static Sentence Expected(TextKind kind) => kind switch
    {
        TextKind.Plain => Sentence.Of("a text in quotation marks"),
        TextKind.Kind => Sentence.Of("a kind of signal in quotation marks, such as \"guide.read\""),
        TextKind.Subject => Sentence.Of("a subject in quotation marks, such as \"guide:first-report\""),
        TextKind.Role => Sentence.Of("the key of a role in quotation marks"),
        TextKind.Guide => Sentence.Of("the key of a guide in quotation marks"),
        TextKind.Checkpoint => Sentence.Of("the key of a checkpoint in quotation marks"),
        TextKind.Journey => Sentence.Of("the key of a journey in quotation marks"),
        TextKind.Segment => Sentence.Of("the key of a segment in quotation marks"),
        _ => Sentence.Of("the key of a survey in quotation marks"),
    };
}
