using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Articles.Keeping;
using Lotse.Knowledge.Board;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Procedures;

/// <param name="CommunityId">Null for all.</param>
/// <param name="Version">As it was seen; null where whoever writes does not say.</param>
public sealed record WrittenProcedure(long? CommunityId, TwoLanguages Title, string Form, TextBlockState State, ProcedureSteps Steps, int? Version, long? OwnerId = null, DateTimeOffset? ReviewAt = null)
{
    /// <summary>The case that a new one was drafted from, which whoever writes sees.</summary>
    public long? FromTicketId { get; init; }

    /// <summary>With the form, the kind of case it is for; null leaves it as it was.</summary>
    public string? CaseReason { get; init; }
}

/// <summary>Makes and changes procedures, for those who write text blocks too. Every version is kept. Walks that are under way go on by the steps they began with.</summary>
public sealed class KeepProcedures(DeskDatabase database, Journal journal, Ids ids, DeskNames names, TellReaders tell, WithdrawArticles articles, TimeProvider clock)
{
    public const string MayNotWrite = "text-block-not-yours", TitleMissing = "procedure-title-missing", NoOwner = "procedure-no-such-owner";

    /// <param name="id">Null for a new one.</param>
    public async Task<Answer<Procedure>> RunAsync(Acting by, long? id, WrittenProcedure written, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var answer = await journal.RetryAsync(() => WriteAsync(by, id, written, known, cancel));
        if (answer.Refusal is null) tell.Ring();
        return answer;
    }

    private async Task<Answer<Procedure>> WriteAsync(Acting by, long? id, WrittenProcedure written, NamesNow known, CancellationToken cancel)
    {
        var row = id is { } there ? await database.Procedures.AsTracking().VisibleTo(by).SingleOrDefaultAsync(p => p.Id == there, cancel) : null;
        if (id is not null && row is null) return Refusals.NotFound;
        if (written.CommunityId is { } community && (!by.Sees(community) || !known.Communities.ContainsKey(community))) return Refusals.NotFound;
        var writing = await database.WritingAsync(by, cancel);
        if (!writing.May(written.CommunityId) || (row is not null && !writing.May(row.CommunityId))) return new Refusal(MayNotWrite);
        if (row is not null && written.Version is { } seen && row.Version != seen) return Refusals.Changed;
        if (WhyNot(written, known) is { } refusal) return refusal;
        if ((row is null ? TextBlockWays.WhyNotBegin(written.State) : TextBlockWays.WhyNot(row.State, written.State)) is { } noWay) return noWay;
        var publishes = written.State == TextBlockState.Published && (row is null || row.State != TextBlockState.Published || row.PublishedAt is null);
        if (row is null) database.Procedures.Add(row = new Procedure { Id = ids.Next(), FromTicketId = written.FromTicketId });
        (row.CommunityId, row.German, row.English, row.Form, row.State) = (written.CommunityId, written.Title.German.Trim(), written.Title.English.Trim(), written.Form, written.State);
        (row.OwnerId, row.ReviewAt) = (written.OwnerId, written.ReviewAt);
        (row.Steps, row.Version, row.UpdatedAt, row.UpdatedById) = (JsonSerializer.Serialize(written.Steps, StepsAsJson.Options), row.Version + 1, clock.GetUtcNow(), by.AgentId);
        if (written.CaseReason is { } reason) row.CaseReason = reason;
        if (publishes) row.PublishedAt = row.UpdatedAt;
        if (publishes) await tell.PutAsync((null, row.Id), row.CommunityId, by.AgentId, row.UpdatedAt, cancel);
        if (written.State == TextBlockState.Retired) await articles.OfRetiredAsync(by, new ArticleSource(null, row.Id), cancel);
        database.ProcedureVersions.Add(new ProcedureVersion
        {
            ProcedureId = row.Id, Version = row.Version, AgentId = by.AgentId, At = row.UpdatedAt,
            Content = new ProcedureContent(row.German, row.English, row.CommunityId is { } of ? known.Community(of) : null, row.Form, known.Agent(row.OwnerId), row.ReviewAt, TextBlockWays.Code(row.State), written.Steps).Write(),
        });
        journal.Record(new ProcedureChanged(row.Id), written.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    }

    private static Refusal? WhyNot(WrittenProcedure written, NamesNow known)
    {
        if (string.IsNullOrWhiteSpace(written.Title.In("de"))) return new(TitleMissing, "german");
        if (Math.Max(written.Title.German.Length, written.Title.English.Length) > CheckProcedure.LongestTitle) return new(CheckProcedure.TooLong, "german");
        if (written.Form.Length > CheckProcedure.LongestKey) return new(CheckProcedure.TooLong, "form");
        if (written.OwnerId is { } owner && !(known.Agents.GetValueOrDefault(owner) is { Active: true } agent && (written.CommunityId is not { } community || agent.Sees(community)))) return new(NoOwner, "owner");
        return CheckProcedure.WhyNot(written.Steps);
    }
}
