namespace CsEngage.Store;

/// <summary>
/// What an operation of the <see cref="Writer"/> works with: hand-written SQL or EF rows, both in the one transaction. It may run
/// twice, so an operation touches nothing but the database and takes time, ids and draws from outside.
/// </summary>
internal sealed class WriteTransaction(SqlSession sql, Func<WriteTransaction, StoreContext> open)
{
    readonly HashSet<string> wakes = new(StringComparer.Ordinal);
    StoreContext? rows;

    public Dialect Dialect => sql.Dialect;

    public SqlSession Sql => sql;

    /// <summary>EF Core on the same connection; call SaveChanges before hand-written SQL needs to see it.</summary>
    public StoreContext Rows => rows ??= open(this);

    /// <summary>Tells sleeping drains and caches after the commit that something of this kind is there.</summary>
    public void Wake(string what) => wakes.Add(what);

    public IReadOnlyCollection<string> Wakes => wakes;

    public Task<int> Execute(string statement, params object?[] values) => sql.Execute(statement, values);

    public Task<List<T>> Query<T>(string statement, Func<SqlRow, T> map, params object?[] values) => sql.Query(statement, map, values);

    public Task<T?> First<T>(string statement, Func<SqlRow, T> map, params object?[] values) => sql.First(statement, map, values);

    public Task<long> Number(string statement, params object?[] values) => sql.Number(statement, values);

    /// <summary>Adds rows and writes them.</summary>
    public async Task Add(params object[] added)
    {
        Rows.AddRange(added);
        await Save();
    }

    /// <summary>Writes what was changed on <see cref="Rows"/> and forgets it.</summary>
    public async Task Save()
    {
        await Rows.SaveChangesAsync();
        Rows.ChangeTracker.Clear();
    }
}
