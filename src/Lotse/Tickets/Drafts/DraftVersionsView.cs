namespace Lotse.Tickets.Drafts;

/// <summary>How a draft once was, newest first.</summary>
public sealed record DraftVersionsView(string Ticket, string Draft, IReadOnlyList<EarlierWords> Earlier);

public sealed record EarlierWords(int Version, string By, DateTimeOffset At, string Text);
