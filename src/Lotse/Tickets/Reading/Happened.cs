using Lotse.Domain.Intake;
using Lotse.Domain.Routing;
using Lotse.Domain.ServiceTimes;
using Lotse.Ui;

namespace Lotse.Tickets.Reading;

/// <summary>What an event of the history says, in one sentence (EventSentence makes it).</summary>
public abstract record Happened;

/// <param name="Door">mail, agent or api: the way it came in.</param>
/// <param name="Mailbox">The mailbox's address, where it came by mail.</param>
public sealed record TicketOpened(string Door, string? Mailbox = null) : Happened;

public sealed record TicketSnoozed(DateTimeOffset Until) : Happened;

public sealed record TicketWoken : Happened;

/// <summary>By a rule, long after it was done.</summary>
/// <param name="Anonymised">Its words went too.</param>
public sealed record PutAway(bool Anonymised) : Happened;

/// <param name="Spam">False where the mark was taken back.</param>
public sealed record SpamMarked(bool Spam) : Happened;

/// <param name="Number">Of the ticket that it was split off from.</param>
public sealed record TicketSplitOff(string Number) : Happened;

/// <param name="Number">Of the new ticket, with its mark; its absence is said too.</param>
public sealed record MessagesSplitOff(int Count, string Number) : Happened;

/// <param name="Linked">False where the link was taken away.</param>
public sealed record LinkChanged(string Number, bool Linked) : Happened;

public sealed record TicketMoved(string From, string To) : Happened;

/// <param name="To">Null where there is none now.</param>
public sealed record TeamGiven(string? From, string? To) : Happened;

public sealed record TicketRenamed(string From) : Happened;

/// <param name="Sender">Whose message it is.</param>
public sealed record MessageBlackedOut(string Sender, int Passages, IReadOnlyList<string> Files) : Happened;

public sealed record TicketReopened : Happened;

/// <summary>A promised time is near, has passed, or has passed for so long that leads know.</summary>
public sealed record PromiseTime(PromiseKind Kind, PromiseTold Told) : Happened;

public enum PromiseTold { Near, Passed, LongPassed }

public sealed record StateChanged(TicketState From, TicketState To) : Happened;

/// <param name="ToSelf">The one who did it took the ticket.</param>
public sealed record TicketAssigned(string To, bool ToSelf = false) : Happened;

public sealed record TicketUnassigned(string From) : Happened;

public sealed record PriorityChanged(TicketPriority To) : Happened;

public sealed record TagsChanged(IReadOnlyList<string> Added, IReadOnlyList<string> Removed) : Happened;

public sealed record ReplyPlanned : Happened;

/// <param name="CustomerWrote">The desk did it, because the customer wrote before it was to leave.</param>
public sealed record ReplyTakenBack(bool CustomerWrote) : Happened;

/// <summary>The desk has looked up who gets it.</summary>
/// <param name="About">For what the row holds, in words; empty for everything.</param>
/// <param name="RowId">The row, for those who may read the table, empty for others; null where none was asked.</param>
/// <param name="To">Who has it now; null for a queue.</param>
/// <param name="From">Who had it.</param>
public sealed record TicketRouted(string About, string? RowId, string? To, string? Team, string? For, string? From, RoutedBecause Because, IReadOnlyList<NotThere> NotThere, string Occasion) : Happened;

/// <param name="Until">Null where nobody knows.</param>
/// <param name="MayNot">They are here, but have no right to it.</param>
public sealed record NotThere(string Name, DateTimeOffset? Until, bool MayNot);

/// <summary>A queue has dealt it out, or has taken it from somebody who let it lie.</summary>
public sealed record QueueDealt(string Team, string? From, string? To, string Because) : Happened;

/// <param name="To">Null where it is taken away.</param>
/// <param name="Word">That said it; what was learned; or the rule's name.</param>
/// <param name="Corrections">From so many it was learned.</param>
public sealed record CategoryTold(CategoryKind Kind, string? To, string Because, string? Word, int? Corrections = null) : Happened;

public sealed record MatchConfirmed(string Sender) : Happened;

public sealed record HandedUp(int To, bool Emergency) : Happened;

public sealed record HandOverTaken(int Level) : Happened;

/// <summary>Of a case that was solved above: whether the level below can do it the next time.</summary>
public sealed record NextTimeSaid(bool Below) : Happened;

/// <param name="WithAnswer">Else with a question.</param>
public sealed record HandedBack(int To, bool WithAnswer) : Happened;

/// <param name="Level">Null where a person was asked.</param>
public sealed record ColleagueConsulted(int? Level, string? Person) : Happened;

/// <param name="Answer">Else a further question.</param>
public sealed record ConsultationWords(bool Answer) : Happened;

public sealed record ConsultationEnded : Happened;

/// <param name="Outcome">Null where it was begun; solved, escalate or left.</param>
public sealed record ProcedureWalked(string? Outcome) : Happened;

public sealed record LevelAnew(int Level) : Happened;

/// <param name="Joined">False where the ticket was taken out of it.</param>
public sealed record ProblemChanged(string Title, bool Joined) : Happened;

/// <param name="Number">Of the ticket that has become part of this one.</param>
public sealed record TicketJoined(string Number) : Happened;

/// <param name="Number">Of the ticket that this one has become part of.</param>
public sealed record TicketBecamePart(string Number) : Happened;

/// <param name="Id">For the link to it; null for those who do not see rules.</param>
/// <param name="Paused">It ran too often here.</param>
public sealed record RuleWorked(string? Id, string Rule, bool Paused) : Happened;

/// <summary>Said of both sides.</summary>
public sealed record MergeTakenBack(string Number) : Happened;

public sealed record MatchRejected(string Sender) : Happened;

public sealed record DeliveryFailed(string Recipient) : Happened;

public sealed record DeliveryRetried(string Recipient) : Happened;

public sealed record AutomaticMailRecorded(string Sender) : Happened;

public sealed record NotAcknowledged(WhyNoAnswer Because) : Happened;

public sealed record RuleKeptSilent(WhyNoAnswer Because) : Happened;

/// <param name="By">Name and address of whoever forwarded it.</param>
/// <param name="Original">The address that the forwarded text names.</param>
/// <param name="Checked">A mail server of ours has found the forwarding mail to be from where it says.</param>
public sealed record CustomerMailForwarded(string By, string Original, bool AsFile, bool Checked) : Happened;

public sealed record ForwardDoubted(string By) : Happened;

/// <param name="Opened">It was decrypted.</param>
public sealed record MailReadAgain(string Sender, bool Opened) : Happened;

public sealed record MailArrivedTwice(string Mailbox) : Happened;
