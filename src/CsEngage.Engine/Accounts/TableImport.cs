using System.Text.Json;
using CsEngage.Store.Accounts;
using CsEngage.Store.Audit;

namespace CsEngage.Engine.Accounts;

/// <summary>Tables of accounts and contacts: what they would do, and doing it in one transaction.</summary>
public sealed class TableImport(AccountImport accounts, ContactImport contacts, ImportShelf shelf)
{
    public const string Accounts = "accounts", Contacts = "contacts";

    /// <exception cref="ArgumentException">There is no such kind of table.</exception>
    public Task<ImportPlan> Plan(string kind, byte[] table, DateTimeOffset now) => kind switch
    {
        Accounts => accounts.Plan(table, now),
        Contacts => contacts.Plan(table, now),
        _ => throw new ArgumentException($"There are no tables of {kind}.", nameof(kind)),
    };

    /// <summary>False when something was changed since the plan was made: nothing is kept, and the plan is to be made again.</summary>
    /// <exception cref="InvalidOperationException">A row has a problem.</exception>
    public async Task<bool> Apply(string kind, ImportPlan plan, string actor, DateTimeOffset now)
    {
        if (plan.HasProblems) throw new InvalidOperationException("A table with problems is not applied.");
        if (plan.Batch.IsEmpty) return true;
        var counts = JsonSerializer.Serialize(new { @new = plan.Of(ImportMark.New), changed = plan.Of(ImportMark.Changed), unchanged = plan.Of(ImportMark.Unchanged) });
        return await shelf.Apply(plan.Batch, Edit.Now(now, "import"), new AuditEntry(now, actor, $"{kind}.imported", $"import:{kind}", null, counts));
    }
}
