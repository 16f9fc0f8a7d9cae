using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Pages;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Informing;

/// <summary>What would be told before it is, and how far it is afterwards, for whoever sees the problem.</summary>
public sealed class InformViews(DeskDatabase database, DeskNames names)
{
    private const int RefusalsShown = 100;

    /// <returns>Null where it is not there or not for this agent.</returns>
    public async Task<InformView?> ForAsync(Signed signed, long id, Texts t, bool withRefusals, CancellationToken cancel)
    {
        var found = await database.Informings.Where(i => i.Id == id).Join(database.Problems.VisibleTo(signed.Acting), i => i.ProblemId, p => p.Id, (i, p) => new { Run = i, Problem = p }).SingleOrDefaultAsync(cancel);
        if (found is not { Run: var run, Problem: var problem }) return null;
        // What somebody took back in a ticket tells nobody any more.
        var steps = await database.InformItems.Where(i => i.InformingId == id)
            .GroupBy(i => new { Step = i.Step == InformStep.Told && !database.Messages.Any(m => m.Id == i.Answer) ? InformStep.TakenBack : i.Step, Stayed = i.Refusal != null })
            .Select(g => new { g.Key.Step, g.Key.Stayed, Count = g.Count() }).ToListAsync(cancel);
        int Of(InformStep step) => steps.Where(s => s.Step == step).Sum(s => s.Count);
        return new InformView
        {
            Id = Text(run.Id),
            Problem = Text(problem.Id),
            Title = problem.Title,
            At = run.At,
            By = (await names.NowAsync(cancel)).Agent(run.AgentId),
            German = run.German,
            English = run.English,
            Total = steps.Sum(s => s.Count),
            Told = Of(InformStep.Told),
            Noted = Of(InformStep.Noted),
            Refused = Of(InformStep.Refused),
            Waiting = Of(InformStep.Waiting),
            TakenBack = Of(InformStep.TakenBack),
            Left = steps.Where(s => s is { Step: InformStep.Told, Stayed: true }).Sum(s => s.Count),
            IsRunning = run.FinishedAt is null && (run.StoppedAt is null || run.UndoAt is not null),
            IsStopped = run is { FinishedAt: null, StoppedAt: not null, UndoAt: null },
            IsUndo = run.UndoAt is not null,
            MayLead = ProblemRights.MayLead(signed.Acting, problem),
            Refusals = withRefusals ? await RefusalsAsync(signed, id, t, cancel) : [],
        };
    }

    private async Task<IReadOnlyList<InformRefusal>> RefusalsAsync(Signed signed, long id, Texts t, CancellationToken cancel) =>
        [.. (await database.InformItems.Where(i => i.InformingId == id && i.Refusal != null).OrderBy(i => i.TicketId).Take(RefusalsShown)
            .Join(database.Tickets.VisibleTo(signed.Acting), i => i.TicketId, ticket => ticket.Id, (i, ticket) => new { ticket.Number, ticket.Subject, i.Refusal }).OrderBy(one => one.Number).ToListAsync(cancel))
            .Select(one => new InformRefusal(Text(one.Number), one.Subject, one.Refusal!, Forms.Say(t, RefusalOf(one.Refusal!)).Text))];

    private static Domain.Refusal RefusalOf(string kept) => kept.Split(' ', 2) is [var code, var about] ? new Domain.Refusal(code, about) : new Domain.Refusal(kept);

    /// <summary>Looks through the open tickets of the problem, of which there are no more than a problem holds.</summary>
    public async Task<InformPreview?> PreviewAsync(Signed signed, long problemId, CancellationToken cancel)
    {
        if (await database.Problems.VisibleTo(signed.Acting).SingleOrDefaultAsync(p => p.Id == problemId, cancel) is not { } problem) return null;
        var community = await database.Communities.SingleAsync(c => c.Id == problem.CommunityId, cancel);
        var tickets = await database.TicketsOf(problem).Where(t => t.Lane != Lane.Done && t.Lane != Lane.Spam).NotPutAway().GroupBy(t => new { t.Language, t.ContactId })
            .Select(g => new { g.Key.Language, g.Key.ContactId, Count = g.Count(), Newest = g.Max(t => t.Id) }).ToListAsync(cancel);
        var groups = tickets.ToLookup(t => InformWords.IsGerman(t.Language, community.Language));
        var newest = groups.Select(g => g.Max(t => t.Newest)).ToList();
        var examples = await database.Tickets.VisibleTo(signed.Acting).Where(t => newest.Contains(t.Id)).LeftJoin(database.Contacts, t => t.ContactId, c => c.Id, (t, c) => new TicketOfContact(t, c)).ToListAsync(cancel);
        var words = new InformWords(problem.German, problem.English);
        InformWay Way(bool german)
        {
            var example = examples.Find(one => InformWords.IsGerman(one.Ticket.Language, community.Language) == german);
            var values = example is null ? null : TicketValues.Of(example.Ticket, example.Contact?.Name, signed.Acting.Name, community.Name);
            return new InformWay(groups[german].Sum(t => t.Count), words.In(german), values is null || words.In(german).Length == 0 ? null : Domain.FillIn.Names(words.In(german), name => values(name) is { Length: > 0 } value ? value : $"⟦{name}⟧"));
        }
        var (de, en) = (Way(true), Way(false));
        var others = groups[false].Where(t => t.Language is { } language && !language.StartsWith("en", StringComparison.OrdinalIgnoreCase)).ToList();
        return new InformPreview
        {
            Problem = Text(problem.Id),
            Title = problem.Title,
            Version = problem.Version,
            Tickets = de.Tickets + en.Tickets,
            Customers = tickets.Select(t => t.ContactId).Distinct().Count(),
            German = de,
            English = en,
            Others = others.Sum(t => t.Count),
            OtherLanguages = [.. others.Select(t => t.Language!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            MayStart = ProblemRights.MayLead(signed.Acting, problem) && de.Tickets + en.Tickets > 0 && (de.Tickets == 0 || de.Words.Length > 0) && (en.Tickets == 0 || en.Words.Length > 0),
        };
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
