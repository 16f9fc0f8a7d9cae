#nullable enable
using Microsoft.EntityFrameworkCore.Migrations;

namespace Lotse.Adapters.Database.Migrations;

/// <summary>For indexes on tables that may be large, in migrations of PostgreSQL: built while everybody goes on reading and writing. In place of the CreateIndex that was made by the tool, with the same name, so that
/// the model and the database stay the same. It cannot be part of a transaction: what comes before it in the migration
/// is committed first. So it stands first of all: a migration that is broken off there begins anew from the beginning.</summary>
public static class ConcurrentIndex
{
    /// <param name="columns">As they stand in brackets: "community_id, lane, id".</param>
    /// <param name="filter">After WHERE; null for all rows.</param>
    public static void CreateIndexConcurrently(this MigrationBuilder migration, string name, string table, string columns, string? filter = null)
    {
        // One that was broken off is left behind invalid, and is used by nobody.
        migration.Sql($"DROP INDEX CONCURRENTLY IF EXISTS {name}", suppressTransaction: true);
        migration.Sql($"CREATE INDEX CONCURRENTLY {name} ON {table} ({columns}){(filter is null ? "" : $" WHERE {filter}")}", suppressTransaction: true);
    }
}
