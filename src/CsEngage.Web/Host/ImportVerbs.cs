using CsEngage.Engine.Accounts;
using CsEngage.Store;

namespace CsEngage.Web.Host;

static class ImportVerbs
{
    const string Usage = "Say: import accounts|contacts FILE [--dry-run]";

    public static async Task<int> Import(string[] args)
    {
        if (args is not [(TableImport.Accounts or TableImport.Contacts) and var kind, var file, .. var rest] || rest is not ([] or ["--dry-run"])) throw new SettingException(Usage);
        if (!File.Exists(file)) throw new SettingException($"There is no file {file}.");
        await using var app = EngageHost.Build([]);
        await app.Services.GetRequiredService<Database>().Upgrade();
        var (import, now) = (app.Services.GetRequiredService<TableImport>(), app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var plan = await import.Plan(kind, await File.ReadAllBytesAsync(file), now);
        foreach (var problem in plan.Lines.SelectMany(line => line.Problems)) Console.WriteLine(problem);
        var counts = $"{plan.Of(ImportMark.New)} new, {plan.Of(ImportMark.Changed)} changed, {plan.Of(ImportMark.Unchanged)} unchanged, {plan.Of(ImportMark.Problem)} with problems";
        if (plan.HasProblems)
        {
            Console.WriteLine($"Nothing was imported: {counts}.");
            return 2;
        }
        if (rest is ["--dry-run"]) Console.WriteLine($"Nothing was imported, this was a dry run: {counts}.");
        else if (await import.Apply(kind, plan, "command-line", now)) Console.WriteLine($"Imported {kind}: {counts}.");
        else throw new SettingException("Somebody changed some of it at the same moment, so nothing was imported; run it again.");
        return 0;
    }
}
