using Microsoft.EntityFrameworkCore.Design;

namespace Lotse.Adapters.Database.Opening;

/// <summary>Used by bin/migration only: the tool needs a context, but no database.</summary>
public sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDatabase>
{
    public SqliteDatabase CreateDbContext(string[] args) =>
        (SqliteDatabase)DatabaseParts.Open(DatabaseLocation.Of(Path.GetTempPath(), null));
}

/// <inheritdoc cref="SqliteDesign"/>
public sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDatabase>
{
    public PostgresDatabase CreateDbContext(string[] args) =>
        (PostgresDatabase)DatabaseParts.Open(DatabaseLocation.Of(Path.GetTempPath(), "Host=localhost;Database=lotse"));
}
