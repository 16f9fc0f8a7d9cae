using Lotse.Domain.Tickets;

namespace Lotse.Domain.Levels;

/// <summary>Asks a level or a colleague without handing the ticket over: whoever has it stays the customer's partner.</summary>
/// <param name="Level">Who is asked: a level, or one person.</param>
public sealed record Consult(long ConsultationId, long WordsId, Level? Level, long? Asked, string Words)
{
    public const string TicketDone = Escalate.TicketDone, WordsMissing = ReturnTicket.WordsMissing, TooLong = Escalate.AnswerTooLong;
    public const string NobodyAsked = "nobody-asked", NoSuchLevel = "no-such-level", AskedOneself = "asked-oneself", NoSuchAgent = "no-such-agent";

    /// <param name="mayWork">The person who is asked may see the ticket.</param>
    public Decision Decide(Ticket ticket, Standing standing, long agentId, bool mayWork, DateTimeOffset now)
    {
        if (ticket.IsDone || ticket.Lane.IsAside()) return Decision.Refuse(TicketDone);
        if ((Level is null) == (Asked is null)) return Decision.Refuse(NobodyAsked, "asked");
        if (Level is { } level && (level == ticket.Level || !standing.Levels.Of(level).InUse)) return Decision.Refuse(NoSuchLevel, "asked");
        if (Asked == agentId) return Decision.Refuse(AskedOneself, "asked");
        if (Asked is not null && !mayWork) return Decision.Refuse(NoSuchAgent, "asked");
        if (string.IsNullOrWhiteSpace(Words)) return Decision.Refuse(WordsMissing, "text");
        if (Words.Length > Escalate.WordsAtMost) return Decision.Refuse(TooLong, "text");
        return Decision.Happens(new LevelConsulted(ticket.Id, ConsultationId, Level, Asked, now));
    }
}

/// <summary>A consultation as its rules see it.</summary>
/// <param name="AgentId">Who asks.</param>
public sealed record OpenQuestion(long Id, long AgentId, Level? Level, long? Asked, DateTimeOffset? AnsweredAt, DateTimeOffset? ClosedAt)
{
    /// <summary>The one who was asked, or anybody who works at the level that was: what they say is the answer.</summary>
    public bool IsAskedOf(Standing standing, long agentId) => agentId != AgentId && (Asked is { } one ? one == agentId : Level is { } level && standing.Works(level));
}

/// <summary>Something is said in a consultation: the answer by the side that was asked, else a further question, which starts its clock anew.</summary>
public sealed record SayInConsultation(long WordsId, string Words)
{
    public const string Closed = "consultation-closed";

    public Decision Decide(Ticket ticket, OpenQuestion question, Standing standing, long agentId, DateTimeOffset now)
    {
        if (question.ClosedAt is not null) return Decision.Refuse(Closed);
        if (string.IsNullOrWhiteSpace(Words)) return Decision.Refuse(Consult.WordsMissing, "text");
        if (Words.Length > Escalate.WordsAtMost) return Decision.Refuse(Consult.TooLong, "text");
        var answers = question.IsAskedOf(standing, agentId);
        return Decision.Happens(new ConsultationSaid(ticket.Id, question.Id, answers, answers ? question.AgentId : question.Asked, now));
    }
}

/// <summary>Nothing more is asked.</summary>
public sealed record CloseConsultation
{
    public static Decision Decide(Ticket ticket, OpenQuestion question, DateTimeOffset now) =>
        question.ClosedAt is not null ? Decision.Refuse(SayInConsultation.Closed) : Decision.Happens(new ConsultationClosed(ticket.Id, question.Id, now));
}
