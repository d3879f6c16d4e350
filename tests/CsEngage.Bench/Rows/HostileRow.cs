using System.Security.Cryptography;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Tests.Hostile;

namespace CsEngage.Bench.Rows;

/// <summary>
/// How long the worst of what authors could write takes, and how much it allocates: a template is to end within 100 ms and 16 MB, a text within four seconds.
/// Tests count what these cost; times are figures, with a loop beside them that says how fast this machine is at the moment.
/// </summary>
sealed class HostileRow : Row
{
    readonly byte[] _block = new byte[1 << 20];

    internal override IReadOnlyList<Figure> Figures { get; } =
    [
        new("hostile/template", "ms, of the slowest", null, 100) { IsLimit = true },
        new("hostile/template/memory", "MB, of the largest", null, 16) { IsLimit = true },
        new("hostile/text", "ms, of the slowest", null, 4000) { IsLimit = true },
        new("hostile/calibration", "ms, 16 MB through SHA-256", null, null),
    ];

    internal override void Prepare(Effort effort) { }

    /// <summary>Each template is stopped, and each text is refused that is to be.</summary>
    internal override void Check()
    {
        foreach (var (what, text) in HostileTemplates.All)
            if (Stopped(LiquidTemplate.Parse(text, HostileTemplates.Options)) is not { } error || error.Errors[0].Kind != LiquidErrorKind.Limit)
                throw new InvalidOperationException($"The template \"{what}\" was not stopped.");
        foreach (var (name, isRefused, of) in MarkdownBombs.All)
            if (Refused(of(100)) != isRefused) throw new InvalidOperationException($"The text \"{name}\" was {(isRefused ? "not " : "")}refused.");
    }

    internal override IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice)
    {
        var templates = HostileTemplates.All.Select(hostile => LiquidTemplate.Parse(hostile.Text, HostileTemplates.Options)).ToArray();
        foreach (var figure in figures)
            yield return new(figure, figure switch
            {
                "hostile/template" => templates.Max(template => Milliseconds(() => Stopped(template))),
                "hostile/template/memory" => templates.Max(template => Allocated(() => Stopped(template))) / 1e6,
                "hostile/text" => MarkdownBombs.All.Select(bomb => bomb.Of(100)).Max(text => Milliseconds(() => Refused(text))),
                _ => Milliseconds(() => { for (var i = 0; i < 16; i++) SHA256.HashData(_block); }),
            }, null);
    }

    static LiquidException? Stopped(LiquidTemplate template)
    {
        try
        {
            template.Render(HostileTemplates.Model);
            return null;
        }
        catch (LiquidException error)
        {
            return error;
        }
    }

    static bool Refused(string text)
    {
        try
        {
            SafeMarkdown.Render(text);
            return false;
        }
        catch (ContentException)
        {
            return true;
        }
    }

    static double Milliseconds(Action once)
    {
        var started = TimeProvider.System.GetTimestamp();
        once();
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }

    static double Allocated(Action once)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        once();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
