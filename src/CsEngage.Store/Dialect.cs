namespace CsEngage.Store;

/// <summary>The two databases that CsEngage remembers in.</summary>
public enum Dialect
{
    Sqlite,
    Postgres,
}
