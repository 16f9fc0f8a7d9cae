using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Routing.Table;
using Lotse.Tickets;
using Lotse.Tickets.Responsible;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Exchange;

/// <param name="Kept">It is done; else it was only tried, something stands in the way, or it was not what somebody has seen.</param>
/// <param name="Seen">Tells this outcome from any other.</param>
/// <param name="After">The table as it would be.</param>
public sealed record RowsOutcome(IReadOnlyList<PlannedRow> Lines, bool Kept, string Seen, IReadOnlyList<Responsibility> After, RoutingNames Names)
{
    public bool Refused => Lines.Any(line => line.Step == LineStep.Refused);
}

/// <param name="Complete">What it does not name ends now.</param>
/// <param name="Seen">The outcome that somebody has looked at: only that one is kept. Null for whatever it is.</param>
public sealed record RowsWish(bool Trying, bool Complete = false, string? Seen = null);

/// <summary>Changes many rows of a community's table in one save, or none; tried first, to see what would become of each.</summary>
public sealed class ChangeRows(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    /// <param name="organisations">That are named, beside those of the rows there are.</param>
    /// <param name="read">What is wanted, from the names of the community and the rows there are.</param>
    public Task<Answer<RowsOutcome>> RunAsync(
        Acting by, long communityId, IReadOnlyCollection<string> organisations, Func<RoutingNames, IReadOnlyDictionary<long, KeptRow>, (IReadOnlyList<WantedRow>? Rows, Refusal? Refusal)> read, RowsWish wish, CancellationToken cancel) =>
        journal.RetryAsync<Answer<RowsOutcome>>(async () =>
        {
            if (!by.Sees(communityId) || !await database.Communities.AnyAsync(c => c.Id == communityId, cancel)) return Refusals.NotFound;
            if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
            var rows = await database.Responsibilities.AsTracking(wish.Trying ? QueryTrackingBehavior.NoTracking : QueryTrackingBehavior.TrackAll).VisibleTo(by).Where(r => r.CommunityId == communityId).ToDictionaryAsync(r => r.Id, cancel);
            var kept = rows.ToDictionary(one => one.Key, one => Kept(one.Value));
            var names = await RoutingNames.LoadAsync(database, communityId, kept.Values, organisations, cancel);
            var (wanted, refusal) = read(names, kept);
            if (wanted is null) return refusal!;
            var now = clock.GetUtcNow();
            var lines = PlanRows.Of(kept.Values, wanted, names.Known, wish.Complete, now);
            var outcome = new RowsOutcome(lines, false, Digest(lines), PlanRows.After(kept.Values, lines), names);
            if (wish.Trying || outcome.Refused || (wish.Seen is { } seen && seen != outcome.Seen)) return outcome;
            foreach (var line in lines) Keep(by, communityId, line, line.Before is { } before ? rows[before.Rule.Id] : null, now);
            await journal.SaveAsync(cancel);
            return outcome with { Kept = true };
        });

    internal static KeptRow Kept(ResponsibilityRow row) => new(row.AsRule(), row.Note, row.Version);

    private void Keep(Acting by, long communityId, PlannedRow line, ResponsibilityRow? row, DateTimeOffset now)
    {
        if (line.Step == LineStep.Unchanged) return;
        if (OnlyEnds(line))
        {
            (row!.From, row.Until, row.Version) = (line.After.From, line.After.Until, row.Version + 1);
            journal.Record(new ResponsibilityRevoked(row.Id, line.After.Until ?? now), communityId, by.AgentId);
            return;
        }
        if (row is null) database.Responsibilities.Add(row = new ResponsibilityRow { Id = ids.Next(), CommunityId = communityId });
        KeepResponsibilities.Write(row, line.After, line.Note);
        journal.Record(new ResponsibilitySaved(row.Id, JsonSerializer.Serialize(row)), communityId, by.AgentId);
    }

    private static bool OnlyEnds(PlannedRow line) => line is { Step: LineStep.Ended, Before: { } before } && line.After with { From = before.Rule.From, Until = before.Rule.Until } == before.Rule && line.Note == before.Note;

    /// <summary>Of what would be done, whatever the clock says meanwhile: an end that has come is one, a minute earlier or later.</summary>
    private static string Digest(IReadOnlyList<PlannedRow> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.Line} {line.Step} {line.Before?.Rule.Id} {line.Before?.Version}");
            text.Append(CultureInfo.InvariantCulture, $" {line.After.Scope} {RoutingTexts.Holders(line.After.Holders)} / {RoutingTexts.Ids(line.After.Deputies)} / {line.After.AgreementWithId} {line.After.SupportGroupId} {line.Note}");
            if (line.Step != LineStep.Ended) text.Append(CultureInfo.InvariantCulture, $" {line.After.From:O} {line.After.Until:O}");
            text.Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
