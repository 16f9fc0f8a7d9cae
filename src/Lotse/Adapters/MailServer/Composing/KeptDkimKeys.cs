using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.MailServer.Composing;

/// <summary>The keys that mail is signed with, one for each domain, protected like all secrets.</summary>
public sealed class KeptDkimKeys(DeskDatabase database, IDataProtectionProvider keys, ILogger<KeptDkimKeys> log)
{
    private const string Purpose = "dkim";

    /// <returns>Null where mail of the domain is not signed.</returns>
    public async Task<DkimKey?> FindAsync(string domain, CancellationToken cancel)
    {
        var name = Setting.DkimOf(domain);
        return await database.Settings.Where(s => s.Name == name).Select(s => s.Value).SingleOrDefaultAsync(cancel) is { } kept ? Read(kept) : null;
    }

    /// <returns>By domain, those that mail is signed with.</returns>
    public async Task<IReadOnlyDictionary<string, DkimKey>> FindAllAsync(IReadOnlyCollection<string> domains, CancellationToken cancel)
    {
        var names = domains.Select(Setting.DkimOf).ToList();
        var rows = await database.Settings.Where(s => names.Contains(s.Name)).ToListAsync(cancel);
        return rows.Select(row => (row.Name, Key: Read(row.Value))).Where(row => row.Key is not null)
            .ToDictionary(row => domains.First(domain => Setting.DkimOf(domain) == row.Name), row => row.Key!, StringComparer.Ordinal);
    }

    /// <summary>Puts a key down for the next save; null takes the domain's key away.</summary>
    public async Task SetAsync(string domain, DkimKey? key, CancellationToken cancel)
    {
        var name = Setting.DkimOf(domain);
        var row = await database.Settings.AsTracking().SingleOrDefaultAsync(s => s.Name == name, cancel);
        if (key is null)
        {
            if (row is not null) database.Settings.Remove(row);
            return;
        }
        if (row is null) database.Settings.Add(row = new Setting { Name = name });
        row.Value = ProtectedJson.Write(keys, Purpose, key);
    }

    private DkimKey? Read(string kept)
    {
        var key = ProtectedJson.Read<DkimKey>(keys, Purpose, kept);
        // A mail without a signature reaches most people; one that waits reaches nobody.
        if (key is null) log.LogError("The desk's keys do not open the DKIM key; mail leaves without a signature");
        return key;
    }
}
