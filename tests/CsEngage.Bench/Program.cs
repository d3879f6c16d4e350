using CsEngage.Bench;
using CsEngage.Bench.Liquid;

// One verb per thing that ./dev hands on; what a verb does lives in the folder of its room.
return args switch
{
    ["liquid", var file] => Conformance.Run(file),
    ["bounces", var folder] => CsEngage.Bench.Mail.Bounces.Run(folder),
    ["agents", var folder] => CsEngage.Bench.Mail.Agents.Run(folder),
    ["simulate", .. var options] => CsEngage.Bench.Journeys.Simulate.Run(options),
    ["screenshots", var address, var folder] => await CsEngage.Bench.Screens.Screenshots.Run(new Uri(address), folder),
    ["bench", .. var names] => Report.Run(Figures.All, names, verify: false),
    ["verify"] => Report.Run(Figures.All, [], verify: true),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("verbs: liquid FILE | bounces DIR | agents DIR | simulate [--accounts N] [--days D] [--seed S] | screenshots ADDRESS DIR | bench [NAME...] [--short] | verify");
    return 2;
}
