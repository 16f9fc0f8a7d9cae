using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Intake;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Board;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Pages;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Proposing;

/// <summary>What a case says, without the customer's data.</summary>
/// <param name="Language">ISO 639-1.</param>
/// <param name="Kind">As it was handed up last; null where it never was.</param>
public sealed record SaidByCase(long TicketId, long CommunityId, string Title, string Words, string Language, CaseKind? Kind);

/// <summary>A proposal drafted from a case: the answer that it came back with, or else the last one that was sent, without the customer's data. Nothing is kept until somebody has looked it through.</summary>
public sealed class DraftOfCase(DeskDatabase database)
{
    /// <returns>Null where the ticket is not there or not for this agent.</returns>
    public async Task<BlockForm?> ForAsync(Acting by, long number, CancellationToken cancel) => await SaidAsync(by, number, variables: true, cancel) is not { } said ? null : new BlockForm
    {
        From = number.ToString(CultureInfo.InvariantCulture),
        Title = said.Title.Length > WriteTextBlock.LongestTitle ? said.Title[..WriteTextBlock.LongestTitle] : said.Title,
        Community = said.CommunityId.ToString(CultureInfo.InvariantCulture),
        Owner = by.AgentId.ToString(CultureInfo.InvariantCulture),
        State = TextBlockWays.Code(TextBlockState.Proposed),
        Texts = [new TypedText(said.Language, "", said.Words)],
    };

    /// <summary>The same as steps: each line or paragraph of the answer is one.</summary>
    public async Task<(SaidByCase Case, ProcedureSteps Steps)?> StepsAsync(Acting by, long number, CancellationToken cancel) =>
        await SaidAsync(by, number, variables: false, cancel) is { } said ? (said, StepsOfWords.Of(said.Words, said.Language)) : null;

    /// <summary>The case that something was drafted from, for whoever saves it.</summary>
    /// <param name="number">As the form has it.</param>
    /// <returns>Null where the ticket is not there or not for this agent.</returns>
    public async Task<(long TicketId, CaseKind? Kind)?> OriginAsync(Acting by, string? number, CancellationToken cancel)
    {
        if (ReadBlockForm.Id(number) is not { } known || await database.ReadTicketAsync(by, known, cancel) is not { Ticket: var ticket }) return null;
        return (ticket.Id, await KindAsync(ticket.Id, cancel));
    }

    private async Task<SaidByCase?> SaidAsync(Acting by, long number, bool variables, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(by, number, cancel) is not { Ticket: var ticket } found) return null;
        var note = await database.HandOvers.Where(h => h.TicketId == ticket.Id && h.ReturnedWith == "answer").OrderByDescending(h => h.Id).Select(h => h.NoteId).FirstOrDefaultAsync(cancel);
        var words = await database.Messages.Where(m => m.TicketId == ticket.Id && (m.Id == note || (note == null && m.Kind == MessageKind.Outgoing && m.AuthorId != null)))
            .OrderByDescending(m => m.Id).Select(m => m.Visible ?? m.Text).FirstOrDefaultAsync(cancel) ?? "";
        var addresses = await database.ContactAddresses.Where(a => a.ContactId == ticket.ContactId).Select(a => a.Address).ToListAsync(cancel);
        return new SaidByCase(ticket.Id, ticket.CommunityId, WithoutCustomer.Of(ticket.Subject, found.Contact?.Name, addresses, variables: false), WithoutCustomer.Of(words, found.Contact?.Name, addresses, variables).Trim(),
            ticket.Language is { } language && WriteTextBlock.IsLanguage(language) ? language : "de", await KindAsync(ticket.Id, cancel));
    }

    private async Task<CaseKind?> KindAsync(long ticketId, CancellationToken cancel) =>
        await database.HandOvers.Where(h => h.TicketId == ticketId).OrderByDescending(h => h.Id).Select(h => new { h.Form, h.Reason }).FirstOrDefaultAsync(cancel) is { } kind ? new CaseKind(kind.Form, kind.Reason) : null;
}
