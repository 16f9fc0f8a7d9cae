using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Articles.Keeping;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Procedures;

/// <param name="CommunityId">Null for all.</param>
/// <param name="Version">As it was seen; 0 for a new one.</param>
public sealed record WrittenProcedure(long? CommunityId, TwoLanguages Title, string Form, TextBlockState State, ProcedureSteps Steps, int Version);

/// <summary>Makes and changes procedures, for those who write text blocks too. Walks that are under way go on by the steps they began with.</summary>
public sealed class KeepProcedures(DeskDatabase database, Journal journal, Ids ids, WithdrawArticles articles, TimeProvider clock)
{
    public const string MayNotWrite = "text-block-not-yours", TitleMissing = "procedure-title-missing";

    /// <param name="id">Null for a new one.</param>
    public Task<Answer<Procedure>> RunAsync(Acting by, long? id, WrittenProcedure written, CancellationToken cancel) => journal.RetryAsync<Answer<Procedure>>(async () =>
    {
        var row = id is { } known ? await database.Procedures.AsTracking().VisibleTo(by).SingleOrDefaultAsync(p => p.Id == known, cancel) : null;
        if (id is not null && row is null) return Refusals.NotFound;
        if (written.CommunityId is { } community && !by.Sees(community)) return Refusals.NotFound;
        var writing = await database.WritingAsync(by, cancel);
        if (!writing.May(written.CommunityId) || (row is not null && !writing.May(row.CommunityId))) return new Refusal(MayNotWrite);
        if (row is not null && row.Version != written.Version) return Refusals.Changed;
        if (string.IsNullOrWhiteSpace(written.Title.In("de"))) return new Refusal(TitleMissing, "german");
        if (CheckProcedure.WhyNot(written.Steps) is { } refusal) return refusal;
        if ((row is null ? TextBlockWays.WhyNotBegin(written.State) : TextBlockWays.WhyNot(row.State, written.State)) is { } noWay) return noWay;
        if (row is null) database.Procedures.Add(row = new Procedure { Id = ids.Next(), OwnerId = by.AgentId });
        (row.CommunityId, row.German, row.English, row.Form, row.State) = (written.CommunityId, written.Title.German.Trim(), written.Title.English.Trim(), written.Form, written.State);
        (row.Steps, row.Version, row.UpdatedAt, row.UpdatedById) = (JsonSerializer.Serialize(written.Steps, ProcedureJson.Options), row.Version + 1, clock.GetUtcNow(), by.AgentId);
        if (written.State == TextBlockState.Retired) await articles.OfRetiredAsync(by, new ArticleSource(null, row.Id), cancel);
        journal.Record(new ProcedureChanged(row.Id), written.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });
}
