using System.Text.Encodings.Web;
using System.Text.Json;
using Lotse.Adapters.Database.Checking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Lotse.Adapters.Database.Copying;

/// <summary>Writes all tables, as they are in one moment, as lines of JSON: an array a row. Both databases write and read the same lines,
/// so a copy of one can be restored into the other.</summary>
public static class CopyOut
{
    /// <summary>Bytes after which a chunk is handed on; so much is in memory at a time, and at most one row more.</summary>
    private const int ChunkBytes = 4 * 1024 * 1024;

    private static readonly JsonWriterOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The last migration's name without its time: the same in both databases.</summary>
    public static string Schema(DeskDatabase database) => SchemaOf(database.Database.GetMigrations().Last());

    internal static string SchemaOf(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];

    /// <param name="chunk">Gets table and lines; called in an order in which rows can be put back.</param>
    public static async Task<IReadOnlyList<CopiedTable>> RunAsync(DatabaseSnapshot snapshot, Func<string, MemoryStream, Task> chunk, CancellationToken cancel = default)
    {
        var copied = new List<CopiedTable>();
        foreach (var entity in InOrder(snapshot.Database.Model))
        {
            var columns = entity.GetProperties().Select(CopiedColumn.Of).ToList();
            var name = entity.GetTableName()!;
            copied.Add(new CopiedTable(name, columns, await CopyAsync(snapshot, name, columns, lines => chunk(name, lines), cancel)));
        }
        return copied;
    }

    private static async Task<long> CopyAsync(
        DatabaseSnapshot snapshot, string table, List<CopiedColumn> columns, Func<MemoryStream, Task> chunk, CancellationToken cancel)
    {
        var rows = 0L;
        using var lines = new MemoryStream();
        await using var json = new Utf8JsonWriter(lines, Lines);
        await foreach (var row in snapshot.ReadAsync($"SELECT {string.Join(", ", columns.Select(column => $"\"{column.Name}\""))} FROM {table}", cancel))
        {
            json.WriteStartArray();
            for (var i = 0; i < columns.Count; i++) columns[i].Write(json, row, i);
            json.WriteEndArray();
            json.Flush();
            json.Reset();
            lines.WriteByte((byte)'\n');
            rows++;
            if (lines.Length < ChunkBytes) continue;
            await HandOnAsync(lines, chunk);
        }
        if (lines.Length > 0) await HandOnAsync(lines, chunk);
        return rows;
    }

    private static async Task HandOnAsync(MemoryStream lines, Func<MemoryStream, Task> chunk)
    {
        lines.Position = 0;
        await chunk(lines);
        lines.SetLength(0);
    }

    /// <summary>Tables before those that refer to them.</summary>
    private static List<IEntityType> InOrder(IModel model)
    {
        var left = model.GetEntityTypes().OrderBy(entity => entity.GetTableName(), StringComparer.Ordinal).ToList();
        var ordered = new List<IEntityType>();
        while (left.Count > 0)
        {
            var next = left.First(entity => entity.GetForeignKeys().All(key => key.PrincipalEntityType == entity || ordered.Contains(key.PrincipalEntityType)));
            left.Remove(next);
            ordered.Add(next);
        }
        return ordered;
    }
}
