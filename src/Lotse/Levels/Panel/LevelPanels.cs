using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Levels;
using Lotse.Levels.Consulting;
using Lotse.Levels.Escalating;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Panel;

/// <summary>The frame beside a ticket: its way, who had it when and why, and what colleagues are asked. Five statements, asked for when it comes into view.</summary>
public sealed class LevelPanels(DeskDatabase database, DeskNames names, ConsultationViews consultations)
{
    private const int HandOversAtMost = 20;

    public async Task<LevelPanelView?> ForAsync(Signed signed, long number, Viewing viewing, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(signed.Acting, number, cancel) is not { Ticket: var ticket }) return null;
        var standing = await database.StandingAsync(signed.Acting, ticket.CommunityId, cancel);
        var rows = await database.HandOvers.Where(h => h.TicketId == ticket.Id).OrderByDescending(h => h.Id).Take(HandOversAtMost).ToListAsync(cancel);
        var files = await FilesAsync(ticket.Id, standing.Levels, rows, cancel);
        var kept = await database.HandOverDrafts.Where(d => d.TicketId == ticket.Id).Select(d => d.Entered).SingleOrDefaultAsync(cancel);
        var known = await names.NowAsync(cancel);
        return new LevelPanelView(
            ticket.Number.ToString(CultureInfo.InvariantCulture), (int)ticket.Level,
            ticket.IsDone && standing.Works(ticket.Level) && rows.Exists(h => h.Id == ticket.HandOverId && h.BelowNextTime is null), ticket is { HandOverId: not null, HandOverAccepted: false }, ticket.HandOverId is not null,
            standing.Works(ticket.Level), ticket.LevelChanges, kept is null ? null : Entered(standing.Levels, JsonSerializer.Deserialize<Entered>(kept, StandingOf.Json)),
            [.. rows.Select(one => Of(one, standing.Levels, files, known, viewing))],
            await consultations.OfTicketAsync(signed, ticket.Id, standing, viewing.T, cancel));
    }

    /// <summary>Names of the files that answers point to, by their ids; asked for only where there are any.</summary>
    private async Task<Dictionary<string, string>> FilesAsync(long ticketId, CommunityLevels levels, List<HandOver> rows, CancellationToken cancel)
    {
        var keys = levels.Forms.SelectMany(form => form.Questions).Where(question => question.Kind == QuestionKind.File).Select(question => question.Key).ToHashSet(StringComparer.Ordinal);
        var wanted = rows.SelectMany(row => AnswersOf(row).Where(answer => keys.Contains(answer.Key))).Select(answer => long.TryParse(answer.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0).Distinct().ToList();
        if (wanted.Count == 0) return [];
        return await database.Messages.Where(m => m.TicketId == ticketId).SelectMany(m => m.Attachments).Where(a => wanted.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id.ToString(CultureInfo.InvariantCulture), a => a.Name, cancel);
    }

    private static Dictionary<string, string> AnswersOf(HandOver row) => JsonSerializer.Deserialize<Dictionary<string, string>>(row.Answers) ?? [];

    private static (int, int)? Entered(CommunityLevels levels, Entered? entered)
    {
        if (entered is null || levels.Form(entered.Form) is not { } form) return null;
        var needed = form.Questions.Count(question => question.Needed);
        return (needed - form.Missing(entered.Answers).Count(question => question.Needed), needed);
    }

    private static HandOverView Of(HandOver row, CommunityLevels levels, Dictionary<string, string> files, NamesNow known, Viewing viewing)
    {
        var answers = AnswersOf(row);
        // A form may have changed since: what was answered then still stands here, under its key where nobody knows the words any more.
        var order = levels.Form(row.Form)?.Questions ?? [];
        var asked = order.Where(question => answers.ContainsKey(question.Key)).Select(question => (question.Key, Question: (Question?)question))
            .Concat(answers.Keys.Where(key => order.All(question => question.Key != key)).Select(key => (Key: key, Question: (Question?)null)));
        return new HandOverView((int)row.FromLevel, (int)row.ToLevel, row.At, known.Agent(row.AgentId) ?? "", levels.Reasons.FirstOrDefault(r => r.Key == row.Reason)?.Name.In(viewing.Language) ?? row.Reason, row.Tried,
            [.. asked.Where(one => answers[one.Key].Length > 0).Select(one => (one.Question?.Words.In(viewing.Language) ?? one.Key, Worded(one.Question, answers[one.Key], files, viewing)))],
            row.Emergency, row.AcceptedAt, known.Agent(row.AcceptedById), row.ReturnedAt, known.Agent(row.ReturnedById), row.ReturnedWith == "answer");
    }

    private static string Worded(Question? question, string answer, Dictionary<string, string> files, Viewing viewing) => question?.Kind switch
    {
        QuestionKind.Choice => question.Choices?.FirstOrDefault(choice => choice.Key == answer)?.Name.In(viewing.Language) ?? answer,
        QuestionKind.Urgency => LevelRefusals.Urgency(viewing.T, answer),
        QuestionKind.YesNo => viewing.T[answer == "yes" ? "answer.yes" : "answer.no"],
        QuestionKind.File => files.GetValueOrDefault(answer) ?? viewing.T["escalate.noFile"],
        _ => answer,
    };
}
