using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Consulting;

/// <summary>Consultations as people see them: those of a ticket, and those that wait for somebody.</summary>
public sealed class ConsultationViews(DeskDatabase database, DeskNames names)
{
    /// <summary>Of one ticket, newest first; of a list.</summary>
    private const int OfTicketAtMost = 20, ListAtMost = 100, ShortAtMost = 160;

    /// <param name="ticketId">Of a ticket that the gate has let through.</param>
    public async Task<IReadOnlyList<ConsultationView>> OfTicketAsync(Signed signed, long ticketId, Standing standing, Texts t, CancellationToken cancel)
    {
        var rows = await database.Consultations.Where(c => c.TicketId == ticketId).OrderByDescending(c => c.Id).Take(OfTicketAtMost)
            .Select(c => new { Row = c, Words = database.ConsultationWords.Where(w => w.ConsultationId == c.Id).OrderBy(w => w.Id).ToList() }).AsSingleQuery().ToListAsync(cancel);
        if (rows.Count == 0) return [];
        var known = await names.NowAsync(cancel);
        return [.. rows.Select(one => new ConsultationView(
            Text(one.Row.Id), known.Agent(one.Row.AgentId) ?? "", Asked(one.Row, known, t), (int?)one.Row.Level, one.Row.Since, one.Row.AnsweredAt, one.Row.ClosedAt,
            one.Row.ClosedAt is null && ConsultColleagues.Of(one.Row).IsAskedOf(standing, signed.AgentId),
            [.. one.Words.Select(w => new SaidView(known.Agent(w.AgentId) ?? "", w.AgentId == signed.AgentId, w.At, w.Text))]))];
    }

    /// <summary>What waits for somebody and what somebody waits for, the longest first. In three statements.</summary>
    public async Task<ConsultationsView> ForAsync(Signed signed, Texts t, CancellationToken cancel)
    {
        var (me, now) = (signed.AgentId, await names.NowAsync(cancel));
        var teams = database.AgentTeams.Where(l => l.AgentId == me).Select(l => l.TeamId);
        var tickets = database.Tickets.VisibleTo(signed.Acting).Where(ticket => ticket.Lane != Lane.Spam && ticket.Lane != Lane.Merged && ticket.Lane != Lane.Done).NotPutAway();
        var toAnswer = await RowsAsync(database.Consultations.Where(c => c.ClosedAt == null && c.AnsweredAt == null && c.AgentId != me
            && (c.AskedId == me || (c.AskedId == null && (c.TeamId == null || teams.Contains(c.TeamId.Value))))), tickets, now, t, cancel);
        var own = await RowsAsync(database.Consultations.Where(c => c.ClosedAt == null && c.AgentId == me), tickets, now, t, cancel);
        return new ConsultationsView(toAnswer, own);
    }

    private async Task<IReadOnlyList<ConsultationRow>> RowsAsync(IQueryable<Consultation> which, IQueryable<Ticket> tickets, NamesNow known, Texts t, CancellationToken cancel)
    {
        var rows = await which.OrderBy(c => c.Since).ThenBy(c => c.Id).Join(tickets, c => c.TicketId, ticket => ticket.Id, (c, ticket) => new
        {
            Row = c, ticket.Number, ticket.Subject, ticket.Level,
            Newest = database.ConsultationWords.Where(w => w.ConsultationId == c.Id).OrderByDescending(w => w.Id).Select(w => w.Text).FirstOrDefault(),
        }).Take(ListAtMost).ToListAsync(cancel);
        return [.. rows.Select(one => new ConsultationRow(Text(one.Number), one.Subject, (int)one.Level, known.Agent(one.Row.AgentId) ?? "", Asked(one.Row, known, t), (int?)one.Row.Level,
            one.Row.Since, one.Row.AnsweredAt is not null, Snippets.Of(one.Newest ?? "", ShortAtMost)))];
    }

    private static string Asked(Consultation row, NamesNow known, Texts t) => row.Level is { } level ? Words.Level(t, (int)level) : known.Agent(row.AskedId) ?? "?";

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
