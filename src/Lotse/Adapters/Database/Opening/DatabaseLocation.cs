using Microsoft.Data.Sqlite;
using Npgsql;

namespace Lotse.Adapters.Database.Opening;

public enum DatabaseKind { Sqlite, Postgres }

/// <summary>Where the data is: a folder, and in it or elsewhere a database.</summary>
/// <param name="Folder">Absolute path of the data folder.</param>
public sealed record DatabaseLocation(DatabaseKind Kind, string Connection, string Folder)
{
    /// <summary>What the server is to do with a desk that is not there any more, though nobody has closed its connection: a machine that lost its power or sleeps. In the middle of a save it would
    /// hold up all others for hours. Milliseconds, and seconds.</summary>
    private const string Ends = "-c idle_in_transaction_session_timeout=15000 -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    /// <summary>What only searches need is over in milliseconds, and a server of its first day has a hundred connections for all.</summary>
    private const int AtOnce = 12;

    /// <summary>The SQLite file, where the database is one.</summary>
    public string? File => Kind == DatabaseKind.Sqlite ? new SqliteConnectionStringBuilder(Connection).DataSource : null;

    /// <summary>Connections to PostgreSQL past Entity Framework, a dozen at most, to whichever of the servers may write.</summary>
    /// <param name="settings">Of the server, that are off for these connections.</param>
    internal NpgsqlDataSource Source(params string[] settings)
    {
        var builder = new NpgsqlDataSourceBuilder(Connection);
        builder.ConnectionStringBuilder.MaxPoolSize = Math.Min(builder.ConnectionStringBuilder.MaxPoolSize, AtOnce);
        builder.TurnOff(settings);
        if (builder.ConnectionStringBuilder.TargetSessionAttributes is not { } wanted) return builder.Build();
        builder.ConnectionStringBuilder.TargetSessionAttributes = null;
        return builder.BuildMultiHost().WithTargetSession(Enum.Parse<TargetSessionAttributes>(wanted.Replace("-", "", StringComparison.Ordinal), ignoreCase: true));
    }

    /// <param name="database">A connection string, a postgres:// address, or null for SQLite inside the folder.</param>
    /// <exception cref="ArgumentException">The connection string cannot be understood; the message is fit to be shown and holds no secret.</exception>
    public static DatabaseLocation Of(string folder, string? database)
    {
        folder = Path.GetFullPath(folder);
        if (string.IsNullOrWhiteSpace(database)) return Sqlite(folder, Path.Combine(folder, "lotse.db"));
        if (database.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || database.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
        {
            return Postgres(folder, FromAddress(database));
        }
        if (database.Contains("Host=", StringComparison.OrdinalIgnoreCase) || database.Contains("Server=", StringComparison.OrdinalIgnoreCase))
        {
            return Postgres(folder, database);
        }
        if (database.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase))
        {
            return Sqlite(folder, Path.GetFullPath(new SqliteConnectionStringBuilder(database).DataSource));
        }
        throw new ArgumentException("The database connection is neither PostgreSQL (Host=…;Database=… or postgres://…) nor SQLite (Data Source=…).");
    }

    private static DatabaseLocation Sqlite(string folder, string file) =>
        new(DatabaseKind.Sqlite, new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30, Pooling = false }.ToString(), folder);

    private static DatabaseLocation Postgres(string folder, string connection)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = "lotse" };
            if (builder.Host?.Contains(',', StringComparison.Ordinal) == true) Failover(builder);
            builder.Options = $"{Ends} {builder.Options}".TrimEnd(); // What is said last counts.
            Unless(builder, "Maximum Pool Size", 40);
            Unless(builder, "Max Auto Prepare", 300); // Planning a page's statements takes longer than answering them.
            Unless(builder, "Auto Prepare Min Usages", 2);
            builder.NoResetOnClose = true; // Nothing is set on a connection that outlasts its transaction, but on those that are never shared.
            if (string.IsNullOrEmpty(builder.Host)) throw new ArgumentException("no host");
            return new(DatabaseKind.Postgres, builder.ToString(), folder);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ArgumentException("The PostgreSQL connection string cannot be read. It looks like Host=…;Database=…;Username=…;Password=….", e);
        }
    }

    /// <summary>Several servers, one of which may write: after a failover the new one must be found before what this desk holds runs out (see Claiming.HeldWork).</summary>
    private static void Failover(NpgsqlConnectionStringBuilder builder)
    {
        builder.TargetSessionAttributes ??= "primary";
        Unless(builder, "Host Recheck Seconds", 2);
        Unless(builder, "Timeout", 5);
    }

    /// <summary>Sets what nobody has set.</summary>
    /// <remarks>ContainsKey of this builder says yes to all names it knows, set or not.</remarks>
    private static void Unless(NpgsqlConnectionStringBuilder builder, string name, int value)
    {
        if (!builder.ShouldSerialize(name)) builder[name] = value;
    }

    private static string FromAddress(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) throw new ArgumentException("The postgres:// address cannot be read.");
        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host, Database = uri.AbsolutePath.Trim('/') };
        if (uri.Port > 0) builder.Port = uri.Port;
        if (user[0].Length > 0) builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) builder.Password = Uri.UnescapeDataString(user[1]);
        return builder.ToString();
    }
}
