using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CsEngage.Web.Tests.Api;

namespace CsEngage.Web.Tests.Host;

/// <summary>The figures of operation are Prometheus text, and each name is explained.</summary>
public sealed partial class MetricsTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task The_text_is_well_formed_and_counts_what_happened()
    {
        var client = await house.With("metrics:read", "accounts:write", "signals:write");
        var before = Parse(await client.GetStringAsync("/metrics"));
        await client.Put("/api/v1/accounts/measured", new { name = "Measured" });
        object[] signals = [Signal("1", "measured"), Signal("1", "measured"), Signal("2", "measured"), Signal("3", "nobody")];
        (await client.PostAsJsonAsync("/api/v1/signals", new { signals })).EnsureSuccessStatusCode();
        var after = Parse(await client.GetStringAsync("/metrics"));

        // Other tests run beside this one in the same process, so it is at least what this one did.
        Grown("engage_signals_total{outcome=\"accepted\"}").ShouldBeGreaterThanOrEqualTo(2);
        Grown("engage_signals_total{outcome=\"duplicate\"}").ShouldBeGreaterThanOrEqualTo(1);
        Grown("engage_signals_refused_total{reason=\"account-unknown\"}").ShouldBeGreaterThanOrEqualTo(1);
        foreach (var queue in new[] { "accounts", "timers", "touches", "scores" })
        {
            after.ShouldContainKey($"engage_queue_due{{queue=\"{queue}\"}}");
            after.ShouldContainKey($"engage_queue_lag_seconds{{queue=\"{queue}\"}}");
        }
        after.ShouldContainKey("engage_writer_waiting");
        after["process_resident_memory_bytes"].ShouldBeGreaterThan(1_000_000);
        // How long a request took is noted once its answer is on its way: the one who asked may be back before.
        for (var again = 0; again < 500 && !after.Keys.Any(IsTime); again++) after = Parse(await client.GetStringAsync("/metrics"));
        after.Keys.Any(IsTime).ShouldBeTrue();

        static bool IsTime(string name) => name.StartsWith("http_server_request_duration_seconds_bucket", StringComparison.Ordinal) && name.Contains("/api/v1/signals", StringComparison.Ordinal);

        double Grown(string name) => after.GetValueOrDefault(name) - before.GetValueOrDefault(name);
    }

    [Fact]
    public async Task Buckets_add_up_to_their_count()
    {
        var client = await house.With("metrics:read", "accounts:read");
        for (var n = 0; n < 5; n++) (await client.GetAsync("/api/v1/accounts")).EnsureSuccessStatusCode();
        var figures = Parse(await client.GetStringAsync("/metrics"));
        var ends = figures.Where(pair => pair.Key.Contains("le=\"+Inf\"", StringComparison.Ordinal)).ToList();
        ends.ShouldNotBeEmpty();
        foreach (var (name, value) in ends)
        {
            var labels = name[(name.IndexOf('{') + 1)..].Replace(",le=\"+Inf\"}", "}").Replace("le=\"+Inf\"}", "}");
            var count = name[..name.IndexOf("_bucket", StringComparison.Ordinal)] + "_count" + (labels == "}" ? "" : "{" + labels);
            figures[count].ShouldBe(value, name);
        }
    }

    [Fact]
    public async Task Without_a_key_of_that_scope_nobody_reads_them()
    {
        (await house.CreateClient().GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await (await house.With("accounts:read")).GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Every_name_of_ours_is_explained_for_those_who_operate()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CsEngage.sln"))) folder = folder.Parent;
        var page = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs", "operations.md"));
        var text = await (await house.With("metrics:read")).GetStringAsync("/metrics");
        Type().Matches(text).Select(match => match.Groups["name"].Value).Where(name => name.StartsWith("engage_", StringComparison.Ordinal) && !page.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>As Prometheus reads it: a TYPE before the samples of a name, one number per line, labels in quotes, nothing twice.</summary>
    static Dictionary<string, double> Parse(string text)
    {
        text.ShouldEndWith("\n");
        var (found, types) = (new Dictionary<string, double>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Type().Match(line) is { Success: true } type)
            {
                types.Add(type.Groups["name"].Value).ShouldBeTrue(line);
                continue;
            }
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) continue;
            var sample = Sample().Match(line);
            sample.Success.ShouldBeTrue(line);
            var name = sample.Groups["name"].Value;
            types.ShouldContain(known => name == known || name == known + "_bucket" || name == known + "_sum" || name == known + "_count", line);
            found.TryAdd(name + sample.Groups["labels"].Value, double.Parse(sample.Groups["value"].Value.Replace("+Inf", "Infinity"), CultureInfo.InvariantCulture)).ShouldBeTrue($"twice: {line}");
        }
        return found;
    }

    static object Signal(string id, string account) => new { id, kind = "report.exported", occurred_at = Now, account };

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 2000)]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{([a-zA-Z_][a-zA-Z0-9_]*=""([^""\\\n]|\\[\\""n])*"",?)+\})? (?<value>[0-9.eE+-]+|\+Inf|NaN)$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Sample();
}
