using Lotse.Adapters.Database;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets.Api;

/// <summary>Puts together what a program gets for a ticket.</summary>
public sealed class TicketAnswers(ReadTicket read, ReadRawMail raw, DeskDatabase database)
{
    public async Task<TicketJson?> ReadAsync(Acting by, long number, CancellationToken cancel)
    {
        if (await read.RunAsync(by, number, cancel) is not { } whole) return null;
        var html = new Dictionary<long, string?>();
        foreach (var message in whole.Messages.Where(m => m.HasHtml))
        {
            html[message.Id] = (await raw.HtmlAsync(message, CleaningOptions.Default, cancel))?.Html;
        }
        long? match = whole.Ticket.PossibleMatchId is { } other
            ? await database.Tickets.VisibleTo(by).Where(t => t.Id == other).Select(t => (long?)t.Number).SingleOrDefaultAsync(cancel)
            : null;
        return ToJson.Ticket(whole, await People.LoadAsync(database, cancel), m => html.GetValueOrDefault(m.Id), match, await TicketHeads.PartsOfAsync(database, whole.Ticket.Id, cancel));
    }
}
