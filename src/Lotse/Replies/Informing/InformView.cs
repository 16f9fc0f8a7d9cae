namespace Lotse.Replies.Informing;

/// <summary>An informing of customers as it stands.</summary>
public sealed record InformView
{
    public required string Id { get; init; }

    /// <summary>The problem's id and title.</summary>
    public required string Problem { get; init; }

    public required string Title { get; init; }
    public DateTimeOffset At { get; init; }
    public string? By { get; init; }
    public string German { get; init; } = "";
    public string English { get; init; } = "";
    public int Total { get; init; }
    public int Told { get; init; }
    public int Noted { get; init; }
    public int Refused { get; init; }
    public int Waiting { get; init; }
    public int TakenBack { get; init; }

    /// <summary>Could not be taken back: had left.</summary>
    public int Left { get; init; }

    public bool IsRunning { get; init; }
    public bool IsStopped { get; init; }
    public bool IsUndo { get; init; }

    /// <summary>Whoever looks may stop it, go on with it, take it back.</summary>
    public bool MayLead { get; init; }

    /// <summary>Tickets that something stood in the way of; at most a hundred.</summary>
    public IReadOnlyList<InformRefusal> Refusals { get; init; } = [];

    public int Past => IsUndo ? TakenBack + Left : Total - Waiting;
    public int Ahead => IsUndo ? TakenBack + Told : Total;
}

/// <param name="Code">A code, and what it is about.</param>
/// <param name="Why">In the words of whoever looks.</param>
public sealed record InformRefusal(string Number, string Subject, string Code, string Why);

/// <summary>What would be told, and to how many.</summary>
public sealed record InformPreview
{
    public required string Problem { get; init; }
    public required string Title { get; init; }
    public long Version { get; init; }
    public int Tickets { get; init; }
    public int Customers { get; init; }
    public required InformWay German { get; init; }
    public required InformWay English { get; init; }

    /// <summary>Tickets in a language that is neither, and these languages.</summary>
    public int Others { get; init; }

    public IReadOnlyList<string> OtherLanguages { get; init; } = [];
    public IReadOnlyList<Ui.Refusal> Refusals { get; init; } = [];

    /// <summary>Nothing stands in the way, as far as one can tell before.</summary>
    public bool MayStart { get; init; }
}

/// <param name="Words">Empty where none are written.</param>
/// <param name="Example">The words as one customer will read them; null where there is nobody for them.</param>
public sealed record InformWay(int Tickets, string Words, string? Example);
