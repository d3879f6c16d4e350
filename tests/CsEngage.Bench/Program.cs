using CsEngage.Bench;
using CsEngage.Bench.Floors;
using CsEngage.Bench.Liquid;

// One verb per thing that ./dev hands on; what a verb does lives in the folder of its room.
return args switch
{
    ["liquid", var file] => Conformance.Run(file),
    ["bounces", var folder] => CsEngage.Bench.Mail.Bounces.Run(folder),
    ["agents", var folder] => CsEngage.Bench.Mail.Agents.Run(folder),
    ["check"] => await CsEngage.Bench.Recipes.Check.Run(),
    ["simulate", .. var options] => CsEngage.Bench.Journeys.Simulate.Run(options),
    ["screenshots", var address, var folder] => await CsEngage.Bench.Screens.Screenshots.Run(new Uri(address), folder),
    ["bench", .. var names] => Report.Run(Figures.All, names, verify: false),
    ["verify"] => Report.Run(Figures.All, [], verify: true),
    ["floor", .. var floor] => Floor(floor),
    _ => Usage(),
};

// A floor is started as a process by the row that it stands beside.
static int Floor(string[] floor)
{
    switch (floor)
    {
        case ["page", var url, var file, var bytes]: PageFloor.Run(url, file, int.Parse(bytes, System.Globalization.CultureInfo.InvariantCulture)); return 0;
        case ["signal", var url, var file]: SignalFloor.Run(url, file); return 0;
        case ["start", var url]: StartFloor.Run(url); return 0;
        default: return Usage();
    }
}

static int Usage()
{
    Console.Error.WriteLine("verbs: liquid FILE | bounces DIR | agents DIR | check | simulate [--accounts N] [--days D] [--seed S] | screenshots ADDRESS DIR | bench [NAME...] [--short] | verify");
    return 2;
}
