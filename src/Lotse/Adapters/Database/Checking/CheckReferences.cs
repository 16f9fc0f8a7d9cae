using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Lotse.Adapters.Database.Checking;

/// <summary>Finds rows that name another row which is not there.</summary>
public static class CheckReferences
{
    /// <returns>One line a finding.</returns>
    public static async IAsyncEnumerable<string> FindAsync(DatabaseSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        foreach (var reference in References.All(snapshot.Database))
        {
            await foreach (var row in snapshot.ReadAsync(Sql(reference), cancel)) yield return Line(reference, row);
        }
    }

    // Key columns of targets are their primary keys: a look into an index for each row, whatever the number of rows.
    private static string Sql(Reference reference) => $"""
        SELECT {string.Join(", ", reference.Key.Select(key => $"t.{key}"))}, t.{reference.Column} AS missing FROM {reference.Table} t
        WHERE t.{reference.Column} IS NOT NULL {(reference.ZeroIsNone ? $"AND t.{reference.Column} <> 0" : "")}
        AND NOT EXISTS (SELECT 1 FROM {reference.Target} x WHERE x.id = t.{reference.Column})
        """;

    private static string Line(Reference reference, DbDataReader row)
    {
        var key = string.Join(' ', Enumerable.Range(0, reference.Key.Count).Select(i => Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"{reference.Table} {key}: {reference.Column} {row.GetValue(reference.Key.Count)} is not in {reference.Target}");
    }
}
