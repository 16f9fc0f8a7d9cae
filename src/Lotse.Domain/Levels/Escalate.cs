using Lotse.Domain.Tickets;

namespace Lotse.Domain.Levels;

/// <summary>Hands a ticket up a level. A gate stands before it: why, what was tried, and the answers to the questions of its kind of case.</summary>
/// <param name="HandOverId">The id for what is kept of it.</param>
/// <param name="To">Null for the next level that the community has.</param>
/// <param name="Form">The key of the form for its kind of case.</param>
/// <param name="Emergency">Why it passes although answers are missing: nothing works any more. Null for the usual way.</param>
public sealed record Escalate(
    long HandOverId, Level? To, string Reason, string Tried, string Form, IReadOnlyDictionary<string, string> Answers, string? Emergency = null)
{
    public const string TicketDone = "ticket-done";
    public const string AlreadyHandedUp = "already-handed-up";
    public const string NoLevelAbove = "no-level-above";
    public const string NotUpwards = "not-upwards";
    public const string IsConsulted = "level-is-consulted";
    public const string NoSuchReason = "no-such-reason";
    public const string TriedMissing = "tried-missing";
    public const string NoSuchForm = "no-such-form";
    public const string AnswerMissing = "answer-missing";
    public const string AnswerTooLong = "answer-too-long";
    public const int WordsAtMost = 8000;

    /// <summary>The gate stayed shut for want of something that can be entered still.</summary>
    public static bool IsShut(Refusal refusal) => refusal.Code is NoSuchReason or TriedMissing or NoSuchForm or AnswerMissing;

    /// <param name="team">Who operates the level above at this moment.</param>
    public Decision Decide(Ticket ticket, Standing standing, long? team, DateTimeOffset now)
    {
        var levels = standing.Levels;
        if (ticket.IsDone || ticket.Lane.IsAside()) return Decision.Refuse(TicketDone);
        if (ticket.HandOverId is not null && !ticket.HandOverAccepted) return Decision.Refuse(AlreadyHandedUp);
        if (!standing.Works(ticket.Level)) return Decision.Refuse(Standing.NotOfThisLevel);
        if ((To ?? levels.Above(ticket.Level)) is not { } to) return Decision.Refuse(NoLevelAbove);
        if (to <= ticket.Level) return Decision.Refuse(NotUpwards);
        if (!levels.Of(to).InUse) return Decision.Refuse(NoLevelAbove);
        if (!levels.Of(to).WritesToCustomers) return Decision.Refuse(IsConsulted);
        return Gate(levels) is { } closed
            ? Decision.Refuse(closed.Code, closed.About)
            : Decision.Happens(new TicketEscalated(ticket.Id, HandOverId, ticket.Level, to, Reason, team, !string.IsNullOrWhiteSpace(Emergency), now));
    }

    private Refusal? Gate(CommunityLevels levels) => Missing(levels) is [var first, ..] ? first : null;

    /// <summary>All that keeps the gate shut. In an emergency a reason in words stands for the answers.</summary>
    public IReadOnlyList<Refusal> Missing(CommunityLevels levels)
    {
        var missing = new List<Refusal>();
        if (levels.Reasons.All(reason => reason.Key != Reason)) missing.Add(new Refusal(NoSuchReason, "reason"));
        if (Tried.Length > WordsAtMost || Emergency?.Length > WordsAtMost || Answers.Values.Any(answer => answer.Length > Question.AnswerLength)) missing.Add(new Refusal(AnswerTooLong));
        if (!string.IsNullOrWhiteSpace(Emergency)) return missing;
        if (string.IsNullOrWhiteSpace(Tried)) missing.Add(new Refusal(TriedMissing, "tried"));
        if (levels.Form(Form) is { } form) missing.AddRange(form.Missing(Answers).Select(question => new Refusal(AnswerMissing, question.Key)));
        else missing.Add(new Refusal(NoSuchForm, "form"));
        return missing;
    }
}
