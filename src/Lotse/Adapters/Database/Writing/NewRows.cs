using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Lotse.Adapters.Database.Writing;

/// <summary>Writes new rows past the change tracker, which costs several times as much as the database itself: for intake, which writes a dozen rows for each mail.
/// What is written follows from the model, so a new column needs nothing here.</summary>
internal static class NewRows
{
    private static readonly ConcurrentDictionary<IEntityType, Table> Tables = new();

    /// <summary>Inserts the rows, whatever tables they belong to, those first that others point to. Rows in their navigations are not followed.</summary>
    /// <exception cref="DbUpdateException">The database refuses a row, or cannot be reached.</exception>
    public static async Task InsertAsync(DeskDatabase database, IReadOnlyCollection<object> rows, CancellationToken cancel)
    {
        var groups = rows.GroupBy(row => row.GetType())
            .Select(group => (Table: Tables.GetOrAdd(database.Model.FindEntityType(group.Key)!, type => new Table(type)), Rows: group));
        foreach (var (table, group) in groups.OrderBy(group => group.Table.Depth))
        {
            var values = group.Select(table.ValuesOf).ToList();
            if (values.Count >= StreamedRows.Worthwhile && database.Database.GetDbConnection() is NpgsqlConnection connection) await StreamedRows.WriteAsync(connection, table.Columns, values, cancel);
            else await PreparedRows.RunAsync(database, table.Insert, values, cancel);
        }
    }

    private sealed class Table
    {
        private readonly List<(Func<object, object?> Read, Func<object?, object?>? Convert)> _columns;

        public Table(IEntityType type)
        {
            var properties = type.GetProperties().ToList();
            _columns = properties.ConvertAll(property => (Reader(property), property.GetTypeMapping().Converter?.ConvertToProvider));
            var names = string.Join(", ", properties.Select(property => $"\"{property.GetColumnName()}\""));
            var values = string.Join(", ", Enumerable.Range(0, properties.Count).Select(PreparedRows.Name));
            Columns = $"\"{type.GetTableName()}\" ({names})";
            Insert = $"INSERT INTO {Columns} VALUES ({values})";
            Depth = DepthOf(type);
        }

        public string Columns { get; }

        public string Insert { get; }

        /// <summary>Tables that this one points to, one behind the other.</summary>
        public int Depth { get; }

        public object?[] ValuesOf(object row)
        {
            var values = new object?[_columns.Count];
            for (var i = 0; i < values.Length; i++)
            {
                var (read, convert) = _columns[i];
                var value = read(row);
                values[i] = value is null || convert is null ? value : convert(value);
            }
            return values;
        }

        private static Func<object, object?> Reader(IProperty property) => property.GetGetter().GetClrValue;

        private static int DepthOf(IEntityType type) => type.GetForeignKeys()
            .Where(key => key.PrincipalEntityType != type).Select(key => DepthOf(key.PrincipalEntityType) + 1).DefaultIfEmpty(0).Max();
    }
}
