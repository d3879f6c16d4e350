using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Engine.Recipes;
using Calendar = CsEngage.Core.Calendar;

namespace CsEngage.Bench.Journeys;

/// <summary>
/// ./dev simulate: invented accounts walk the shipped journey by the real decisions. The same numbers give the same report; its last line carries a digest
/// to compare.
/// </summary>
static class Simulate
{
    static readonly DateTimeOffset From = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    static readonly Behaviour[] Mix = [Behaviour.Champion, Behaviour.Steady, Behaviour.Steady, Behaviour.Steady, Behaviour.Slow, Behaviour.Slow, Behaviour.Fading, Behaviour.Silent];
    static readonly (string Zone, string Country)[] Places = [("Asia/Tokyo", "JP"), ("Asia/Tokyo", "JP"), ("Asia/Tokyo", "JP"), ("Europe/Berlin", "DE"), ("America/New_York", "US")];
    static readonly string[] Roles = ["organizer", "champion", "sponsor", "member", "member", "member", "member", "member"];
    static readonly string[] TouchModels = ["tech", "tech", "low", "high"];

    public static int Run(string[] options)
    {
        if (Read(options) is not { } asked)
        {
            Console.Error.WriteLine("usage: simulate [--accounts N] [--days D] [--seed S]");
            return 2;
        }
        var (accounts, days, seed) = asked;
        var world = SimulatedWorld.Of(Calendar.Of("Asia/Tokyo", "JP"), Shipped());
        var dice = new Dice((ulong)seed);
        var pasts = Enumerable.Range(1, accounts).AsParallel().AsOrdered()
            .Select(n => Simulation.Run(Account(n, days, dice), world, From, From.AddDays(days), dice)).ToImmutableArray();
        var report = SimulationReport.Of(pasts, world.Journeys, days);
        Console.Write(report);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report)))[..16];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"simulated {accounts} accounts over {days} days with seed {seed}: {digest}"));
        return 0;
    }

    static (int Accounts, int Days, long Seed)? Read(string[] options)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal) { ["--accounts"] = 500, ["--days"] = 180, ["--seed"] = 7 };
        for (var i = 0; i < options.Length; i += 2)
        {
            if (!values.ContainsKey(options[i]) || i + 1 >= options.Length || !long.TryParse(options[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
            values[options[i]] = number;
        }
        return ((int)values["--accounts"], (int)values["--days"], values["--seed"]);
    }

    static ImmutableArray<Journey> Shipped()
    {
        var root = new DirectoryInfo(Environment.CurrentDirectory);
        while (root is not null && !Directory.Exists(Path.Combine(root.FullName, "recipes", "saas-onboarding"))) root = root.Parent;
        var recipe = Recipe.Read(RecipeFiles.Folder(Path.Combine(root?.FullName ?? throw new DirectoryNotFoundException("Run this inside the repository: recipes/saas-onboarding is not above here."), "recipes"), "saas-onboarding"));
        return [.. recipe.Documents.Where(document => document.Kind == "journey").Select(document => Journey.Parse(JsonSerializer.SerializeToElement(document.Fields)))];
    }

    static SimulatedAccount Account(int n, int days, Dice dice)
    {
        var own = dice.For(string.Create(CultureInfo.InvariantCulture, $"account {n}"));
        var (zone, country) = Places[own.Between(0, Places.Length - 1)];
        // Customers join all the time, most of them early enough to see how it ends.
        var joined = From.AddDays(own.Between(0, days / 3)).AddMinutes(own.Between(0, 1439));
        var id = new Guid(n, 0, 0, [0xA0, 0, 0, 0, 0, 0, 0, 0]);
        var account = new Account(
            id, string.Create(CultureInfo.InvariantCulture, $"account-{n}"), $"Account {n}", null, null, "onboarding", TouchModels[own.Between(0, TouchModels.Length - 1)], null, country, zone, null, null, joined,
            ImmutableSortedDictionary<string, AttributeValue>.Empty);
        var members = Roles.Take(own.Between(3, Roles.Length))
            .Select((role, i) => new Membership(new Guid(n, (short)(i + 1), 0, [0xB0, 0, 0, 0, 0, 0, 0, 0]), id, Guid.Empty, null, [role], null, null, i == 0, joined, null));
        return new(AccountHistory.Of(account, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")) with { Memberships = [.. members] },
            [new(joined, Mix[own.Between(0, Mix.Length - 1)])], Calendar.Of(zone, country));
    }
}
