using Lotse.Ui;

namespace Lotse.Levels.Consulting;

/// <summary>A question to a level or a colleague with all that was said since.</summary>
/// <param name="Asked">A level's name or a person's.</param>
/// <param name="Level">Its digit; null where a person is asked.</param>
/// <param name="Since">From when on an answer is waited for.</param>
/// <param name="MineToAnswer">Whoever looks is on the side that was asked.</param>
public sealed record ConsultationView(
    string Id, string By, string Asked, int? Level, DateTimeOffset Since, DateTimeOffset? AnsweredAt, DateTimeOffset? ClosedAt, bool MineToAnswer, IReadOnlyList<SaidView> Words)
{
    public bool Waits => AnsweredAt is null && ClosedAt is null;
}

public sealed record SaidView(string By, bool Mine, DateTimeOffset At, string Text);

/// <param name="Levels">That can be asked, by their digit.</param>
public sealed record ConsultView(string Number, string Subject, IReadOnlyList<Named> Levels, IReadOnlyList<Named> People, string? Chosen, string Text, IReadOnlyList<Refusal> Refusals);

/// <summary>A consultation in a list, with the ticket it is about.</summary>
/// <param name="Newest">The last thing said, in short.</param>
public sealed record ConsultationRow(string Number, string Subject, int TicketLevel, string By, string Asked, int? Level, DateTimeOffset Since, bool Answered, string Newest);

/// <param name="ToAnswer">Asked of whoever looks, or of a level that this person works at.</param>
/// <param name="Own">Asked by whoever looks.</param>
public sealed record ConsultationsView(IReadOnlyList<ConsultationRow> ToAnswer, IReadOnlyList<ConsultationRow> Own);
