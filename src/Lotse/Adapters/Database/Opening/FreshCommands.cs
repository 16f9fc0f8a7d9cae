using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Lotse.Adapters.Database.Opening;

/// <summary>Makes each command for PostgreSQL anew. A connection of Npgsql's keeps the last one that was done with and hands it out again; where its server had gone away in the middle of sending it,
/// it still holds itself for one that is being prepared. On the next connection it then prepares what is there already (42P05), or leaves an answer unread, which the next to ask takes for its own.</summary>
/// <remarks>Seen with Npgsql 10.0.3: NpgsqlBatchCommand.IsPreparing outlives NpgsqlCommand.Reset. A test holds it: without this class it fails, for as long as the driver does so.</remarks>
internal sealed class FreshCommands : DbCommandInterceptor
{
    public static readonly FreshCommands Instance = new();

    public override InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result) =>
        eventData.Connection is NpgsqlConnection connection ? InterceptionResult<DbCommand>.SuppressWithResult(new NpgsqlCommand { Connection = connection }) : result;
}
