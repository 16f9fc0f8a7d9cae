using Lotse.Adapters.Database;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Exchange;

/// <summary>A community's responsibilities out into a table, and in from one. Leads do both: who is responsible is theirs to say, and a table goes far.</summary>
public sealed class ExchangeResponsibilities(DeskDatabase database, ChangeRows change, TimeProvider clock)
{
    public const string TooLarge = "table-too-large";

    /// <summary>Bytes of a file, and characters of what is pasted.</summary>
    public const int LongestTable = 5_000_000;

    /// <summary>What holds now or later. What is over stays in the table of the desk and goes nowhere.</summary>
    /// <param name="t">The language of its head; null for the names that programs know.</param>
    public async Task<Answer<string>> ExportAsync(Acting by, long communityId, TimeZoneInfo zone, Texts? t, char between, CancellationToken cancel)
    {
        if (!by.Sees(communityId) || !await database.Communities.AnyAsync(c => c.Id == communityId, cancel)) return Refusals.NotFound;
        if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
        var now = clock.GetUtcNow();
        var rows = (await database.Responsibilities.VisibleTo(by).Where(r => r.CommunityId == communityId && (r.Until == null || r.Until > now)).OrderBy(r => r.Id).ToListAsync(cancel)).ConvertAll(ChangeRows.Kept);
        return new ResponsibilitySheet(await RoutingNames.LoadAsync(database, communityId, rows, [], cancel), zone).Write(rows, t, between);
    }

    public async Task<Answer<RowsOutcome>> ImportAsync(Acting by, long communityId, string csv, TimeZoneInfo zone, RowsWish wish, CancellationToken cancel)
    {
        if (csv.Length > LongestTable) return new Refusal(TooLarge);
        var (rows, refusal) = CsvText.Read(csv, ResponsibilitySheet.RowsAtMost + 1); // And the head.
        if (rows is null) return refusal!.Code == CsvText.TooMany ? refusal with { About = null } : refusal;
        return await change.RunAsync(by, communityId, ResponsibilitySheet.Organisations(rows), (names, kept) => new ResponsibilitySheet(names, zone).Read(rows, communityId, kept), wish, cancel);
    }
}
