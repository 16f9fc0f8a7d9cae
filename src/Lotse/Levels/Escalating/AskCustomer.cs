using System.Globalization;
using System.Text;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Working;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Escalating;

/// <summary>Makes what is missing before the gate into a question to the customer: an answer that is begun, in the ticket's language, and sent by whoever works on the ticket.</summary>
public sealed class AskCustomer(DeskDatabase database, SaveDraft drafts)
{
    /// <param name="language">Where the ticket's own is not known.</param>
    /// <returns>False where nothing is missing that a customer can answer.</returns>
    public async Task<Answer<bool>> RunAsync(Acting by, BeforeTheGate gate, Entered entered, string language, CancellationToken cancel)
    {
        var (ticket, form) = (gate.Ticket, gate.FormFor(entered.Form));
        var spoken = ticket.Language is "de" or "en" ? ticket.Language : ticket.Language is null ? language : "en";
        var asked = (form?.Missing(entered.Answers) ?? []).Select(question => question.Asked?.In(spoken)).OfType<string>().ToList();
        if (asked.Count == 0) return false;
        var words = Words(Texts.For(spoken), gate.ContactName, asked);
        var own = await database.Drafts.Where(d => d.TicketId == ticket.Id && d.AgentId == by.AgentId && d.Kind == DraftKind.Reply).FirstOrDefaultAsync(cancel);
        if (own is not null) DraftWords.PutAbove(own, words, "");
        var answer = await drafts.RunAsync(by, ticket.Number, new WrittenDraft(DraftKind.Reply, own?.Text ?? words, own?.Html ?? "", own?.To ?? "", own?.Cc ?? "",
            own?.LastSeen ?? ticket.NewestMessageId, own?.Id, own?.Version ?? 0, null), cancel);
        return answer.Refusal is { } refusal ? refusal : answer.Value!.Newer is null ? true : Tickets.Refusals.Changed;
    }

    private static string Words(Texts t, string name, List<string> questions)
    {
        var words = new StringBuilder(name.Length > 0 ? t["escalate.ask.greeting", ("name", name)] : t["escalate.ask.greetingNobody"]).Append("\n\n").Append(t["escalate.ask.intro"]).Append("\n\n");
        for (var n = 0; n < questions.Count; n++) words.Append(CultureInfo.InvariantCulture, $"{n + 1}. {questions[n]}\n");
        return words.Append('\n').Append(t["escalate.ask.end"]).ToString();
    }
}
