using Npgsql;
using OpenTelemetry.Trace;
using Lotse.Adapters.Database.Opening;

namespace Lotse.Adapters.Database;

public static class DatabaseTraces
{
    /// <summary>Statements sent to a PostgreSQL server; a file beside us has none of interest.</summary>
    public static TracerProviderBuilder TraceDatabase(this TracerProviderBuilder traces, DatabaseKind kind) =>
        kind == DatabaseKind.Postgres ? traces.AddNpgsql() : traces;
}
