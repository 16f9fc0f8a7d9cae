using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database;

/// <summary>One small thing that stands beside a ticket's messages. What the fields hold depends on the sort.</summary>
/// <param name="Sort">One of the names in <see cref="TicketLines"/>.</param>
/// <param name="At">Milliseconds since 1970, UTC.</param>
/// <param name="Who">fact: the agent, 0 for the desk. mail: the message. ticket, part, link: the number. problem: its tickets. phone: the message it stood in, 0 where it was typed. watcher, macro, written: the agent.</param>
/// <param name="Name">fact: its kind. mail: the recipient. ticket, part, link: the subject. tag, address, failing, phone: the word itself. draft: the file. macro: its name. problem: its title. written: the text.</param>
/// <param name="Data">fact: its JSON. mail: the server's words. address, failing: why mail to it fails. macro: its steps as JSON. problem: what customers are told, in German and in English. written: HTML, To, Cc, the newest message seen, whether it is shared.</param>
/// <param name="State">mail: the step. ticket: the state. macro: its place. written: the kind.</param>
/// <param name="Count">fact: the community in which it was said, 0 where nobody knows. notice: how many the agent has not read. macro: whose community's it is, 0 for one's own. draft: bytes. mail: tries so far. ticket: the level. tickets: how many the contact has. written: the version.</param>
public sealed record TicketLine(string Sort, long Id, long At, long Who, string Name, string Data, int State, long Count)
{
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(At);
}

/// <summary>The many small things that a ticket's page shows, in one statement instead of seven. The caller has asked the access gate for the ticket.</summary>
public static class TicketLines
{
    public const string Fact = "fact", Mail = "mail", Ticket = "ticket", Tickets = "tickets", Tag = "tag", Address = "address", Match = "match", Failing = "failing", Phone = "phone", Draft = "draft", Written = "written", Part = "part", Link = "link", Watcher = "watcher", Notice = "notice", Macro = "macro", Organisation = "organisation", Problem = "problem";

    /// <summary>Between the parts of what stands in one field.</summary>
    public const char Between = '\u001f';

    /// <summary>Facts shown at most: a conversation rarely has more, a loop may.</summary>
    public const int FactsAtMost = 600;

    private static readonly string Parted = Between.ToString();

    public static Task<List<TicketLine>> ReadAsync(
        DeskDatabase database, long ticketId, long communityId, long contactId, long matchId, long agentId, CancellationToken cancel) =>
        database.Database.SqlQuery<TicketLine>(
            $"""
            SELECT 'fact' AS "Sort", id AS "Id", at AS "At", COALESCE(agent_id, 0) AS "Who", kind AS "Name", data AS "Data", 0 AS "State", CAST(COALESCE(community_id, 0) AS bigint) AS "Count"
            FROM (SELECT id, at, agent_id, kind, data, community_id FROM journal WHERE ticket_id = {ticketId} ORDER BY id DESC LIMIT {FactsAtMost}) facts
            UNION ALL SELECT 'mail', o.id, o.next_at, o.message_id, o.recipient, COALESCE(o.last_reply, ''), o.step, o.attempts
            FROM outbox o WHERE o.step <> 1 AND o.message_id IN (SELECT m.id FROM messages m WHERE m.ticket_id = {ticketId} AND m.kind = 1 AND m.delivery <> 1)
            UNION ALL SELECT 'ticket', id, updated_at, number, subject, '', state, level
            FROM (SELECT id, updated_at, number, subject, state, level FROM tickets WHERE contact_id = {contactId} AND id <> {ticketId} AND lane <> 4 ORDER BY id DESC LIMIT 8) others
            UNION ALL SELECT 'tickets', 0, 0, 0, '', '', 0, COUNT(*) FROM (SELECT 1 FROM tickets WHERE contact_id = {contactId} AND lane <> 4 LIMIT 1000) counted
            UNION ALL SELECT 'tag', g.id, 0, 0, g.name, '', 0, 0 FROM ticket_tags l JOIN tags g ON g.id = l.tag_id WHERE l.ticket_id = {ticketId}
            UNION ALL SELECT 'address', id, COALESCE(failed_at, 0), 0, address, COALESCE(failed_because, ''), 0, 0 FROM contact_addresses WHERE contact_id = {contactId}
            UNION ALL SELECT 'failing', a.id, a.failed_at, 0, a.address, COALESCE(a.failed_because, ''), 0, 0
            FROM participants p JOIN contact_addresses a ON a.address = p.address AND a.community_id = {communityId} WHERE p.ticket_id = {ticketId} AND a.failed_at IS NOT NULL
            UNION ALL SELECT 'phone', id, at, COALESCE(message_id, 0), number, '', 0, 0 FROM contact_phones WHERE contact_id = {contactId}
            UNION ALL SELECT 'draft', id, 0, 0, name, '', 0, size FROM draft_files WHERE agent_id = {agentId} AND ticket_id = {ticketId} AND NOT inline
            UNION ALL SELECT 'written', id, updated_at, agent_id, text, html || {Parted} || "to" || {Parted} || cc || {Parted} || CAST(last_seen AS text) || {Parted} || CAST(shared AS text), kind, version
            FROM drafts WHERE ticket_id = {ticketId} AND (agent_id = {agentId} OR shared)
            UNION ALL SELECT 'part', id, updated_at, number, subject, '', state, level FROM tickets WHERE merged_into_id = {ticketId}
            UNION ALL SELECT 'watcher', agent_id, at, agent_id, '', '', 0, 0 FROM watchers WHERE ticket_id = {ticketId}
            UNION ALL SELECT 'notice', 0, 0, 0, '', '', 0, COUNT(*) FROM notices WHERE agent_id = {agentId} AND ticket_id = {ticketId} AND read_at IS NULL
            UNION ALL SELECT 'macro', id, 0, agent_id, name, steps, position, COALESCE(community_id, 0) FROM macros
            WHERE (agent_id = {agentId} AND community_id IS NULL) OR community_id = {communityId}
            UNION ALL SELECT 'link', t.id, t.updated_at, t.number, t.subject, '', t.state, t.level
            FROM ticket_links l JOIN tickets t ON t.id = l.other_ticket_id AND t.community_id = {communityId} WHERE l.ticket_id = {ticketId}
            UNION ALL SELECT 'organisation', o.id, 0, 0, o.name, '', 0, 0 FROM contacts c JOIN organisations o ON o.id = c.organisation_id WHERE c.id = {contactId}
            UNION ALL SELECT 'problem', p.id, p.opened_at, p.tickets, p.title, p.german || {Parted} || p.english, p.state, p.customers
            FROM problem_tickets l JOIN problems p ON p.id = l.problem_id AND p.community_id = {communityId} WHERE l.ticket_id = {ticketId}
            UNION ALL SELECT 'match', id, updated_at, number, subject, '', state, level FROM tickets WHERE id = {matchId} AND community_id = {communityId}
            """).ToListAsync(cancel);
}
