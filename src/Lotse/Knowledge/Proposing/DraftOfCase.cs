using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Intake;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Pages;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Proposing;

/// <summary>A proposal drafted from a case: the answer that it came back with, or else the last one that was sent, without the customer's data. Nothing is kept until somebody has looked it through.</summary>
public sealed class DraftOfCase(DeskDatabase database)
{
    /// <returns>Null where the ticket is not there or not for this agent.</returns>
    public async Task<BlockForm?> ForAsync(Acting by, long number, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(by, number, cancel) is not { Ticket: var ticket } found) return null;
        var note = await database.HandOvers.Where(h => h.TicketId == ticket.Id && h.ReturnedWith == "answer").OrderByDescending(h => h.Id).Select(h => h.NoteId).FirstOrDefaultAsync(cancel);
        var words = await database.Messages.Where(m => m.TicketId == ticket.Id && (m.Id == note || (note == null && m.Kind == MessageKind.Outgoing && !m.IsAutomatic)))
            .OrderByDescending(m => m.Id).Select(m => m.Visible ?? m.Text).FirstOrDefaultAsync(cancel) ?? "";
        var addresses = await database.ContactAddresses.Where(a => a.ContactId == ticket.ContactId).Select(a => a.Address).ToListAsync(cancel);
        var title = WithoutCustomer.Of(ticket.Subject, found.Contact?.Name, addresses, variables: false);
        return new BlockForm
        {
            From = number.ToString(CultureInfo.InvariantCulture),
            Title = title.Length > WriteTextBlock.LongestTitle ? title[..WriteTextBlock.LongestTitle] : title,
            Community = ticket.CommunityId.ToString(CultureInfo.InvariantCulture),
            Owner = by.AgentId.ToString(CultureInfo.InvariantCulture),
            State = TextBlockWays.Code(TextBlockState.Proposed),
            Texts = [new TypedText(ticket.Language is { } language && WriteTextBlock.IsLanguage(language) ? language : "de", "", WithoutCustomer.Of(words, found.Contact?.Name, addresses).Trim())],
        };
    }
}
