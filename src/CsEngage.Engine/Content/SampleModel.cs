using CsEngage.Engine.Accounts;
using CsEngage.Liquid;

namespace CsEngage.Engine.Content;

/// <summary>
/// Values to try a text with before anybody reads it: of somebody of whom everything is known, and of somebody of whom only that is known which is
/// known of everybody. A text that can be written for both can be written for those between.
/// </summary>
public static class SampleModel
{
    const string Web = "https://example.com/";

    /// <param name="isFull">Whether everything is known.</param>
    /// <param name="inMail">Whether there is a journey that sends it.</param>
    /// <param name="own">The own fields of accounts.</param>
    public static LiquidMap Of(bool isFull, bool inMail, IReadOnlyDictionary<string, AccountField> own)
    {
        LiquidValue Maybe(LiquidValue value) => isFull ? value : LiquidValue.Nil;
        var account = new LiquidMapBuilder { ["name"] = "Acme", ["tier"] = Maybe("standard"), ["lifecycle"] = "onboarding" };
        if (isFull)
            foreach (var (key, field) in own)
                if (field.Sample is { } value) account.Add(TemplateModel.Field(key), TemplateModel.Value(value));
        var model = new LiquidMapBuilder
        {
            ["operator"] = new LiquidMapBuilder { ["name"] = "Operator", ["legal_name"] = Maybe("Operator, Inc."), ["address"] = Maybe("1 Example Street"), ["url"] = Maybe(Web) },
            ["portal"] = new LiquidMapBuilder { ["name"] = "Acme", ["url"] = Web, ["locale"] = "en" },
            ["account"] = account,
            ["contact"] = new LiquidMapBuilder
            {
                ["name"] = "hana@example.com", ["greeting_name"] = Maybe("Hana"), ["given_name"] = Maybe("Hana"), ["locale"] = "en",
                ["roles"] = isFull ? LiquidValue.List(["organizer"], role => role) : LiquidValue.List([]),
            },
            ["csm"] = isFull ? new LiquidMapBuilder { ["name"] = "Clara Winter", ["title"] = "Customer success manager", ["photo"] = Web, ["ask_url"] = Web, ["book_url"] = Web } : LiquidValue.Nil,
            ["preferences_url"] = Web,
            ["next"] = isFull ? new LiquidMapBuilder { ["title"] = "Invite your team", ["reason"] = "So that reports have someone to read them.", ["minutes"] = 6, ["url"] = Web } : LiquidValue.Nil,
            // Whoever gets a mail of a journey is on it; who reads a guide may be on none.
            ["journey"] = inMail || isFull ? Journey() : LiquidValue.Nil,
        };
        if (!inMail) return model.Build();
        model.Add("checkpoint", new LiquidMapBuilder { ["title"] = "First report", ["promise"] = "You see your own figures." });
        model.Add("touch", new LiquidMapBuilder { ["subject"] = "Subject", ["preheader"] = "" });
        model.Add("unsubscribe_url", Web);
        return model.Build();
    }

    static LiquidMapBuilder Journey() => new()
    {
        ["title"] = "Onboarding", ["progress"] = 0.5m,
        ["stages"] = LiquidValue.List(["Set up"], stage => new LiquidMapBuilder
        {
            ["title"] = stage,
            ["checkpoints"] = LiquidValue.List(["First report"], checkpoint => new LiquidMapBuilder { ["title"] = checkpoint, ["promise"] = "You see your own figures.", ["state"] = "open", ["side"] = "customer", ["due"] = new DateOnly(2026, 3, 1) }),
        }),
    };
}
