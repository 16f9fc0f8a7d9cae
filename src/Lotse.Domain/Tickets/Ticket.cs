using Lotse.Domain.Levels;
using Lotse.Domain.Retention;
using Lotse.Domain.Routing;
using Lotse.Domain.ServiceTimes;

namespace Lotse.Domain.Tickets;

/// <summary>One request and all that happens to it. Changes only by facts.</summary>
public sealed class Ticket
{
    /// <summary>Characters of a subject or snippet that lists carry at most.</summary>
    public const int SubjectLength = 400, SnippetLength = 160;

    public long Id { get; private set; }

    /// <summary>What people see. Given out when the ticket is first saved; 0 until then.</summary>
    public long Number { get; set; }

    public long CommunityId { get; private set; }
    public long MailboxId { get; private set; }
    public string Subject { get; private set; } = "";
    public string Snippet { get; private set; } = "";
    public TicketState State { get; private set; }
    public Lane Lane { get; private set; }
    public Level Level { get; private set; }
    public Priority Priority { get; private set; }
    public long? TeamId { get; private set; }
    public long? AssigneeId { get; private set; }
    public long ContactId { get; private set; }

    /// <summary>For whom the assignee stands in; null where the ticket is their own.</summary>
    public long? ActsForId { get; private set; }

    /// <summary>What it is about, and on which group its work is booked.</summary>
    public long? ProductId { get; private set; }

    public long? TopicId { get; private set; }
    public long? SupportGroupId { get; private set; }
    public string? Language { get; private set; }
    public TicketChannel Channel { get; private set; }

    /// <summary>How much it looked like spam when it came: 0 to 100; 0 again once somebody has said that it is none.</summary>
    public int SpamScore { get; private set; }

    /// <summary>Why, as <see cref="Intake.Spam.SpamScore.Write"/> keeps it; empty for nothing.</summary>
    public string SpamReasons { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When the nearest of its promised times that run passes, or has passed.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset? SnoozedUntil { get; private set; }

    /// <summary>Id of the newest message that counts for somebody who answers (not of notes).</summary>
    public long NewestMessageId { get; private set; }

    /// <summary>The ticket this one may belong to, until somebody says yes or no.</summary>
    public long? PossibleMatchId { get; private set; }

    /// <summary>The ticket that this one has become part of; null for one that stands for itself.</summary>
    public long? MergedIntoId { get; private set; }

    /// <summary>Since when it is at its level.</summary>
    public DateTimeOffset LevelSince { get; private set; }

    /// <summary>The hand-over that brought it up to its level; null at the level it began at.</summary>
    public long? HandOverId { get; private set; }

    /// <summary>Its level has taken it. Until then it waits there, and cannot be handed on.</summary>
    public bool HandOverAccepted { get; private set; }

    /// <summary>How often it has changed its level, up or down.</summary>
    public int LevelChanges { get; private set; }

    /// <summary>Goes up with every change; guards against overwriting what others did.</summary>
    public long Version { get; private set; }

    public bool IsDone => State.Kind() == StateKind.Done;

    public static Ticket From(TicketOpened opened)
    {
        var ticket = new Ticket();
        ticket.Apply(opened);
        return ticket;
    }

    public void Apply(TicketFact fact)
    {
        switch (fact)
        {
            case TicketOpened f: Open(f); break;
            case MessageReceived f: Arrive(f.MessageId, f.Snippet); break;
            case ReplyWritten f: Arrive(f.MessageId, f.Snippet); break;
            case ReplyTakenBack f when NewestMessageId == f.MessageId: Arrive(f.NewestMessageId, f.Snippet); break;
            case StateChanged f: (State, Lane, SnoozedUntil) = (f.To, Lane.IsAside() && !Lane.IsAway() ? Lane : f.To.Lane(), f.SnoozedUntil); break;
            case TicketAssigned f: (AssigneeId, ActsForId) = (f.To, null); break;
            case TicketDealt f: (AssigneeId, ActsForId) = (f.To, null); break;
            case TicketRouted f: (AssigneeId, ActsForId, TeamId) = (f.To, f.ActsForId, f.TeamId); break;
            case TicketClassified f: Name(f.Kind, f.To); break;
            case TeamChanged f: TeamId = f.To; break;
            case PriorityChanged f: Priority = f.To; break;
            case SubjectChanged f: Subject = f.To; break;
            case PossibleMatchFound f: PossibleMatchId = f.OtherTicketId; break;
            case PossibleMatchSettled: PossibleMatchId = null; break;
            case TicketMerged f: (MergedIntoId, Lane) = (f.IntoTicketId, Lane.Merged); break;
            case MergeUndone: (MergedIntoId, Lane) = (null, State.Lane()); break;
            case TicketMarkedSpam: Lane = Lane.Spam; break;
            case TicketUnmarkedSpam: (Lane, SpamScore, SpamReasons) = (State.Lane(), 0, ""); break;
            case CommunityChanged f: LeaveFor(f); break;
            case TicketEscalated f: Stand(f.To, f.HandOverId, false, f.At); (AssigneeId, ActsForId, TeamId) = (null, null, f.Team); break;
            case TicketAccepted: HandOverAccepted = true; break;
            case TicketReturned f: Stand(f.To, f.Outer, f.Outer is not null, f.At); (AssigneeId, ActsForId, TeamId) = (f.Assignee, null, f.Team); break;
            case LevelBegunAnew f: Stand(f.To, null, false, f.At); break;
            case TicketDueChanged f: DueAt = f.DueAt; break;
            case MessageRedacted f: (Subject, Snippet, SpamReasons) = (f.Subject, f.Snippet, ""); break;
            case MessagesLeft f: Arrive(f.NewestMessageId, f.Snippet); break;
            case TicketArchived: Lane = Lane.Archived; break;
            case TicketAnonymised f: Empty(f.ContactId); break;
            default: break; // A fact about the ticket that leaves its own state alone.
        }
        if (fact is PromiseFact) return; // Time that passes is nobody's work on it: it moves in no list, and hinders nobody who changes it.
        Version++;
        if (fact is not RestingFact && fact.At > UpdatedAt) UpdatedAt = fact.At;
    }

    private void Open(TicketOpened f)
    {
        (Id, CommunityId, MailboxId, ContactId) = (f.TicketId, f.CommunityId, f.MailboxId, f.ContactId);
        (Subject, Language, Level, Priority) = (f.Subject, f.Language, f.Level, Priority.Normal);
        (State, Lane) = (TicketState.New, TicketState.New.Lane());
        (CreatedAt, UpdatedAt, LevelSince) = (f.At, f.At, f.At);
        (Channel, SpamScore, SpamReasons) = (f.Channel ?? TicketChannels.Of(f.Door), f.Spam?.Score ?? 0, f.Spam?.Write() ?? "");
    }

    private void Stand(Level level, long? handOver, bool accepted, DateTimeOffset since) =>
        (Level, HandOverId, HandOverAccepted, LevelSince, LevelChanges) = (level, handOver, accepted, since, LevelChanges + 1);

    /// <summary>What it was about stays behind the wall: categories are the community's own.</summary>
    private void LeaveFor(CommunityChanged f)
    {
        (CommunityId, MailboxId, ContactId, PossibleMatchId) = (f.ToCommunityId, f.MailboxId, f.ContactId, null);
        (ProductId, TopicId, SupportGroupId, ActsForId) = (null, null, null, null);
    }

    private void Empty(long nobody)
    {
        (Subject, Snippet, SpamReasons, ContactId) = (RedactWords.Black, "", "", nobody);
        (NewestMessageId, HandOverId, HandOverAccepted, PossibleMatchId) = (0, null, false, null);
        if (MergedIntoId is null) Lane = Lane.Anonymised;
    }

    private void Name(CategoryKind kind, long? to)
    {
        if (kind == CategoryKind.Product) ProductId = to;
        else if (kind == CategoryKind.Topic) TopicId = to;
        else SupportGroupId = to;
    }

    private void Arrive(long messageId, string snippet) => (NewestMessageId, Snippet) = (messageId, snippet);
}
