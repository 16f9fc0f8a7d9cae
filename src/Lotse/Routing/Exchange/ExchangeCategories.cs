using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lotse.Adapters.Database;
using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Exchange;

/// <param name="Kept">It is done; else it was only tried, something stands in the way, or it was not what somebody has seen.</param>
/// <param name="Seen">Tells this outcome from any other.</param>
public sealed record CategoriesOutcome(IReadOnlyList<PlannedCategory> Lines, bool Kept, string Seen, RoutingNames Names)
{
    public bool Refused => Lines.Any(line => line.Step == LineStep.Refused);
}

/// <summary>A community's products, topics and support groups out into a table, and in from one. Leads do both.</summary>
public sealed class ExchangeCategories(DeskDatabase database, Journal journal, Ids ids)
{
    /// <param name="t">The language of its head; null for the names that programs know.</param>
    public async Task<Answer<string>> ExportAsync(Acting by, long communityId, Texts? t, char between, CancellationToken cancel)
    {
        if (!by.Sees(communityId) || !await database.Communities.AnyAsync(c => c.Id == communityId, cancel)) return Refusals.NotFound;
        if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
        var all = await database.Categories.VisibleTo(by).Where(c => c.CommunityId == communityId).OrderBy(c => c.Kind).ThenBy(c => c.Id).ToListAsync(cancel);
        return CategorySheet.Write(all, await RoutingNames.LoadAsync(database, communityId, [], [], cancel), t, between);
    }

    public async Task<Answer<CategoriesOutcome>> ImportAsync(Acting by, long communityId, string csv, RowsWish wish, CancellationToken cancel)
    {
        if (csv.Length > ExchangeResponsibilities.LongestTable) return new Refusal(ExchangeResponsibilities.TooLarge);
        var (rows, refusal) = CsvText.Read(csv, ResponsibilitySheet.RowsAtMost + 1);
        if (rows is null) return refusal!;
        return await journal.RetryAsync<Answer<CategoriesOutcome>>(async () =>
        {
            if (!by.Sees(communityId) || await database.Communities.Where(c => c.Id == communityId).Select(c => (bool?)c.NeedsSupportGroup).SingleOrDefaultAsync(cancel) is not { } needsGroup) return Refusals.NotFound;
            if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
            var kept = await database.Categories.AsTracking(wish.Trying ? QueryTrackingBehavior.NoTracking : QueryTrackingBehavior.TrackAll).VisibleTo(by).Where(c => c.CommunityId == communityId).ToDictionaryAsync(c => c.Id, cancel);
            var names = await RoutingNames.LoadAsync(database, communityId, [], [], cancel);
            var (wanted, unread) = CategorySheet.Read(rows, names, kept);
            if (wanted is null) return unread!;
            var lines = PlanCategories.Of(kept.Values, wanted, names.Known.Mailboxes, needsGroup);
            var outcome = new CategoriesOutcome(lines, false, Digest(lines), names);
            if (wish.Trying || outcome.Refused || (wish.Seen is { } seen && seen != outcome.Seen)) return outcome;
            foreach (var line in lines.Where(line => line.Step != LineStep.Unchanged)) Keep(by, communityId, line);
            await journal.SaveAsync(cancel);
            return outcome with { Kept = true };
        });
    }

    private void Keep(Acting by, long communityId, PlannedCategory line)
    {
        var (one, after) = (line.Before, line.After);
        if (one is null) database.Categories.Add(one = new Category { Id = ids.Next(), CommunityId = communityId, Kind = after.Kind!.Value });
        (one.Name, one.Words, one.MailboxId, one.Retired) = (after.Name, after.Words, after.MailboxId, after.Retired);
        journal.Record(new CategorySaved(one.Id, one.Kind, one.Name, one.Words, one.MailboxId, one.Retired), communityId, by.AgentId);
    }

    private static string Digest(IReadOnlyList<PlannedCategory> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines) text.Append(CultureInfo.InvariantCulture, $"{line.Line} {line.Step} {line.Before?.Id} {line.Before?.Name} {line.Before?.Words} {line.After.Kind} {line.After.Name} {line.After.Words} {line.After.MailboxId} {line.After.Retired}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
