using Lotse.Adapters.Database;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Responsible;

/// <param name="From">What it was called before; null for nothing.</param>
public sealed record Lesson(LearnedKind Kind, long? From, long? To);

/// <summary>Remembers by which words a ticket was what somebody says it is. Of each ticket and kind one row, so that who changes their mind counts once.</summary>
public sealed class RememberCorrection(DeskDatabase database, Journal journal, Ids ids)
{
    private const int AtOnce = 20;

    /// <summary>The caller has asked the gate for the ticket, and saves.</summary>
    public async Task RunAsync(Acting by, Ticket ticket, IReadOnlyList<Lesson> lessons, CancellationToken cancel)
    {
        var known = await database.Corrections.AsTracking().Where(c => c.TicketId == ticket.Id).ToListAsync(cancel);
        known.AddRange(database.Corrections.Local.Where(c => c.TicketId == ticket.Id && !known.Contains(c)));
        var said = await database.Messages.VisibleTo(database, by).Where(m => m.TicketId == ticket.Id && m.Kind == MessageKind.Incoming).OrderBy(m => m.Id).Select(m => new { Text = m.Visible ?? m.Text, m.FromAddress }).FirstOrDefaultAsync(cancel);
        var words = TellingWords.Of(ticket.Subject, said?.Text ?? "");
        foreach (var lesson in lessons)
        {
            // Of spam the sender is remembered too: by a blank in it, it would be none.
            var all = lesson.Kind == LearnedKind.Spam && said?.FromAddress is { Length: > 0 } from && !from.Contains(' ', StringComparison.Ordinal) ? [.. words, from.ToLowerInvariant()] : words;
            if (all.Count == 0) continue;
            if (known.Find(c => c.Kind == lesson.Kind && c.CommunityId == ticket.CommunityId) is { } row) (row.From, row.To, row.Words) = (lesson.From, lesson.To, string.Join(' ', all));
            else
            {
                // What was said of it in the community that it came from stays there no longer: its words went with it.
                database.Corrections.RemoveRange(known.Where(c => c.Kind == lesson.Kind));
                database.Corrections.Add(new Correction { Id = ids.Next(), CommunityId = ticket.CommunityId, TicketId = ticket.Id, Kind = lesson.Kind, From = lesson.From, To = lesson.To, Words = string.Join(' ', all) });
            }
            database.Corrections.RemoveRange(await TooManyAsync(ticket.CommunityId, lesson.Kind, cancel));
            journal.Record(new CorrectionRemembered(ticket.Id, lesson.Kind), ticket.CommunityId, by.AgentId);
        }
    }

    /// <summary>Those before the newest: nobody learns of them any more.</summary>
    private Task<List<Correction>> TooManyAsync(long community, LearnedKind kind, CancellationToken cancel) => database.Corrections.AsTracking()
        .Where(c => c.CommunityId == community && c.Kind == kind).OrderByDescending(c => c.Id).Skip(Correction.MostKept).Take(AtOnce).ToListAsync(cancel);
}
