using Lotse.Adapters.Database;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Rules;
using Lotse.Domain.Search;
using Lotse.Domain.Tickets;
using Lotse.Rules.Running;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Trying;

/// <summary>A ticket that a rule was tried on.</summary>
/// <param name="Changes">It would do something: the ticket is not yet as the rule wants it.</param>
public sealed record TriedTicket(Ticket Ticket, RuleMatch Match, bool Changes);

/// <summary>Puts a rule to the newest tickets that whoever asks may see, as they are now, and changes nothing.</summary>
public sealed class TryRule(DeskDatabase database, RuleScenes scenes, TimeProvider clock)
{
    public const int AtMost = 500;

    private const int AtOnce = 100;

    public async Task<IReadOnlyList<TriedTicket>> RunAsync(Acting by, Rule rule, int newest, CancellationToken cancel)
    {
        var tickets = database.Tickets.VisibleTo(by);
        if (rule.CommunityId is { } community) tickets = tickets.Where(t => t.CommunityId == community);
        var (tried, before) = (new List<TriedTicket>(), long.MaxValue);
        for (var left = Math.Clamp(newest, 1, AtMost); left > 0;)
        {
            var some = await tickets.Where(t => t.Id < before).OrderByDescending(t => t.Id).Take(Math.Min(left, AtOnce)).ToListAsync(cancel);
            if (some.Count == 0) break;
            foreach (var seen in await scenes.OfManyAsync(some, cancel))
            {
                var match = MatchRule.Of(rule, seen.Scene, seen.Names);
                tried.Add(new TriedTicket(seen.Scene.Ticket, match, match.Fits && Changes(rule, seen)));
            }
            (before, left) = (some[^1].Id, left - some.Count);
        }
        return tried;
    }

    /// <summary>As far as can be said without doing it: whoever may not have the ticket is refused later.</summary>
    private bool Changes(Rule rule, Seen seen)
    {
        if (rule.WebhookId is not null || rule.Steps is not { Note: null, Reply: null }) return true;
        if (rule.Steps.AddTags.Any(tag => !Has(seen, tag)) || rule.Steps.RemoveTags.Any(tag => Has(seen, tag))) return true;
        var ticket = seen.Scene.Ticket;
        if (rule.Steps.Spam && ticket.Lane != Lane.Spam) return true;
        if (Differs(rule.Steps.Product, ticket.ProductId) || Differs(rule.Steps.Topic, ticket.TopicId) || Differs(rule.Steps.SupportGroup, ticket.SupportGroupId)) return true;
        return MacroSteps.Change(rule.Steps, Acting.Nobody, clock.GetUtcNow()).Decide(seen.Scene.Ticket, clock.GetUtcNow()) is { Refusal: null, Facts.Count: > 0 };
    }

    private static bool Differs(long? wanted, long? now) => wanted is { } set && set != (now ?? TicketSteps.Nobody);

    private static bool Has(Seen seen, string tag) => seen.Names.Tags(tag).Any(id => seen.Scene.Words.Marks.Contains(TicketMarks.Tag(id)));
}
