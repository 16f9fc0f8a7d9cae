using System.Text.Json;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Replies.Automatic;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database;

/// <summary>How much automatic mail has left. Both counts are answered from an index alone, and neither reads more rows than its cap allows.</summary>
public static class AutomaticMailCounts
{
    public static async Task<AutomaticCaps> CapsAsync(DeskDatabase database, CancellationToken cancel) =>
        await database.Settings.Where(s => s.Name == Setting.AutomaticCaps).Select(s => s.Value).SingleOrDefaultAsync(cancel) is { } kept
            ? JsonSerializer.Deserialize<AutomaticCaps>(kept) ?? new AutomaticCaps()
            : new AutomaticCaps();

    /// <param name="keys">As of AutomaticKeys.</param>
    public static IQueryable<AutomaticMail> ToAddresses(DeskDatabase database, IReadOnlyCollection<long> keys, DateTimeOffset since) =>
        database.AutomaticMails.Where(m => keys.Contains(m.AddressKey) && m.At > since);

    /// <param name="atMost">More are not counted.</param>
    public static IQueryable<DateTimeOffset> OfDesk(DeskDatabase database, DateTimeOffset since, int atMost) =>
        database.AutomaticMails.Where(m => m.At > since).Select(m => m.At).Take(atMost);
}
