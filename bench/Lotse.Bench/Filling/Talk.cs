using Lotse.Adapters.Database;
using Lotse.Bench.Mails;
using Lotse.Domain;
using Lotse.Domain.Tickets;

namespace Lotse.Bench.Filling;

/// <summary>One ticket while it is filled in, and what has happened to it so far.</summary>
internal sealed class Talk(Journal journal, Ticket ticket, FilledCommunity place, Phrases phrases, Customer who)
{
    private readonly List<TicketFact> _facts = [];

    public Journal Journal => journal;

    public Ticket Ticket => ticket;

    public FilledCommunity Place => place;

    public Phrases Phrases => phrases;

    public Customer Who => who;

    public IReadOnlyList<TicketFact> Facts => _facts;

    /// <summary>The customer's newest message, and the Message-ID of our newest answer.</summary>
    public long LastIncoming { get; set; }

    public string? LastAnswer { get; set; }

    public bool CustomerWaits { get; set; } = true;

    public long Messages { get; private set; }

    public void Record(IReadOnlyList<Fact> facts, long? agent)
    {
        journal.Record(ticket, facts, agent);
        _facts.AddRange(facts.OfType<TicketFact>());
    }

    public void Insert(Message message)
    {
        journal.Insert(message);
        Messages++;
    }

    /// <summary>One that names the ticket's number.</summary>
    public void InsertNumbered(Func<Message> message)
    {
        journal.InsertNumbered(message);
        Messages++;
    }
}
