using System.Globalization;
using System.Text;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.Web;
using Lotse.Domain.Intake.Mail;
using Lotse.Intake.Mail;
using Lotse.Tickets;
using Lotse.Tickets.Finding;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Layout;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake;

/// <summary>The mail that could not be read or placed, as people see it.</summary>
public static class ParkedPages
{
    private const int RowsAtOnce = 50, PreviewBytes = 64 * 1024;

    public static void MapParkedPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Addresses.Parked).ExcludeFromDescription();
        pages.MapGet("", ListAsync);
        pages.MapGet("/{id:long}", (long id, HttpContext http, Signed signed, ParkedMails mails, DeskViews desks, CancellationToken cancel) =>
            ShowAsync(id, http, signed, mails, desks, null, cancel));
        pages.MapGet("/{id:long}/raw", RawAsync);
        pages.MapPost("/{id:long}/tickets", OpenAsync);
    }

    private static async Task<IResult> ListAsync(long? after, HttpContext http, Signed signed, DeskDatabase database, DeskNames names, DeskViews desks, CancellationToken cancel)
    {
        var rows = await database.Deliveries.Where(d => d.Step != DeliveryStep.Placed && d.Step == DeliveryStep.Parked && (after == null || d.Id < after)).VisibleTo(database, signed.Acting)
            .OrderByDescending(d => d.Id).Take(RowsAtOnce + 1).ToListAsync(cancel);
        var known = await names.NowAsync(cancel);
        return Forms.Page<ParkedListPage>(StatusCodes.Status200OK, ("Desk", await desks.ForAsync(http, cancel)), ("View", new ParkedListView
        {
            Rows = [.. rows.Take(RowsAtOnce).Select(d => ParkedMails.RowOf(d, known))],
            Next = rows.Count > RowsAtOnce ? rows[RowsAtOnce - 1].Id.ToString(CultureInfo.InvariantCulture) : null,
        }));
    }

    private static async Task<IResult> ShowAsync(
        long id, HttpContext http, Signed signed, ParkedMails mails, DeskViews desks, Func<ParkedMailView, ParkedMailView>? change, CancellationToken cancel)
    {
        if (await mails.ViewAsync(signed, id, PreviewBytes, cancel) is not { } view) return TypedResults.NotFound();
        var status = change is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return Forms.Page<ParkedMailPage>(status, ("Desk", await desks.ForAsync(http, cancel)), ("View", change?.Invoke(view) ?? view));
    }

    private static async Task<IResult> RawAsync(long id, HttpContext http, Signed signed, DeskDatabase database, ParkedMails mails, CancellationToken cancel)
    {
        var rawId = await database.Deliveries.VisibleTo(database, signed.Acting).Where(d => d.Id == id && d.Reason != null).Select(d => (long?)d.RawMailId).SingleOrDefaultAsync(cancel);
        if (await mails.OpenAsync(rawId, cancel) is not { } mail) return TypedResults.NotFound();
        http.Response.RegisterForDispose(mail);
        return TypedResults.Stream(mail.Open(), "message/rfc822", $"parked-{id.ToString(CultureInfo.InvariantCulture)}.eml");
    }

    private static async Task<IResult> OpenAsync(long id, HttpContext http, Signed signed, OpenParkedMail open, ParkedMails mails, DeskViews desks, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (contact, subject) = (form.Field("contact")?.Trim(), form.Field("subject"));
        if (contact is null || !MailAddresses.LooksRight(contact))
        {
            var refusal = Forms.Say(viewing.T, new Domain.Refusal("address-not-right", "contact"));
            return await ShowAsync(id, http, signed, mails, desks, view => view with { Contact = contact, Subject = subject, Refusals = [refusal] }, cancel);
        }
        return await open.RunAsync(signed.Acting, id, cancel, new ParkedWish(MailAddresses.Normal(contact), subject)) is { } number
            ? Forms.ToTicket(http, number, null, Said.TicketOpened)
            : TypedResults.NotFound();
    }
}

/// <summary>One parked mail with the start of its bytes.</summary>
public sealed class ParkedMails(DeskDatabase database, ReadRawMail raw, DeskNames names)
{
    public async Task<ParkedMailView?> ViewAsync(Signed signed, long id, int previewBytes, CancellationToken cancel)
    {
        // What has become a ticket stays readable at its address; what was never parked has no page.
        var found = await database.Deliveries.VisibleTo(database, signed.Acting).Where(d => d.Id == id && d.Reason != null)
            .Select(d => new { Delivery = d, Number = database.Tickets.Where(t => t.Id == d.TicketId).Select(t => (long?)t.Number).FirstOrDefault() })
            .SingleOrDefaultAsync(cancel);
        if (found is null) return null;
        var (delivery, known) = (found.Delivery, (await names.NowAsync(cancel)).SeenBy(signed.Acting));
        var (text, cut) = await PreviewAsync(delivery.RawMailId, previewBytes, cancel);
        return new ParkedMailView
        {
            Mail = RowOf(delivery, known),
            Preview = text,
            Cut = cut,
            Communities = [new Named(delivery.CommunityId.ToString(CultureInfo.InvariantCulture), known.Community(delivery.CommunityId))],
            Contact = delivery.EnvelopeSender,
            Ticket = found.Number?.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <returns>Null where nothing is kept of it, or what is kept is damaged: that may be why it is parked.</returns>
    public async Task<ReceivedMail?> OpenAsync(long? rawMailId, CancellationToken cancel)
    {
        try
        {
            return await raw.OpenAsync(rawMailId, cancel);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public static ParkedRow RowOf(Delivery delivery, NamesNow names) => new(
        delivery.Id.ToString(CultureInfo.InvariantCulture), delivery.ReceivedAt, names.Mailboxes.GetValueOrDefault(delivery.MailboxId, ""), ReasonOf(delivery.Reason),
        delivery.Size, string.IsNullOrEmpty(delivery.EnvelopeSender) ? null : delivery.EnvelopeSender);

    private async Task<(string Text, bool Cut)> PreviewAsync(long rawMailId, int bytes, CancellationToken cancel)
    {
        using var mail = await OpenAsync(rawMailId, cancel);
        if (mail is null) return ("", false);
        await using var stream = mail.Open();
        var head = new byte[bytes];
        var count = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel);
        var text = Encoding.UTF8.GetString(head, 0, count);
        return (new string([.. text.Where(c => c is '\n' or '\t' || !char.IsControl(c))]), mail.Length > count);
    }

    private static ParkedReason ReasonOf(string? reason) => reason switch
    {
        "unreadable" or "not-a-mail" => ParkedReason.Unreadable,
        "too-deep" => ParkedReason.TooDeep,
        "stopped-the-desk" or "took-too-long" => ParkedReason.TookTooLong,
        "loop" => ParkedReason.Loop,
        "report-of-nothing" => ParkedReason.ReportOfNothing,
        "answers-a-notice" => ParkedReason.AnswersANotice,
        "empty" => ParkedReason.Empty,
        ParkMail.Damaged => ParkedReason.KeptDamaged,
        _ => ParkedReason.Other,
    };
}
