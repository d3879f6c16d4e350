using CsEngage.Bench.Liquid;
using CsEngage.Bench.Mail;
using CsEngage.Bench.Rows;

namespace CsEngage.Bench;

/// <summary>Every row that is measured. A new one is added here and nowhere else.</summary>
static class Figures
{
    internal static IReadOnlyList<Func<Row>> All { get; } =
    [
        () => new LiquidRow(),
        () => new HostileRow(),
        () => new PageRow(),
        () => new SignalRow(),
        () => new AdvanceRow(),
        () => new StartRow(),
        () => new AimsRow(),
        () => new MailRow(),
        () => new QueueRow(),
    ];
}
