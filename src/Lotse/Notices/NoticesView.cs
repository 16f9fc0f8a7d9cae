using Lotse.Domain.Notices;
using Lotse.Ui;

namespace Lotse.Notices;

/// <summary>What an agent was told, ticket by ticket, the newest first.</summary>
public sealed record NoticesView
{
    public IReadOnlyList<NoticesOfTicket> Tickets { get; init; } = [];

    /// <summary>For the link to older ones.</summary>
    public string? Next { get; init; }

    /// <summary>The page is not the first one.</summary>
    public bool Older { get; init; }

    /// <summary>The person wants them shown by the browser too.</summary>
    public bool Browser { get; init; }
}

public sealed record NoticesOfTicket(string Number, string Subject, TicketState State, IReadOnlyList<NoticeLine> Lines)
{
    public bool Unread => Lines.Any(line => line.Unread);
}

/// <param name="By">Null for a customer or the desk.</param>
public sealed record NoticeLine(NoticeKind Kind, NoticeWhy Why, string? By, DateTimeOffset At, bool Unread);

/// <summary>The form of one's settings: its fields are named as the properties, wants is one of the kinds.</summary>
public sealed record NoticeHabitsView
{
    public required NoticeHabits Habits { get; init; }

    /// <summary>As typed, HH:mm.</summary>
    public required string DailyAt { get; init; }

    /// <summary>Where daily mail is meant: IANA name.</summary>
    public required string Zone { get; init; }

    public required string Email { get; init; }
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}
