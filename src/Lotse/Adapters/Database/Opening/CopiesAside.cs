using System.Globalization;
using Lotse.Adapters.Files;
using Microsoft.Data.Sqlite;

namespace Lotse.Adapters.Database.Opening;

/// <summary>Copies of a SQLite file from before it was changed to what a newer version needs: LOTSE.DB.before-CHANGE-TIME, beside it. They are the way back, and hold what is deleted later, so they do not stay.</summary>
public static class CopiesAside
{
    public static readonly TimeSpan Stay = TimeSpan.FromDays(14);

    /// <summary>One that was made for the same change within a day is enough: a start that is broken off and tried again would fill the disk.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromDays(1);

    /// <summary>The online backup of SQLite: a consistent copy even while others write. It gets its name when it is whole.</summary>
    /// <param name="change">The newest of the changes to come.</param>
    public static void Make(string file, string change, DateTimeOffset now)
    {
        var name = $"{file}.before-{change}-";
        if (All(file).Any(one => one.StartsWith(name, StringComparison.Ordinal) && now.UtcDateTime - File.GetLastWriteTimeUtc(one) < Enough)) return;
        var part = $"{file}.copying";
        File.Delete(part);
        PrivateFile.Create(part).Dispose();
        using (var from = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()))
        using (var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString()))
        {
            from.Open();
            to.Open();
            from.BackupDatabase(to);
        }
        File.Move(part, name + now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture), overwrite: true);
    }

    /// <summary>Takes away those that are old by now.</summary>
    public static void Tidy(string file, DateTimeOffset now)
    {
        foreach (var old in All(file).Where(one => now.UtcDateTime - File.GetLastWriteTimeUtc(one) > Stay)) File.Delete(old);
    }

    private static string[] All(string file) => Directory.GetFiles(Path.GetDirectoryName(file)!, $"{Path.GetFileName(file)}.before-*");
}
