using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Live;
using Lotse.Domain;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Rules;
using Lotse.Domain.Tickets;
using Lotse.Rules.Webhooks;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules.Running;

/// <summary>What came of a line: nobody listened; somebody did, and nothing was to be done; or something was done, and the line is written down as dealt with.</summary>
public enum LineDealt { Unheard, Nothing, Done }

/// <summary>Puts the rules that listen to a line of the journal to its ticket, one after the other, as the ticket is now. What all of them do, what webhooks are told, and that the line is dealt with,
/// is one save: so it happens once, however many desks follow the journal.</summary>
public sealed class RunRules(DeskDatabase database, Journal journal, Ids ids, TakeSteps take, WriteAutomaticReply reply, RuleScenes scenes, TellWebhooks tell, TimeProvider clock, ILogger<RunRules> log)
{
    /// <summary>In a rule's log: it cannot be run on the ticket, for a reason that nobody has thought of.</summary>
    public const string Failed = "rule-failed";

    private static readonly Refusal s_nothing = new("nothing-to-do"), s_failed = new(Failed);

    public async Task<LineDealt> RunAsync(JournalEntry line, RulesNow now, CancellationToken cancel)
    {
        if (line.TicketId is null || FactNames.Read(line.Kind, line.Data) is not TicketFact fact) return LineDealt.Unheard;
        // Most lines are heard by nobody: that is seen before anything is read.
        var heard = MomentOf.Fact(fact, DateTimeOffset.MinValue);
        if (heard == RuleMoments.None || (line.CommunityId is { } there && now.Listening(heard, there).Count + now.Told(heard, there).Count == 0)) return LineDealt.Unheard;
        var refusal = await journal.TogetherAsync(() => DealAsync(line, fact, now, cancel), cancel, (db, token) => LineClaims.ClaimAsync(db, Setting.RulesAt, line.Id, token));
        return refusal is null || refusal == Journal.Taken ? LineDealt.Done : LineDealt.Nothing;
    }

    private async Task<Refusal?> DealAsync(JournalEntry line, TicketFact fact, RulesNow now, CancellationToken cancel)
    {
        if (await database.Tickets.AsTracking().SingleOrDefaultAsync(t => t.Id == fact.TicketId, cancel) is not { } ticket) return s_nothing;
        var moment = MomentOf.Fact(fact, ticket.CreatedAt);
        var told = now.Told(moment, ticket.CommunityId);
        foreach (var webhook in told) journal.Insert(await tell.AboutAsync(webhook, moment, ticket, fact, cancel));
        var did = await RunAsync(ticket, now.Listening(moment, ticket.CommunityId), now, LoopGuard.Chain(line.Cause), cancel);
        return did || told.Count > 0 ? null : s_nothing;
    }

    /// <summary>Where that cannot be done all together: each webhook and each rule by itself, so that one that fails costs only itself. The line is taken first: should the desk die then, the rest is left out rather than
    /// done twice.</summary>
    public async Task<LineDealt> RunApartAsync(JournalEntry line, RulesNow now, CancellationToken cancel)
    {
        if (FactNames.Read(line.Kind, line.Data) is not TicketFact fact) return LineDealt.Unheard;
        if (await database.Tickets.Where(t => t.Id == fact.TicketId).Select(t => new { t.CreatedAt, t.CommunityId }).SingleOrDefaultAsync(cancel) is not { } about) return LineDealt.Nothing;
        if (await journal.TogetherAsync(() => Task.FromResult<Refusal?>(null), cancel, (db, token) => LineClaims.ClaimAsync(db, Setting.RulesAt, line.Id, token)) == Journal.Taken) return LineDealt.Done;
        var (moment, chain) = (MomentOf.Fact(fact, about.CreatedAt), LoopGuard.Chain(line.Cause));
        foreach (var webhook in now.Told(moment, about.CommunityId))
        {
            await AloneAsync(fact.TicketId, null, async ticket => journal.Insert(await tell.AboutAsync(webhook, moment, ticket, fact, cancel)), cancel);
        }
        foreach (var rule in now.Listening(moment, about.CommunityId))
        {
            var did = false;
            var failed = await AloneAsync(fact.TicketId, rule, async ticket => did = await RunAsync(ticket, [rule], now, chain, cancel), cancel);
            if (failed is null && did && rule.StopAfter) break;
        }
        return LineDealt.Done;
    }

    /// <summary>In a save of its own. Where that fails though the store is well, the log of the rule says so.</summary>
    /// <param name="rule">Null for a webhook.</param>
    /// <param name="act">Puts down what is done to the ticket.</param>
    /// <returns>Null where it is done; <see cref="Journal.Taken"/> where another desk has done it.</returns>
    public async Task<Refusal?> AloneAsync(long ticketId, Rule? rule, Func<Ticket, Task> act, CancellationToken cancel, Func<DeskDatabase, CancellationToken, Task<bool>>? claim = null)
    {
        try
        {
            return await journal.TogetherAsync(() => OnTicketAsync(ticketId, act, cancel), cancel, claim);
        }
        catch (Exception e) when (IsItsOwn(e))
        {
            log.LogError("Rule or webhook {Rule} fails on ticket {Ticket}: {Trouble}", rule?.Id, ticketId, e.ToString());
            journal.Forget();
        }
        return await journal.TogetherAsync(() => OnTicketAsync(ticketId, ticket =>
        {
            if (rule is not null) Log(ticket, rule, RuleOutcome.Refused, Failed);
            return Task.CompletedTask;
        }, cancel), cancel, claim) ?? s_failed;
    }

    /// <summary>Trouble that waiting does not end: of a rule, a ticket or the program, and not of the store.</summary>
    public static bool IsItsOwn(Exception e) => e is not OperationCanceledException && StoreHealth.CodeOf(e) is null;

    private async Task<Refusal?> OnTicketAsync(long ticketId, Func<Ticket, Task> act, CancellationToken cancel)
    {
        // One that is gone by now needs nothing more.
        if (await database.Tickets.AsTracking().SingleOrDefaultAsync(t => t.Id == ticketId, cancel) is { } ticket) await act(ticket);
        return null;
    }

    /// <summary>Puts them down; the caller saves.</summary>
    /// <param name="chain">The rules that led here.</param>
    /// <returns>True where there is something to save.</returns>
    public async Task<bool> RunAsync(Ticket ticket, IReadOnlyList<Rule> rules, RulesNow now, IReadOnlyList<long> chain, CancellationToken cancel)
    {
        if (rules.Count == 0) return false;
        var (seen, did) = (await scenes.OfAsync(ticket, rules.Any(rule => rule.AsksForWords), cancel), false);
        foreach (var rule in rules)
        {
            if (MatchRule.Of(rule, seen.Scene, seen.Names) is not { Fits: true } match) continue;
            switch (LoopGuard.Of(chain, rule.Id, await RunsAsync(rule, ticket, cancel)))
            {
                case Guarded.DidItItself: continue;
                case Guarded.TooDeep: did = Log(ticket, rule, RuleOutcome.TooDeep, ""); continue;
                case Guarded.TooOften: did = await PauseAsync(ticket, rule, cancel); continue;
                default: break;
            }
            if (!await WorkAsync(ticket, rule, match.Because, now, chain, cancel)) continue;
            did = true;
            seen = await scenes.AnewAsync(seen.Scene, cancel);
            if (rule.StopAfter) break;
        }
        return did;
    }

    /// <returns>False where nothing came of it: the ticket is as the rule wants it already.</returns>
    private async Task<bool> WorkAsync(Ticket ticket, Rule rule, string because, RulesNow now, IReadOnlyList<long> chain, CancellationToken cancel)
    {
        var (before, by) = (ticket.Version, Acting.Desk(rule.Name));
        journal.Cause = LoopGuard.Cause(chain, rule.Id);
        try
        {
            var steps = await FilledAsync(ticket, rule, cancel);
            if (steps.Note is { } note && string.IsNullOrWhiteSpace(note)) return Log(ticket, rule, RuleOutcome.Refused, WriteNote.NothingWritten); // Nothing stood for its variables.
            // What can be refused comes first: then nothing of this rule is put down, and the others go on. A state does not wait for an answer that a person would write.
            if ((await take.ChangeAsync(by, ticket.Number, steps with { Reply = null }, cancel) ?? await take.NoteAsync(by, ticket.Number, steps, cancel)) is { } refused) return Log(ticket, rule, RuleOutcome.Refused, refused.Code);
            var told = rule.WebhookId is { } id ? await tell.ByRuleAsync(id, rule, ticket, cancel) : null;
            if (told is not null) journal.Insert(told);
            if (steps.Reply is { } words) await reply.RunAsync(ticket, words, cancel);
            if (ticket.Version == before && told is null) return false;
            journal.Record(ticket, [new RuleRan(ticket.Id, rule.Id, rule.Name, because, clock.GetUtcNow())], null);
            return Log(ticket, rule, RuleOutcome.Ran, because);
        }
        finally
        {
            journal.Cause = null;
        }
    }

    private async Task<TicketSteps> FilledAsync(Ticket ticket, Rule rule, CancellationToken cancel)
    {
        if (rule.Steps is { Note: null, Reply: null }) return rule.Steps;
        var contact = await database.Contacts.Where(c => c.Id == ticket.ContactId).Select(c => c.Name).SingleOrDefaultAsync(cancel);
        var community = await database.Communities.Where(c => c.Id == ticket.CommunityId).Select(c => c.Name).SingleAsync(cancel);
        // Customers do not know a rule by its name.
        return MacroSteps.Filled(rule.Steps, TicketValues.Of(ticket, contact, rule.Name, community)) with { Reply = MacroSteps.Filled(rule.Steps, TicketValues.Of(ticket, contact, community, community)).Reply };
    }

    /// <summary>How often it has run on this ticket lately, counted no further than is too often.</summary>
    private async Task<int> RunsAsync(Rule rule, Ticket ticket, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - LoopGuard.Window;
        return await database.RuleRuns.Where(run => run.TicketId == ticket.Id && run.At > since && run.RuleId == rule.Id && run.Outcome == RuleOutcome.Ran).Take(LoopGuard.MostOften).CountAsync(cancel);
    }

    private async Task<bool> PauseAsync(Ticket ticket, Rule rule, CancellationToken cancel)
    {
        if (await database.Rules.AsTracking().SingleOrDefaultAsync(r => r.Id == rule.Id && r.PausedAt == null, cancel) is not { } row) return false;
        row.PausedAt = clock.GetUtcNow();
        journal.Record(ticket, [new RulePaused(ticket.Id, rule.Id, rule.Name, row.PausedAt.Value)], null);
        journal.Record(new RuleChanged(rule.Id, rule.Name, "paused"), rule.CommunityId, null);
        return Log(ticket, rule, RuleOutcome.TooOften, "");
    }

    private bool Log(Ticket ticket, Rule rule, RuleOutcome outcome, string why)
    {
        journal.Insert(new RuleRun { Id = ids.Next(), RuleId = rule.Id, TicketId = ticket.Id, At = clock.GetUtcNow(), Outcome = outcome, Why = why });
        return true;
    }
}
