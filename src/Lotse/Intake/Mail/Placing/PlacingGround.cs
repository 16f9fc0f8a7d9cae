using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Contacts;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail.Importing;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Placing;

/// <summary>What the desk knows that may matter for a group of mails: read in a few statements, then kept up as the group's own mails are placed.</summary>
internal sealed class PlacingGround
{
    private readonly Dictionary<long, Ticket> _tickets = [];
    private readonly Dictionary<long, Message> _messages = [];
    private readonly Dictionary<(string Address, long Community), ContactAddress> _contacts = [];
    private readonly HashSet<(long Ticket, string Address)> _participants = [];
    private readonly Dictionary<long, List<long>> _ticketsOfKey = [];
    private readonly Dictionary<(long Print, long Community), Delivery> _prints = [];
    private readonly HashSet<(long Ticket, long Community)> _once = [];
    private readonly SignedMailIds _signed;
    private Dictionary<long, Level> _entrances = [];

    private PlacingGround(SignedMailIds signed) => _signed = signed;

    /// <param name="recipients">Whom the mails that are reported on went to.</param>
    public static async Task<PlacingGround> LoadAsync(
        DeskDatabase database, SignedMailIds signed, IReadOnlyList<ReadDelivery> mails, IEnumerable<string> recipients, CancellationToken cancel)
    {
        var ground = new PlacingGround(signed);
        var names = new PlacingNames(signed, mails);
        names.Addresses.UnionWith(recipients);
        foreach (var d in await database.Deliveries.Where(d => names.Prints.Contains(d.Fingerprint!.Value)).ToListAsync(cancel))
        {
            ground._prints.TryAdd((d.Fingerprint!.Value, d.CommunityId), d);
            if (d.TicketId is { } id) names.Tickets.Add(id);
        }
        foreach (var k in names.Keys.Count == 0 ? [] : await database.ThreadKeys.Where(k => names.Keys.Contains(k.Key)).ToListAsync(cancel))
        {
            ground.TicketsOf(k.Key).Add(k.TicketId);
            names.Tickets.Add(k.TicketId);
        }
        foreach (var m in names.Messages.Count == 0 ? [] : await database.Messages.AsTracking().Where(m => names.Messages.Contains(m.Id)).ToListAsync(cancel))
        {
            ground._messages.Add(m.Id, m);
            names.Tickets.Add(m.TicketId);
        }
        if (names.Tickets.Count + names.Numbers.Count > 0)
        {
            var found = await database.Tickets.AsTracking().Where(t => names.Tickets.Contains(t.Id) || names.Numbers.Contains(t.Number)).ToListAsync(cancel);
            foreach (var t in found) ground._tickets.Add(t.Id, t);
            await TicketHeads.AddAsync(database, ground._tickets, cancel);
            await ground.RememberMovedAsync(database, [.. mails.Select(m => m.Delivery.CommunityId).Distinct()], cancel);
            var ticketIds = ground._tickets.Keys.ToList();
            foreach (var p in await database.Participants.Where(p => ticketIds.Contains(p.TicketId)).ToListAsync(cancel)) ground._participants.Add((p.TicketId, p.Address));
        }
        foreach (var a in await database.ContactAddresses.AsTracking().Where(a => names.Addresses.Contains(a.Address)).ToListAsync(cancel))
        {
            ground._contacts.Add((a.Address, a.CommunityId), a);
        }
        ground._entrances = await database.EntrancesAsync([.. mails.Select(m => m.Delivery.CommunityId).Distinct()], cancel);
        return ground;
    }

    /// <summary>The level at which tickets of a community begin.</summary>
    public Level EntranceOf(long communityId) => _entrances.GetValueOrDefault(communityId, Level.First);

    /// <summary>Whoever answers what a ticket's people were sent before it moved to another community writes to where it was.</summary>
    private async Task RememberMovedAsync(DeskDatabase database, IReadOnlyCollection<long> communities, CancellationToken cancel)
    {
        var elsewhere = _tickets.Values.Where(t => !communities.Contains(t.CommunityId) || communities.Count > 1).Select(t => (long?)t.Id).ToList();
        if (elsewhere.Count == 0) return;
        var left = FactNames.Name(typeof(TicketLeftCommunity));
        foreach (var row in await database.Journal.Where(j => elsewhere.Contains(j.TicketId) && j.Kind == left).Select(j => new { j.TicketId, j.CommunityId }).ToListAsync(cancel))
        {
            _once.Add((row.TicketId!.Value, row.CommunityId ?? 0));
        }
    }

    public Delivery? FindSame(long print, Delivery delivery) =>
        _prints.TryGetValue((print, delivery.CommunityId), out var same) && same.Id != delivery.Id ? same : null;

    public void Remember(long print, Delivery delivery) => _prints[(print, delivery.CommunityId)] = delivery;

    public void Remember(Ticket ticket) => _tickets[ticket.Id] = ticket;

    public long? NumberOf(long? ticketId) => Ticket(ticketId)?.Number;

    public Ticket? TicketOfMessage(long messageId) => _messages.TryGetValue(messageId, out var message) ? Ticket(message.TicketId) : null;

    /// <summary>What belongs to a ticket that has become part of another belongs to that one.</summary>
    private Ticket? Ticket(long? id) => id is { } known && _tickets.TryGetValue(known, out var ticket) ? TicketHeads.Of(ticket, _tickets) : null;

    /// <summary>Everything in the mail that speaks for a ticket of the same community, in the order in which the mail names it.</summary>
    public IReadOnlyList<Clue> Clues(ReadMail mail, Delivery delivery, string sender)
    {
        var clues = new List<Clue>();
        var from = MailAddresses.Normal(sender);
        void Add(Ticket? ticket, PlacedBy by)
        {
            var here = ticket is not null && (ticket.CommunityId == delivery.CommunityId || (by is PlacedBy.SignedAddress or PlacedBy.SignedMessageId && _once.Contains((ticket.Id, delivery.CommunityId))));
            if (ticket is not null && here) clues.Add(new Clue(ticket, by, _participants.Contains((ticket.Id, from))));
        }
        foreach (var address in PlacingNames.OurAddresses(mail, delivery))
        {
            if (_signed.TryReadReplyAddress(address, out var ticketId)) Add(Ticket(ticketId), PlacedBy.SignedAddress);
        }
        foreach (var mailId in PlacingNames.Answered(mail))
        {
            if (_signed.TryReadMessageId(mailId, out var messageId)) Add(TicketOfMessage(messageId), PlacedBy.SignedMessageId);
            else if (_ticketsOfKey.TryGetValue(ThreadKey.KeyOf(mailId), out var known)) known.ForEach(id => Add(Ticket(id), PlacedBy.KnownMessageId));
        }
        // Files may hold an answer before what it answers; by other doors a mail cannot be answered before it came.
        if (delivery.Door == ImportMail.Door && mail.MessageId is { } itself && _ticketsOfKey.TryGetValue(ThreadKey.KeyOf(itself), out var answers))
        {
            answers.ForEach(id => Add(Ticket(id), PlacedBy.KnownMessageId));
        }
        foreach (var number in SubjectNumbers.Find(mail.Subject)) Add(Ticket(_tickets.Values.FirstOrDefault(t => t.Number == number)?.Id), PlacedBy.SubjectNumber);
        return clues;
    }

    /// <summary>The contact's id; a new contact where the address is not known in this community.</summary>
    public long ContactOf(Journal journal, Ids ids, MailName sender, long communityId, string? language, DateTimeOffset now)
    {
        var key = (MailAddresses.Normal(sender.Address), communityId);
        if (_contacts.TryGetValue(key, out var known)) return known.ContactId;
        var (contact, address) = ContactOfAddress.New(ids, communityId, key.Item1, sender.Name, language, now);
        journal.Insert(contact);
        journal.Insert(address);
        _contacts.Add(key, address);
        return contact.Id;
    }

    /// <summary>Contacts whom the group's mails may be from, and those of the tickets that they may belong to.</summary>
    public IEnumerable<long> Contacts => _contacts.Values.Select(address => address.ContactId).Concat(_tickets.Values.Select(ticket => ticket.ContactId)).Distinct();

    public long? KnownContact(string sender, long communityId) => _contacts.TryGetValue((MailAddresses.Normal(sender), communityId), out var known) ? known.ContactId : null;

    /// <summary>The mail's ids and people now belong to the ticket. Ids that are known already stay where they are.</summary>
    public void Join(Journal journal, Ids ids, Ticket ticket, ReadMail mail, string sender, Func<string, bool> isOurs)
    {
        foreach (var mailId in PlacingNames.Answered(mail).Append(mail.MessageId ?? "").Where(id => id.Length > 0 && !_signed.TryReadMessageId(id, out _)))
        {
            var key = ThreadKey.KeyOf(mailId);
            var tickets = TicketsOf(key);
            if (mailId == mail.MessageId ? tickets.Contains(ticket.Id) : tickets.Count > 0) continue;
            tickets.Add(ticket.Id);
            journal.Insert(new ThreadKey { Id = ids.Next(), Key = key, TicketId = ticket.Id });
        }
        foreach (var address in mail.To.Concat(mail.Cc).Select(name => name.Address).Prepend(sender).Take(40).Select(MailAddresses.Normal))
        {
            if (!MailAddresses.LooksRight(address) || isOurs(address) || !_participants.Add((ticket.Id, address))) continue;
            journal.Insert(new Participant { TicketId = ticket.Id, Address = address });
        }
    }

    /// <summary>Mail to the address comes back for good.</summary>
    public void MarkDead(string recipient, string reason, long communityId, DateTimeOffset now)
    {
        if (_contacts.TryGetValue((recipient, communityId), out var address)) address.Fails(now, reason);
    }

    /// <summary>Mail of ours is not wanted there.</summary>
    public void MarkComplained(string recipient, long communityId)
    {
        if (_contacts.TryGetValue((recipient, communityId), out var address)) address.Complains();
    }

    public bool HasComplained(string sender, long communityId) => _contacts.TryGetValue((MailAddresses.Normal(sender), communityId), out var address) && address.HasComplained;

    /// <summary>A person writes from it, so it is there again.</summary>
    public void MarkAlive(string sender, long communityId)
    {
        if (_contacts.TryGetValue((MailAddresses.Normal(sender), communityId), out var address)) address.Works();
    }

    private List<long> TicketsOf(long key) => _ticketsOfKey.TryGetValue(key, out var tickets) ? tickets : _ticketsOfKey[key] = [];
}
