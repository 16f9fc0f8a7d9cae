using Lotse.Adapters.Database.Rows.Automation;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Forgetting;

/// <summary>Notes files which something named that goes with the same save: they are taken away later, where nothing else names them.</summary>
public static class NotedFiles
{
    /// <summary>Whoever strikes a name off meanwhile, or notes it too, makes the save fail as any other row does that two change: load anew and decide again.</summary>
    public static async Task NoteFilesAsync(this DeskDatabase database, IEnumerable<string> names, CancellationToken cancel)
    {
        var all = names.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (all.Count == 0) return;
        var there = await database.FilesToForget.AsTracking().Where(f => all.Contains(f.Sha256)).ToListAsync(cancel);
        foreach (var row in there) row.LookAt = row.LookAt.AddMilliseconds(1);
        // Several handlers may be saved as one.
        var known = database.FilesToForget.Local.Select(f => f.Sha256).ToHashSet(StringComparer.Ordinal);
        database.FilesToForget.AddRange(all.Where(name => !known.Contains(name)).Select(name => new FileToForget { Sha256 = name, LookAt = DateTimeOffset.UnixEpoch }));
    }
}
