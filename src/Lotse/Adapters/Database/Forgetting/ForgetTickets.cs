using System.Globalization;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Rows.Promises;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Lotse.Domain.Communities;
using Lotse.Domain.Retention;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Forgetting;

/// <summary>Takes away all that hangs on tickets that are about to go, or all of it that says anything, where they are to stay without words. What that is, the tables say themselves (<see cref="References"/>): a row that cannot be without the ticket, or without a row that goes, goes
/// too; a column that may be empty is emptied. Only what must be told apart, or would have a large table read through, is written down here.</summary>
public static class ForgetTickets
{
    /// <summary>May be empty, and goes all the same: the words of the ticket are in it.</summary>
    private static readonly HashSet<(string Table, string Column)> Goes = [("deliveries", "message_id"), ("webhook_deliveries", "ticket_id")];

    /// <summary>Seen to apart, or of the ticket's own row, which goes anyway.</summary>
    private static readonly HashSet<(string Table, string Column)> Apart =
    [
        ("journal", "ticket_id"), ("deliveries", "ticket_id"), ("messages", "answers_id"), ("contact_phones", "message_id"), ("hand_overs", "note_id"), ("hand_overs", "outer_id"),
        ("tickets", "newest_message_id"), ("tickets", "hand_over_id"), ("tickets", "merged_into_id"),
        ("outbox", "ticket_id"), // Each of its rows is of a message of the ticket.
    ];

    /// <summary>Says nothing but what a ticket was about and how long things took: stays with a ticket that stays.</summary>
    private static readonly HashSet<Type> Numbers = [typeof(TicketTag), typeof(TicketPromise)];

    /// <summary>From here to the end of the transaction nobody else records anything. Whoever records raises this row first: who took another counter before it could wait for somebody who waits for that one.</summary>
    public static Task BeginAsync(DeskDatabase database, CancellationToken cancel) => RunAsync(database, $"UPDATE sequences SET value = value WHERE name = '{Sequence.JournalId}'", cancel);

    /// <summary>In the caller's transaction; the caller removes the tickets themselves, or empties them.</summary>
    /// <param name="tickets">With all that have become part of them, as they were before.</param>
    /// <param name="stay">The tickets stay, and with them their lines of the journal without words, their tags, and how promises were kept.</param>
    public static async Task RunAsync(DeskDatabase database, IReadOnlyList<long> tickets, bool stay, CancellationToken cancel)
    {
        await BeginAsync(database, cancel);
        var messages = await NumbersAsync(database, "id", $"messages WHERE ticket_id IN ({In(tickets)})", cancel);
        var contacts = (await NumbersAsync(database, "DISTINCT contact_id", $"tickets WHERE id IN ({In(tickets)})", cancel)).Union(await LeftElsewhere.ContactsAsync(database, tickets, cancel)).ToList();
        var problems = await NumbersAsync(database, "DISTINCT problem_id", $"problem_tickets WHERE ticket_id IN ({In(tickets)})", cancel);
        var mails = await NumbersAsync(database, "raw_mail_id", $"messages WHERE ticket_id IN ({In(tickets)}) AND raw_mail_id IS NOT NULL UNION SELECT opened_mail_id FROM messages WHERE ticket_id IN ({In(tickets)}) AND opened_mail_id IS NOT NULL "
            + $"UNION SELECT raw_mail_id FROM deliveries WHERE message_id IN ({In(messages)}) UNION SELECT raw_mail_id FROM deliveries WHERE message_id IS NULL AND ticket_id IN ({In(tickets)})", cancel);
        await NoteAsync(database, await TextsAsync(database, $"SELECT sha256 AS \"Value\" FROM attachments WHERE message_id IN ({In(messages)}) AND removed_at IS NULL UNION SELECT sha256 FROM draft_files WHERE ticket_id IN ({In(tickets)})", cancel), cancel);
        await RunAsync(database, $"UPDATE contact_phones SET message_id = NULL WHERE contact_id IN ({In(contacts)}) AND message_id IN ({In(messages)})", cancel);
        await RunAsync(database, $"UPDATE messages SET answers_id = NULL WHERE ticket_id IN (SELECT other_ticket_id FROM ticket_links WHERE ticket_id IN ({In(tickets)})) AND answers_id IN ({In(messages)})", cancel);
        await RunAsync(database, $"UPDATE sequences SET value = value + 1 WHERE name = '{Sequence.Learned}' AND EXISTS (SELECT 1 FROM corrections WHERE ticket_id IN ({In(tickets)}))", cancel);
        var blocks = await BlockRows.UnlearnAsync(database, In(messages), cancel);
        await LeftElsewhere.EmptyAsync(database, tickets, messages, cancel);
        if (stay) await EmptyLines.RunAsync(database, tickets, cancel);
        else await LinesAsync(database, tickets, cancel);
        await RunAsync(database, $"DELETE FROM deliveries WHERE message_id IS NULL AND ticket_id IN ({In(tickets)})", cancel);
        var numbers = stay ? Numbers.Select(type => database.Model.FindEntityType(type)!.GetTableName()).ToHashSet() : [];
        await GoAsync(database, [.. References.All(database).Where(reference => !numbers.Contains(reference.Table))], "tickets", tickets, cancel);
        await BlockRows.CountAsync(database, blocks, cancel);
        await MailsAsync(database, mails, cancel);
        await ContactsAsync(database, contacts, tickets, cancel);
        await RunAsync(database, $"UPDATE problems SET tickets = (SELECT COUNT(*) FROM problem_tickets t WHERE t.problem_id = problems.id), customers = (SELECT COUNT(DISTINCT contact_id) FROM problem_tickets t WHERE t.problem_id = problems.id), changes = changes + 1 WHERE id IN ({In(problems)})", cancel);
    }

    private static Task LinesAsync(DeskDatabase database, IReadOnlyList<long> tickets, CancellationToken cancel)
    {
        var forgotten = FactNames.Name(typeof(LineForgotten));
        return database.Journal.Where(j => j.TicketId != null && tickets.Contains(j.TicketId.Value))
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.TicketId, (long?)null).SetProperty(j => j.Kind, forgotten).SetProperty(j => j.Data, "{}"), cancel);
    }

    /// <summary>Of whom nothing is left but what goes.</summary>
    private static async Task ContactsAsync(DeskDatabase database, IReadOnlyList<long> contacts, IReadOnlyList<long> tickets, CancellationToken cancel)
    {
        var left = await NumbersAsync(database, "id",
            $"contacts WHERE id IN ({In(contacts)}) AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.contact_id = contacts.id AND t.id NOT IN ({In(tickets)})) AND NOT EXISTS (SELECT 1 FROM problem_tickets p WHERE p.contact_id = contacts.id)", cancel);
        if (left.Count == 0) return;
        foreach (var table in (string[])["contact_addresses", "contact_phones"]) await RunAsync(database, $"DELETE FROM {table} WHERE contact_id IN ({In(left)})", cancel);
        await RunAsync(database, $"DELETE FROM contacts WHERE id IN ({In(left)})", cancel);
    }

    private static async Task GoAsync(DeskDatabase database, IReadOnlyList<Reference> all, string table, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return;
        foreach (var one in all.Where(reference => reference.Target == table && !Apart.Contains((reference.Table, reference.Column))))
        {
            if (one.MayBeEmpty && !Goes.Contains((one.Table, one.Column)))
            {
                await RunAsync(database, $"UPDATE {one.Table} SET {one.Column} = NULL WHERE {one.Column} IN ({In(ids)})", cancel);
                continue;
            }
            if (all.Any(reference => reference.Target == one.Table))
            {
                await GoAsync(database, all, one.Table, await NumbersAsync(database, "id", $"{one.Table} WHERE {one.Column} IN ({In(ids)})", cancel), cancel);
            }
            await RunAsync(database, $"DELETE FROM {one.Table} WHERE {one.Column} IN ({In(ids)})", cancel);
        }
    }

    /// <summary>Those that no other community has a copy of.</summary>
    private static async Task MailsAsync(DeskDatabase database, List<long> mails, CancellationToken cancel)
    {
        var going = new List<long>();
        foreach (var mail in mails.Where(mail => mail != 0))
        {
            if (!await database.CopiesOf(mail).AnyAsync(cancel)) going.Add(mail);
        }
        foreach (var packed in await database.RawMails.Where(r => going.Contains(r.Id)).Select(r => r.Bytes).ToListAsync(cancel)) await NoteAsync(database, RawMailCodec.FilesOf(packed), cancel);
        await database.RawMails.Where(r => going.Contains(r.Id)).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Files are taken away later: a transaction that is given up must have taken none. One that is noted already is noted anew, or whoever looks at it now would strike it off.</summary>
    private static async Task NoteAsync(DeskDatabase database, IReadOnlyList<string> files, CancellationToken cancel)
    {
        foreach (var file in files.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            await database.Database.ExecuteSqlAsync($"INSERT INTO files_to_forget (sha256) VALUES ({file}) ON CONFLICT (sha256) DO UPDATE SET look_at = files_to_forget.look_at + 1", cancel);
        }
    }

    private static Task<List<long>> NumbersAsync(DeskDatabase database, string column, string rest, CancellationToken cancel)
    {
        var sql = $"SELECT {column} AS \"Value\" FROM {rest}";
        return database.Database.SqlQueryRaw<long>(sql).ToListAsync(cancel);
    }

    private static Task<List<string>> TextsAsync(DeskDatabase database, string sql, CancellationToken cancel) => database.Database.SqlQueryRaw<string>(sql).ToListAsync(cancel);

    private static Task<int> RunAsync(DeskDatabase database, string sql, CancellationToken cancel) => database.Database.ExecuteSqlRawAsync(sql, cancel);

    /// <summary>Our own numbers, so that no list is too long for parameters.</summary>
    private static string In(IReadOnlyList<long> ids) => ids.Count == 0 ? "-1" : string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
}
