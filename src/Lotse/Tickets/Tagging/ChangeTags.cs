using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Lotse.Domain.Retention;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Tagging;

/// <summary>Renames tags, makes two of them one, and takes other words for them away: for leads and admins of the community.</summary>
public sealed class ChangeTags(DeskDatabase database, Journal journal, WriteGate gate)
{
    public const string Exists = "tag-exists", NoSuchTag = "no-such-tag", IntoItself = "tag-into-itself", NameEmpty = "tag-name-empty";

    public Task<Answer<Tag>> RenameAsync(Acting by, long id, string? name, CancellationToken cancel) => journal.RetryAsync<Answer<Tag>>(async () =>
    {
        if (await FindAsync(by, id, cancel) is not { AliasOfId: null } tag) return Refusals.NotFound;
        var wanted = TagsOfTicket.NameOf(name ?? "");
        if (wanted.Length == 0) return new Refusal(NameEmpty, "name");
        if (wanted == tag.Name) return tag;
        if (await database.Tags.AnyAsync(t => t.CommunityId == tag.CommunityId && t.Name == wanted, cancel)) return new Refusal(Exists, wanted);
        journal.Record(new TagRenamed(tag.Id, tag.Name, wanted), tag.CommunityId, by.AgentId);
        tag.Name = wanted;
        await journal.SaveAsync(cancel);
        return tag;
    });

    /// <param name="into">The other's name, or another word for it.</param>
    public async Task<Answer<Tag>> MergeAsync(Acting by, long id, string? into, CancellationToken cancel)
    {
        var answer = await journal.RetryAsync<Answer<Tag>>(async () =>
        {
            if (await FindAsync(by, id, cancel) is not { } tag) return Refusals.NotFound;
            var name = TagsOfTicket.NameOf(into ?? "");
            var other = await database.Tags.AsTracking().SingleOrDefaultAsync(t => t.CommunityId == tag.CommunityId && t.Name == name, cancel);
            if (other?.AliasOfId is { } meant) other = await database.Tags.AsTracking().SingleAsync(t => t.Id == meant, cancel);
            if (other is null) return new Refusal(NoSuchTag, name);
            if (other.Id == tag.Id) return new Refusal(IntoItself, name);
            if (tag.AliasOfId == other.Id) return other; // Done before; what was left half is finished below.
            journal.Record(new TagsMerged(tag.Id, tag.Name, other.Id, other.Name), tag.CommunityId, by.AgentId);
            tag.AliasOfId = other.Id;
            foreach (var alias in await database.Tags.AsTracking().Where(t => t.AliasOfId == tag.Id).ToListAsync(cancel)) alias.AliasOfId = other.Id;
            await journal.SaveAsync(cancel);
            return other;
        });
        if (answer.Value is { } kept) await MoveAsync(id, kept.Id, cancel);
        return answer;
    }

    public Task<Answer<Tag>> RemoveAliasAsync(Acting by, long id, CancellationToken cancel) => journal.RetryAsync<Answer<Tag>>(async () =>
    {
        if (await FindAsync(by, id, cancel) is not { AliasOfId: not null } tag) return Refusals.NotFound;
        await MoveAsync(tag.Id, tag.AliasOfId.Value, cancel);
        await RetainAsync(by, tag, tag.AliasOfId.Value, cancel);
        journal.Record(new TagAliasRemoved(tag.Id, tag.Name), tag.CommunityId, by.AgentId);
        database.Tags.Remove(tag);
        await journal.SaveAsync(cancel);
        return tag;
    });

    /// <summary>What is put away by rule, and what is held, is said by tags as they were once (see Retention): a word that goes must not take a legal hold along.</summary>
    private async Task RetainAsync(Acting by, Tag word, long meant, CancellationToken cancel)
    {
        if (await database.RetentionPlans.AsTracking().SingleOrDefaultAsync(p => p.CommunityId == word.CommunityId, cancel) is not { } row) return;
        var kept = RetentionPlan.Read(row.Plan);
        if (!kept.Names(word.Id)) return;
        var plan = kept.With(word.Id, meant);
        (row.Plan, row.Version) = (plan.Write(), row.Version + 1);
        journal.Record(new RetentionChanged(word.CommunityId, plan), word.CommunityId, by.AgentId);
    }

    private async Task<Tag?> FindAsync(Acting by, long id, CancellationToken cancel) =>
        by.Role >= Role.Lead && await database.Tags.AsTracking().SingleOrDefaultAsync(t => t.Id == id, cancel) is { } tag && by.Sees(tag.CommunityId) ? tag : null;

    /// <summary>After the word has become another one for the tag, so that nobody puts it on a ticket meanwhile. Doing it twice does it once.</summary>
    private async Task MoveAsync(long from, long to, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await database.TicketTags.Where(l => l.TagId == from && database.TicketTags.Any(x => x.TicketId == l.TicketId && x.TagId == to)).ExecuteDeleteAsync(cancel);
        await database.TicketTags.Where(l => l.TagId == from).ExecuteUpdateAsync(set => set.SetProperty(l => l.TagId, to), cancel);
    }
}
