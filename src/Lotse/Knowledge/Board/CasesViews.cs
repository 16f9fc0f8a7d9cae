using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Board;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Procedures;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Board;

/// <summary>Kinds of cases as one person may see them. Four statements.</summary>
public sealed class CasesViews(DeskDatabase database, CountCases count, DeskNames names, TimeProvider clock)
{
    private const int KindsAtMost = 60, OpenAtMost = 20;

    private sealed record Cover(string What, long Id, string Title, long? CommunityId, CaseKind Kind, DateTimeOffset PublishedAt);

    public async Task<CasesView> ForAsync(Signed signed, Viewing viewing, string? refused, string? typed, CancellationToken cancel)
    {
        var (by, known, now) = (signed.Acting, await names.NowAsync(cancel), clock.GetUtcNow());
        var (writing, settings) = await database.WritingWithLevelsAsync(by, cancel);
        var levels = known.Communities.Keys.ToDictionary(id => id, id => StandingOf.Of(settings.GetValueOrDefault(id)));
        var cases = (await count.RunAsync(by, cancel)).Where(one => levels.ContainsKey(one.CommunityId)).ToList();
        var covers = await CoversAsync(signed, viewing, cancel);
        var most = cases.Select(one => one.Lately).DefaultIfEmpty(0).Max();
        var rows = cases.Take(KindsAtMost).Select(one => new KindRow(Text(one.CommunityId), known.Community(one.CommunityId), one.Kind.Code, CaseKinds.Name(levels[one.CommunityId], one.Kind, viewing.Language), one.Lately, one.Below,
            most == 0 ? 0 : one.Lately * 100 / most, [.. covers.Where(c => c.Kind == one.Kind && (c.CommunityId is null || c.CommunityId == one.CommunityId)).OrderByDescending(c => c.PublishedAt).Select(c => Shown(c, one.PerDay, now))])).ToList();
        return new CasesView([.. rows.Where(row => row.Covers.Count == 0 && row.Lately > 0)], [.. rows.Where(row => row.Covers.Count > 0)], await OpenAsync(by, now, cancel), writing.Any, refused, typed);
    }

    private static CoverView Shown(Cover cover, IReadOnlyDictionary<int, int> perDay, DateTimeOffset now) => new(BoardViews.AddressOf(cover.What, cover.Id), cover.Title, cover.What == BoardCard.Procedures, cover.PublishedAt,
        CaseTrend.Of(perDay, CountCases.Day(cover.PublishedAt), CountCases.Day(now)));

    private async Task<List<Cover>> CoversAsync(Signed signed, Viewing viewing, CancellationToken cancel)
    {
        var blocks = database.TextBlocks.VisibleTo(signed.Acting).Where(b => b.State == TextBlockState.Published && b.CaseForm != null && b.PublishedAt != null)
            .Select(b => new { IsBlock = true, b.Id, b.Title, Other = b.Title, b.CommunityId, Form = b.CaseForm, Reason = b.CaseReason, b.PublishedAt });
        var procedures = database.Procedures.VisibleTo(signed.Acting).Where(p => p.State == TextBlockState.Published && p.CaseReason != null && p.PublishedAt != null)
            .Select(p => new { IsBlock = false, p.Id, Title = p.German, Other = p.English, p.CommunityId, Form = (string?)p.Form, Reason = p.CaseReason, p.PublishedAt });
        var rows = await blocks.Concat(procedures).ToListAsync(cancel);
        return rows.ConvertAll(row => new Cover(row.IsBlock ? BoardCard.Blocks : BoardCard.Procedures, row.Id, row.IsBlock ? row.Title : ProcedurePanels.Title(row.Title, row.Other, viewing), row.CommunityId,
            new CaseKind(row.Form ?? "", row.Reason ?? ""), row.PublishedAt!.Value));
    }

    /// <summary>Of the last weeks, the newest first.</summary>
    private async Task<IReadOnlyList<(string, string, int)>> OpenAsync(Acting by, DateTimeOffset now, CancellationToken cancel)
    {
        var from = Ids.First(now.AddDays(-CaseTrend.Days));
        var open = await database.HandOvers.Where(h => h.Id >= from && h.BelowNextTime == null && h.ReturnedAt == null).OrderByDescending(h => h.Id)
            .Join(database.Tickets.VisibleTo(by).Where(t => t.Lane == Lane.Done), h => new { h.TicketId, Id = (long?)h.Id }, t => new { TicketId = t.Id, Id = t.HandOverId }, (h, t) => new { t.Number, t.Subject, t.Level }).Take(OpenAtMost).ToListAsync(cancel);
        return open.ConvertAll(t => (Text(t.Number), t.Subject, (int)t.Level));
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
