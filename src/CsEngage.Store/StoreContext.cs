using System.ComponentModel.DataAnnotations.Schema;
using System.Data.Common;
using System.Reflection;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CsEngage.Store;

/// <summary>
/// The model of all tables: every class with a [Table] attribute in this project, and staff by Identity. Columns are the
/// properties in snake_case. It never leaves this room; others see named functions that answer with records.
/// </summary>
internal sealed class StoreContext : IdentityUserContext<Staff, Guid>
{
    readonly bool sqlite;

    public StoreContext(DbContextOptions<StoreContext> options) : base(options)
    {
        sqlite = options.Extensions.Any(extension => extension.GetType().Name.StartsWith("Sqlite", StringComparison.Ordinal));
        // The writer holds the transaction on SQLite, and gives its own on PostgreSQL.
        if (sqlite) Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
    }

    /// <summary>Set for Identity's context on SQLite: its saves go through the one writer.</summary>
    public (Writer Writer, string ReadOnly)? SaveThrough { get; init; }

    public StoreContext Within(DbTransaction transaction)
    {
        Database.UseTransaction(transaction);
        return this;
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (SaveThrough is not { } through) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        var rows = await through.Writer.Do(transaction => Task.FromResult(SaveOn(transaction, through.ReadOnly)));
        // Only after the commit: the operation may have run twice.
        ChangeTracker.AcceptAllChanges();
        return rows;
    }

    int SaveOn(WriteTransaction transaction, string readOnly)
    {
        Database.CloseConnection();
        Database.SetDbConnection(transaction.Sql.Connection, contextOwnsConnection: false);
        try
        {
            return base.SaveChanges(acceptAllChangesOnSuccess: false);
        }
        finally
        {
            Database.SetDbConnection(new Microsoft.Data.Sqlite.SqliteConnection(readOnly), contextOwnsConnection: true);
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        if (sqlite)
        {
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Instants.OnSqlite>();
            configurationBuilder.Properties<Guid>().HaveConversion<GuidBytes>();
            configurationBuilder.Properties<DateOnly>().HaveConversion<DayNumbers>();
        }
        else
        {
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Instants.OnPostgres>();
        }
        configurationBuilder.Properties<decimal>().HaveConversion<Scaled>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Staff>().ToTable("staff");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("staff_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("staff_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("staff_tokens");
        // As Identity's schema version 3 has it; without an application's container the base class knows version 1 only.
        builder.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("staff_passkeys").HasKey(row => row.CredentialId);
            passkey.OwnsOne(row => row.Data).ToJson("data");
            passkey.HasOne<Staff>().WithMany().HasForeignKey(row => row.UserId).IsRequired();
        });

        foreach (var type in typeof(StoreContext).Assembly.GetTypes().Where(type => type.GetCustomAttribute<TableAttribute>() is not null))
        {
            builder.Entity(type);
            type.GetMethod("Describe", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.Invoke(null, [builder]);
        }
        foreach (var entity in builder.Model.GetEntityTypes()) Name(entity);
    }

    static void Name(IMutableEntityType entity)
    {
        // Inside a JSON column the names belong to Identity.
        if (entity.IsMappedToJson()) return;
        foreach (var property in entity.GetProperties())
        {
            property.SetColumnName(Snake(property.Name));
            // Ids are made at the edge and numbers are counted by us, never by the database.
            if (property.IsPrimaryKey() && property.ClrType != typeof(int)) property.ValueGenerated = ValueGenerated.Never;
        }
        var table = entity.GetTableName()!;
        foreach (var key in entity.GetKeys()) key.SetName($"pk_{table}");
        foreach (var key in entity.GetForeignKeys()) key.SetConstraintName($"fk_{table}_{string.Join('_', key.Properties.Select(p => p.GetColumnName()))}");
        foreach (var index in entity.GetIndexes()) index.SetDatabaseName($"ix_{table}_{string.Join('_', index.Properties.Select(p => p.GetColumnName()))}");
    }

    static string Snake(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) && at > 0 ? "_" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
}
