using Lotse.Ui;

namespace Lotse.Levels.Answering;

/// <param name="Below">The level it goes back to; its digit.</param>
/// <param name="To">Whoever gets it back; null for the queue.</param>
/// <param name="Hindrance">Why it cannot be returned at all.</param>
public sealed record ReturnView(
    string Number, string Subject, int Below, string? To, string? Hindrance, bool WithAnswer, string Text, bool? NextTime, IReadOnlyList<Refusal> Refusals);
