using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Levels.Escalating;

/// <summary>A ticket before its gate: what its community asks, what has been entered, what the desk knows already.</summary>
/// <param name="Draft">What was entered last, and by whom.</param>
/// <param name="Files">Of the ticket's messages, newest first.</param>
public sealed record BeforeTheGate(
    Ticket Ticket, string ContactName, Standing Standing, Entered? Draft, long? DraftBy, IReadOnlyList<CustomerSaid> Said, IReadOnlyList<Named> Files,
    IReadOnlyList<string> Phones, IReadOnlyList<EarlierAnswers> Earlier)
{
    public CommunityLevels Levels => Standing.Levels;

    /// <summary>The form that fits: the one entered, else the technical one where that is the reason, else the first.</summary>
    public HandOverForm? FormFor(string? key) => Levels.Form(key ?? "") ?? (Levels.Forms is [var first, ..] ? first : null);
}

/// <summary>Finds it in four statements.</summary>
public sealed class EscalationViews(DeskDatabase database, DeskNames names, TimeProvider clock)
{
    /// <summary>What stands beside the ticket, brought in one statement.</summary>
    private const int Team = 0, Settings = 1, Draft = 2, Phone = 3;

    /// <summary>Messages that are read for answers; earlier tickets that are looked at; files that are offered.</summary>
    private const int MessagesRead = 30, EarlierAtMost = 20, FilesAtMost = 40;

    /// <returns>Null where the ticket is not there or not for this agent.</returns>
    public async Task<BeforeTheGate?> FindAsync(Acting by, long number, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(by, number, cancel) is not { Ticket: var ticket } found) return null;
        var beside = (await database.AgentTeams.Where(l => l.AgentId == by.AgentId).Select(l => new { What = Team, Id = l.TeamId, Words = (string?)null })
            .Concat(database.LevelSettings.Where(s => s.CommunityId == ticket.CommunityId).Select(s => new { What = Settings, Id = 0L, Words = (string?)s.Levels }))
            .Concat(database.HandOverDrafts.Where(d => d.TicketId == ticket.Id).Select(d => new { What = Draft, Id = d.AgentId, Words = (string?)d.Entered }))
            .Concat(database.ContactPhones.Where(p => p.ContactId == ticket.ContactId).Select(p => new { What = Phone, p.Id, Words = (string?)p.Number })).ToListAsync(cancel)).ToLookup(one => one.What);
        var standing = new Standing(StandingOf.Of(beside[Settings].SingleOrDefault()?.Words), [.. beside[Team].Select(one => one.Id)], by.Role >= Role.Lead);
        var draft = beside[Draft].SingleOrDefault();
        var messages = await database.Messages.Where(m => m.TicketId == ticket.Id && m.Kind != MessageKind.Note).OrderByDescending(m => m.Id).Take(MessagesRead)
            .Select(m => new { m.Kind, m.At, Text = m.Visible ?? m.Text, Files = m.Attachments.Where(a => !a.Inline && a.RemovedAt == null).Select(a => new { a.Id, a.Name }).ToList() })
            .AsSingleQuery().ToListAsync(cancel);
        var earlier = await database.HandOvers.Where(h => database.Tickets.Any(t => t.Id == h.TicketId && t.ContactId == ticket.ContactId && t.CommunityId == ticket.CommunityId))
            .OrderByDescending(h => h.Id).Take(EarlierAtMost)
            .Join(database.Tickets, h => h.TicketId, t => t.Id, (h, t) => new { t.Number, h.Answers, h.At }).ToListAsync(cancel);
        return new BeforeTheGate(
            ticket, found.Contact?.Name ?? "", standing, draft is null ? null : JsonSerializer.Deserialize<Entered>(draft.Words!, StandingOf.Json), draft?.Id,
            [.. messages.Where(m => m.Kind == MessageKind.Incoming).Reverse().Select(m => new CustomerSaid(m.Text, m.At))],
            [.. messages.SelectMany(m => m.Files).Take(FilesAtMost).Select(f => new Named(f.Id.ToString(CultureInfo.InvariantCulture), f.Name))],
            [.. beside[Phone].OrderBy(one => one.Id).Select(one => one.Words!)],
            [.. earlier.Select(h => new EarlierAnswers(h.Number, JsonSerializer.Deserialize<Dictionary<string, string>>(h.Answers) ?? [], h.At))]);
    }

    /// <param name="entered">As it came with the form; null for what is kept, or nothing.</param>
    /// <param name="told">Whether what is missing is to be named at each field.</param>
    public async Task<EscalationView> MakeAsync(Signed signed, BeforeTheGate gate, Entered? entered, bool told, Domain.Refusal? refusal, Viewing viewing, CancellationToken cancel)
    {
        var (t, levels) = (viewing.T, gate.Levels);
        var from = entered ?? gate.Draft;
        var form = gate.FormFor(from?.Form);
        var known = form is null ? new Dictionary<string, KnownAnswer>() : KnownAnswers.Of(form, gate.Said, gate.Phones, gate.Earlier, clock.GetUtcNow());
        // Whoever has just emptied a field does not get the same words put in again; what was left empty before is filled in by what has come to be known since.
        var answers = (from?.Answers ?? new Dictionary<string, string>()).Where(answer => entered is not null || answer.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
        var kept = entered is null && gate.DraftBy is { } one && one != signed.AgentId ? (await names.NowAsync(cancel)).Agent(one) : null;
        return new EscalationView
        {
            Number = gate.Ticket.Number.ToString(CultureInfo.InvariantCulture),
            Subject = gate.Ticket.Subject,
            At = ((int)gate.Ticket.Level).ToString(CultureInfo.InvariantCulture),
            Hindrance = Hindrance(t, gate),
            Levels = [.. levels.Levels.Where(plan => plan.InUse && plan.Level > gate.Ticket.Level && plan.WritesToCustomers).OrderBy(plan => plan.Level)
                .Select(plan => new Named(((int)plan.Level).ToString(CultureInfo.InvariantCulture), Words.Level(t, (int)plan.Level)))],
            To = from?.To is { } to ? ((int)to).ToString(CultureInfo.InvariantCulture) : null,
            Reasons = [.. levels.Reasons.Select(reason => new Named(reason.Key, reason.Name.In(viewing.Language)))],
            Reason = from?.Reason ?? "",
            Tried = from?.Tried ?? "",
            Forms = [.. levels.Forms.Select(each => new Named(each.Key, each.Name.In(viewing.Language)))],
            Form = form?.Key ?? "",
            Questions = [.. (form?.Questions ?? []).Select(question => Of(question, answers, known, gate.Files, told, viewing))],
            Emergency = from?.Emergency ?? "",
            KeptBy = kept,
            Refusals = refusal is null ? [] : [LevelRefusals.Say(t, refusal, form, viewing.Language)],
        };
    }

    private static QuestionView Of(
        Question question, IReadOnlyDictionary<string, string> answers, IReadOnlyDictionary<string, KnownAnswer> known, IReadOnlyList<Named> files, bool told, Viewing viewing)
    {
        var (typed, found) = (answers.GetValueOrDefault(question.Key), known.GetValueOrDefault(question.Key));
        var answer = typed ?? found?.Answer ?? "";
        var missing = !question.IsAnswered(answer);
        var choices = question.Kind switch
        {
            QuestionKind.Choice => [.. (question.Choices ?? []).Select(choice => new Named(choice.Key, choice.Name.In(viewing.Language)))],
            QuestionKind.Urgency => [.. Question.Urgencies.Select(urgency => new Named(urgency, LevelRefusals.Urgency(viewing.T, urgency)))],
            QuestionKind.YesNo => [new Named("yes", viewing.T["answer.yes"]), new Named("no", viewing.T["answer.no"])],
            QuestionKind.File => [.. files, new Named(Question.None, viewing.T["escalate.noFile"])],
            _ => (IReadOnlyList<Named>)[],
        };
        return new QuestionView(question.Key, question.Kind, question.Words.In(viewing.Language), question.Needed, answer, choices,
            found is not null && answer == found.Answer ? Source(viewing, found) : null, missing, question.Asked is not null, told && missing ? Wanted(viewing.T, question, answer) : null);
    }

    private static string Wanted(Texts t, Question question, string answer) => answer.Trim().Length == 0 ? t["escalate.missing"] : question.Kind switch
    {
        QuestionKind.Version => t["escalate.versionMissing"],
        QuestionKind.Alike => t["escalate.numbersOnly"],
        _ => t["escalate.missing"],
    };

    private static string Source(Viewing viewing, KnownAnswer known) => known.From switch
    {
        KnownFrom.Mail => viewing.T["escalate.fromMail", ("time", viewing.Moments.Exact(known.At))],
        KnownFrom.Contact => viewing.T["escalate.fromContact"],
        _ => viewing.T["escalate.fromTicket", ("number", known.Ticket), ("time", viewing.Moments.Exact(known.At))],
    };

    /// <summary>Said before anybody fills in a form in vain.</summary>
    private static string? Hindrance(Texts t, BeforeTheGate gate)
    {
        var attempt = new Escalate(0, null, gate.Levels.Reasons is [var any, ..] ? any.Key : "", "?", "", new Dictionary<string, string>(), "?");
        return attempt.Decide(gate.Ticket, gate.Standing, null, DateTimeOffset.UnixEpoch).Refusal is { } refusal && !Escalate.IsShut(refusal) ? LevelRefusals.Words(t, refusal) : null;
    }
}
