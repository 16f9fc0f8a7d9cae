using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Live;
using Lotse.Domain.Intake;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Offering;

/// <summary>Says of a ticket whether the text blocks sent in it solved it: it is done, and the customer has written nothing since. It looks at tickets of all communities, for the desk itself.</summary>
public sealed class SettleUses(DeskDatabase database, WriteGate gate)
{
    private const int UsesAtMost = 500;

    private static readonly string s_redacted = FactNames.Name(typeof(MessageRedacted));

    /// <summary>Those of these tickets in which a text block was sent: nothing is settled in any other.</summary>
    public async Task<HashSet<long>> WithBlocksAsync(IReadOnlyList<long> ticketIds, CancellationToken cancel) => ticketIds.Count == 0 ? [] :
        [.. await database.Messages.Where(m => ticketIds.Contains(m.TicketId) && m.Kind == MessageKind.Outgoing).Join(database.TextBlockUses, m => m.Id, u => u.MessageId, (m, _) => m.TicketId).Distinct().ToListAsync(cancel)];

    /// <summary>Notes how far the journal has been followed without anything to settle.</summary>
    public async Task SaveAsync(long line, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        await LineClaims.ClaimAsync(database, Setting.BlocksAt, line, cancel);
    }

    public async Task RunAsync(JournalEntry line, CancellationToken cancel)
    {
        var used = FactNames.Read(line.Kind, line.Data) as TextBlockUsed;
        var ticketId = line.TicketId ?? await database.Messages.Where(m => m.Id == used!.MessageId).Select(m => (long?)m.TicketId).SingleOrDefaultAsync(cancel);
        var changed = ticketId is { } id ? await OfTicketAsync(id, line.Kind == s_redacted, cancel) : [];
        if (changed.Count == 0 && used is null) return;
        await BlockRows.SettleAsync(database, gate, changed, used is null ? [] : [used.TextBlockId], line.Id, cancel);
    }

    /// <param name="anew">Words were blacked out: what was learned of them is forgotten, and the rest learned again.</param>
    private async Task<List<SettledUse>> OfTicketAsync(long ticketId, bool anew, CancellationToken cancel)
    {
        var uses = await database.Messages.Where(m => m.TicketId == ticketId && m.Kind == MessageKind.Outgoing).Join(database.TextBlockUses, m => m.Id, u => u.MessageId, (_, u) => u)
            .Join(database.TextBlocks, u => u.TextBlockId, b => b.Id, (u, b) => new { u.Id, u.MessageId, u.TextBlockId, u.Solved, u.Words, b.CommunityId }).OrderByDescending(u => u.Id).Take(UsesAtMost).ToListAsync(cancel);
        if (uses.Count == 0 || await database.Tickets.SingleOrDefaultAsync(t => t.Id == ticketId, cancel) is not { } ticket) return [];
        var newest = await database.Messages.Where(m => m.TicketId == ticketId && m.Kind == MessageKind.Incoming && m.MailKind == MailKind.Human).MaxAsync(m => (long?)m.Id, cancel) ?? 0;
        var done = ticket is { IsDone: true, Lane: Lane.Done };
        var changed = uses.Where(use => use.Solved != (done && use.MessageId > newest)).ToList();
        if (changed.Count == 0 && !anew) return [];
        var words = string.Join(' ', await WordsAsync(database, ticket, cancel));
        return [.. changed.Select(use => new SettledUse(use.Id, use.TextBlockId, use.CommunityId, !use.Solved, use.Solved ? use.Words : words)),
            .. uses.Where(use => anew && use.Solved && use.Words != words && !changed.Contains(use)).SelectMany(use => (SettledUse[])[new(use.Id, use.TextBlockId, use.CommunityId, false, use.Words), new(use.Id, use.TextBlockId, use.CommunityId, true, words)])];
    }

    /// <summary>The words of what a ticket is about: its subject and its first message.</summary>
    private static async Task<IReadOnlyList<string>> WordsAsync(DeskDatabase database, Ticket ticket, CancellationToken cancel) =>
        BlockWords.OfTicket(ticket.Subject, await FirstTextAsync(database, ticket, cancel), ticket.Language);

    internal static async Task<string> FirstTextAsync(DeskDatabase database, Ticket ticket, CancellationToken cancel) =>
        await database.Messages.Where(m => m.TicketId == ticket.Id && m.Kind != MessageKind.Note).OrderBy(m => m.Id).Select(m => m.Visible ?? m.Text).FirstOrDefaultAsync(cancel) ?? "";
}
