using Lotse.Levels.Consulting;

namespace Lotse.Levels.Panel;

/// <summary>What stands beside a ticket about its way through the levels.</summary>
/// <param name="Waiting">Handed up, and nobody has taken it yet.</param>
/// <param name="MayAnswer">Whoever looks works at the ticket's level.</param>
/// <param name="AsksNextTime">It was solved here: whether the level below can do it the next time is still to be said.</param>
/// <param name="Entered">Somebody stands before the gate with it: how many answers of how many are there.</param>
public sealed record LevelPanelView(
    string Number, int Level, bool AsksNextTime, bool Waiting, bool CameUp, bool MayAnswer, int Changes, (int Answered, int Of)? Entered,
    IReadOnlyList<HandOverView> HandOvers, IReadOnlyList<ConsultationView> Consultations);

/// <summary>One way up and what became of it.</summary>
/// <param name="Answers">In the form's order: the question's words, and the answer in words.</param>
public sealed record HandOverView(
    int From, int To, DateTimeOffset At, string By, string Reason, string Tried, IReadOnlyList<(string Question, string Answer)> Answers, string? Emergency,
    DateTimeOffset? AcceptedAt, string? AcceptedBy, DateTimeOffset? ReturnedAt, string? ReturnedBy, bool WithAnswer);
