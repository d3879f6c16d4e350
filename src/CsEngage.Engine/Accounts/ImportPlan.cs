using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CsEngage.Store.Accounts;

namespace CsEngage.Engine.Accounts;

/// <summary>What an import would do with a row.</summary>
public enum ImportMark
{
    Problem,
    New,
    Changed,
    Unchanged,
}

/// <summary>A field that a row would change.</summary>
public sealed record ImportChange(string Field, string? From, string? To);

/// <summary>One row of a table and what it would do.</summary>
/// <param name="Key">The operator's id of it, or an address.</param>
/// <param name="Name">What people call it.</param>
public sealed record ImportLine(int Row, string Key, string Name, ImportMark Mark, ImmutableArray<ImportChange> Changes, ImmutableArray<RowProblem> Problems);

/// <summary>What a table would do: shown before it is done, and done only when no row has a problem.</summary>
/// <param name="Lines">In the order of the table; rows that cannot be read and problems of the whole table among them.</param>
/// <param name="Batch">What would be written.</param>
public sealed record ImportPlan(ImmutableArray<ImportLine> Lines, ImportBatch Batch)
{
    public int Of(ImportMark mark) => Lines.Count(line => line.Mark == mark);

    public bool HasProblems => Lines.Any(line => line.Mark == ImportMark.Problem);

    /// <summary>Two plans with the same print do the same: what was looked at is what is done.</summary>
    public string Print
    {
        get
        {
            var told = new StringBuilder();
            foreach (var line in Lines.Where(line => line.Mark is ImportMark.New or ImportMark.Changed))
            {
                told.Append(line.Row).Append(line.Mark).Append(line.Key);
                foreach (var change in line.Changes) told.Append('\u001f').Append(change.Field).Append('\u001f').Append(change.From).Append('\u001f').Append(change.To);
                told.Append('\n');
            }
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(told.ToString())))[..32];
        }
    }
}
