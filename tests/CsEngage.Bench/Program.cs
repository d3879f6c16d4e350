using CsEngage.Bench;
using CsEngage.Bench.Liquid;

// One verb per thing that ./dev hands on; what a verb does lives in the folder of its room.
return args switch
{
    ["liquid", var file] => Conformance.Run(file),
    ["bounces", var folder] => CsEngage.Bench.Mail.Bounces.Run(folder),
    ["agents", var folder] => CsEngage.Bench.Mail.Agents.Run(folder),
    ["check"] => await CsEngage.Bench.Recipes.Check.Run(),
    ["simulate", .. var options] => CsEngage.Bench.Journeys.Simulate.Run(options),
    ["bench", .. var names] => Report.Run(Figures.All, names, verify: false),
    ["verify"] => Report.Run(Figures.All, [], verify: true),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("verbs: liquid FILE | bounces DIR | agents DIR | check | simulate [--accounts N] [--days D] [--seed S] | bench [NAME...] [--short] | verify");
    return 2;
}
