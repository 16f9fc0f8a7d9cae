using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Sending;
using Lotse.Adapters.Web;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake.Mail;
using Lotse.Intake.Mail.Fetching;
using Lotse.Intake.Senders;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake;

/// <summary>How mail comes in and goes out at the moment.</summary>
public static class MailboxesPages
{
    public static void MapMailboxesPage(this IEndpointRouteBuilder routes) => routes.MapGet(Addresses.Mailboxes, ShowAsync).ExcludeFromDescription();

    private static async Task<IResult> ShowAsync(
        HttpContext http, Signed signed, DeskDatabase database, MailDoorOptions doors, IMailSending way, IEnumerable<TroubleWatch> watches, DeskNames names, DeskViews desks,
        IDataProtectionProvider keys, LookAtSenders senders, Viewing viewing, string? look, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var mailboxes = (await database.Mailboxes.OrderBy(m => m.Address).ToListAsync(cancel)).Where(m => signed.Acting.Sees(m.CommunityId)).ToList();
        // Looked at from the newest backwards and only so far: the page costs the same however much mail there has been.
        var came = await database.Deliveries.OrderByDescending(d => d.Id).Take(2000).Select(d => new { d.MailboxId, d.ReceivedAt }).ToListAsync(cancel);
        var midnight = viewing.Now - TimeZoneInfo.ConvertTime(viewing.Now, viewing.Zone).TimeOfDay;
        var server = signed.IsAdmin && way is not OutgoingFolder && Uri.TryCreate(way.Destination, UriKind.Absolute, out var address) ? address.IdnHost : null;
        return Forms.Page<MailboxesPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", new MailboxesView
        {
            Mailboxes = [.. mailboxes.Select(m => HealthOf(m, known, m.Imap is { } kept ? MailboxImap.Unprotect(keys, kept) : null) with
            {
                LastMail = came.FirstOrDefault(d => d.MailboxId == m.Id)?.ReceivedAt,
                MailsToday = came.Count(d => d.MailboxId == m.Id && d.ReceivedAt >= midnight),
            })],
            Outgoing = await OutgoingAsync(signed, database, mailboxes, way, watches, cancel),
            Senders = await senders.RunAsync(DomainsOf(mailboxes), look, server, cancel),
            Lmtp = !signed.IsAdmin ? null : doors.Endpoints.FirstOrDefault(e => e.Protocol == MailProtocol.Lmtp)?.Address.ToString(),
        }));
    }

    /// <summary>Counted for the mailboxes that whoever looks sees. By which server or folder mail goes, and what is wrong there, is for admins.</summary>
    private static async Task<OutgoingHealth> OutgoingAsync(
        Signed signed, DeskDatabase database, List<Mailbox> mailboxes, IMailSending way, IEnumerable<TroubleWatch> watches, CancellationToken cancel)
    {
        var (all, seen) = (signed.Acting.SeesAll, mailboxes.Select(m => m.Id).ToHashSet());
        var went = (await database.Outbox.OrderByDescending(o => o.Id).Take(2000).Select(o => new { o.MailboxId, o.Step, o.DoneAt }).ToListAsync(cancel)).FindAll(o => all || seen.Contains(o.MailboxId));
        var waiting = await database.Outbox.CountAsync(o => o.Step == OutboxStep.Waiting && (all || seen.Contains(o.MailboxId)), cancel);
        var health = new OutgoingHealth(null, way is OutgoingFolder ? "" : null, waiting, went.Count(o => o.Step == OutboxStep.Failed), went.Where(o => o.Step == OutboxStep.Sent).Max(o => o.DoneAt));
        if (!signed.IsAdmin) return health;
        var trouble = watches.Select(watch => watch.Look()).FirstOrDefault(t => t?.Kind == TroubleKind.MailServerAway);
        return way is OutgoingFolder ? health with { Folder = way.Destination, LastError = trouble?.Cause, LastErrorAt = trouble?.Since }
            : health with { Server = way.Destination, LastError = trouble?.Cause, LastErrorAt = trouble?.Since };
    }

    private static List<string> DomainsOf(List<Mailbox> mailboxes) => [.. mailboxes.Select(m => MailAddresses.Domain(m.Address)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static MailboxHealth HealthOf(Mailbox mailbox, NamesNow names, MailboxImap? imap) => new()
    {
        Address = mailbox.Address,
        Community = names.Community(mailbox.CommunityId),
        State = mailbox.LastErrorAt is { } error && (mailbox.LastOkAt is null || error > mailbox.LastOkAt) ? MailboxState.Troubled : MailboxState.Working,
        Door = mailbox.Imap is null ? "lmtp" : "imap",
        LastError = mailbox.LastError,
        LastErrorAt = mailbox.LastErrorAt,
        LastOk = mailbox.LastOkAt,
        Server = imap is null ? null : $"{imap.Host}:{imap.Port} · {imap.Folder}",
        ByToken = imap?.OAuth is not null,
    };
}
