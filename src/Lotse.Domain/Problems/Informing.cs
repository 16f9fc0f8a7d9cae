namespace Lotse.Domain.Problems;

/// <summary>Where one ticket of an informing is: its customer is told, or was told by another ticket (noted), or somebody has to look.</summary>
public enum InformStep { Waiting = 0, Told = 1, Noted = 2, Refused = 3, TakenBack = 4 }

/// <summary>Whether customers may be told now.</summary>
public static class StartInforming
{
    public const string NothingWritten = "inform-nothing-written", UnderWay = "inform-under-way", SameWords = "inform-same-words", NobodyThere = "inform-nobody-there";

    /// <param name="underWay">Another one of this problem is not finished.</param>
    /// <param name="before">What was said last time; null for the first.</param>
    /// <param name="german">Tickets whose customers get the German words.</param>
    public static Refusal? WhyNot(Tickets.Acting by, Problem problem, InformWords words, bool underWay, InformWords? before, int german, int english)
    {
        if (!ProblemRights.MayLead(by, problem)) return new Refusal(ProblemRights.NotYours);
        if (words is { German.Length: 0, English.Length: 0 }) return new Refusal(NothingWritten, "german");
        if (words.Check() is { } wrong) return wrong;
        if (underWay) return new Refusal(UnderWay);
        // Whoever has missed it is told by going on with the first; the others would read it twice.
        if (words == before) return new Refusal(SameWords);
        if (german + english == 0) return new Refusal(NobodyThere);
        if (german > 0 && words.German.Length == 0) return new Refusal(InformWords.Missing, "german");
        return english > 0 && words.English.Length == 0 ? new Refusal(InformWords.Missing, "english") : null;
    }
}

/// <summary>What becomes of one ticket of an informing. Each customer is told once, by whichever of their tickets comes first.</summary>
/// <param name="IsIn">The ticket is one of the problem, now.</param>
/// <param name="SameCommunity">It is on the problem's side of the wall.</param>
public sealed record TellCustomer(InformStep Step, bool IsIn, bool SameCommunity, bool IsDone)
{
    public const string Settled = "inform-settled", LeftProblem = "inform-left-problem", TicketDone = "inform-ticket-done";

    /// <param name="customers">Whom an answer in this ticket would go to, each by a key that is the same in all their tickets.</param>
    /// <param name="told">Customers whom this informing has told.</param>
    /// <returns>Those to be told by this ticket (none: a note says so); or why it is not done.</returns>
    public (IReadOnlyList<string> Whom, Refusal? Refusal) Decide(IReadOnlyCollection<string> customers, IReadOnlySet<string> told)
    {
        if (Step != InformStep.Waiting) return ([], new Refusal(Settled));
        if (!IsIn || !SameCommunity) return ([], new Refusal(LeftProblem));
        if (IsDone) return ([], new Refusal(TicketDone));
        return ([.. customers.Where(customer => !told.Contains(customer)).Distinct(StringComparer.Ordinal)], null);
    }

    /// <summary>Whether a ticket is gone about once more when the informing goes on.</summary>
    /// <param name="customers">Whom an answer in it would have gone to: some may have been told by another ticket, in which that was taken back since.</param>
    /// <param name="told">Customers whom the informing has told, as things are now.</param>
    public static bool Again(InformStep step, IEnumerable<string> customers, IReadOnlySet<string> told) => step is InformStep.Refused or InformStep.TakenBack || (step is not InformStep.Waiting && !customers.All(told.Contains));
}
