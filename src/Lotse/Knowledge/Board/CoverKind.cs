using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Board;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Keeping;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Board;

/// <summary>Says which kind of case a text block that is there already is for.</summary>
public sealed class CoverKind(DeskDatabase database, Journal journal)
{
    public const string NoSuchBlock = "no-such-text-block";

    public Task<Answer<TextBlock>> RunAsync(Acting by, long communityId, string shortcut, CaseKind kind, CancellationToken cancel) => journal.RetryAsync<Answer<TextBlock>>(async () =>
    {
        if (!by.Sees(communityId)) return Refusals.NotFound;
        var wanted = shortcut.Trim().TrimStart('/').ToLowerInvariant();
        if (await database.TextBlocks.AsTracking().VisibleTo(by).Where(b => b.Shortcut == wanted && (b.CommunityId == communityId || b.CommunityId == null)).OrderByDescending(b => b.CommunityId).FirstOrDefaultAsync(cancel) is not { } block)
            return new Refusal(NoSuchBlock, "shortcut");
        if (!(await database.WritingAsync(by, cancel)).May(block.CommunityId)) return new Refusal(KeepTextBlocks.Forbidden);
        (block.CaseForm, block.CaseReason) = (kind.Form, kind.Reason);
        journal.Record(new TextBlockSaved(block.Id, block.Version, TextBlockWays.Code(block.State)), block.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return block;
    });
}
