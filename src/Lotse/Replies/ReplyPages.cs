using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Replies;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Reading;
using Lotse.Tickets.Writing;
using Lotse.Ui;
using Lotse.Ui.Layout;

namespace Lotse.Replies;

/// <summary>The doors for people to answering. Whatever is refused, the text as it was typed comes back.</summary>
public static class ReplyPages
{
    public static void MapReplyPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapPost("/tickets/{number:long}/replies", SendAsync);
        pages.MapPost("/messages/{id:long}/deliveries", AgainAsync);
    }

    private static async Task<IResult> SendAsync(long number, HttpContext http, Signed signed, SendReply send, DraftFiles drafts, TicketPages page, Viewing viewing, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var queue = form.Field("queue");
        var files = await form.FilesAsync(cancel);
        if (Id(form.Field("remove")) is { } unwanted)
        {
            await drafts.RemoveAsync(signed.Acting, unwanted, cancel);
            await KeepAsync(drafts, signed, number, files, cancel);
            return await page.ShowAsync(http, signed, number, queue, cancel, StatusCodes.Status200OK, view => view with { Composer = Typed(view, form) });
        }
        var answer = await send.RunAsync(signed.Acting, number, DraftOf(form, files), cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is null) return Forms.ToTicket(http, number, queue, Said.ReplyOnItsWay);
        await KeepAsync(drafts, signed, number, files, cancel);
        var status = answer.Refusal.Code == WriteReply.NewerMessage ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
        return await page.ShowAsync(http, signed, number, queue, cancel, status, view => view with { Composer = Kept(view, form, answer.Refusal, viewing) });
    }

    private static ReplyDraft DraftOf(IFormCollection form, List<WrittenFile> files) => new(
        form.Field("text"), form.Field("html"),
        form.Field("to") is { } to ? [to] : null, form.Field("cc") is { } cc ? [cc] : null, files.ConvertAll(file => new ReplyFile(file.Name, file.ContentType, file.Bytes)),
        Id(form.Field("lastSeen")),
        form.Field("then") switch { "resolve" => Domain.Tickets.TicketState.Resolved, "wait" => Domain.Tickets.TicketState.WaitingForCustomer, _ => Domain.Tickets.TicketState.Open },
        form.Field("quote") is not null)
    {
        FromComposer = true,
        DraftFiles = [.. form["kept"].Select(Id).OfType<long>()],
    };

    private static long? Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>What was picked need not be picked again: the desk keeps it for the answer, whatever it was refused for.</summary>
    private static async Task KeepAsync(DraftFiles drafts, Signed signed, long number, List<WrittenFile> files, CancellationToken cancel)
    {
        foreach (var file in files) await drafts.AddAsync(signed.Acting, number, file, inline: false, cancel);
    }

    private static ComposerView? Typed(TicketView view, IFormCollection form) => view.Composer is { } fresh
        ? fresh with { Reply = form.Field("text") ?? "", ReplyHtml = form.Field("html") ?? "", To = form.Field("to") ?? fresh.To, Cc = form.Field("cc") ?? "" }
        : null;

    /// <summary>The composer as it was sent, with what stands in the way. The newest message counts as seen from now on: sending again sends.</summary>
    private static ComposerView? Kept(TicketView view, IFormCollection form, Domain.Refusal refusal, Viewing viewing)
    {
        if (Typed(view, form) is not { } kept) return null;
        if (refusal.Code != WriteReply.NewerMessage) return kept with { Refusals = [Forms.Say(viewing.T, refusal)] };
        var seen = Id(form.Field("lastSeen")) ?? 0;
        var newer = view.History.OfType<MessageEntry>().Where(m => long.TryParse(m.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var newest) && newest > seen).ToList();
        return newer is [var first, ..]
            ? kept with { Conflict = new Conflict([.. newer.Select(m => m.Author ?? m.From.Shown).Distinct()], newer[^1].At, first.Id) }
            : kept;
    }

    private static async Task<IResult> AgainAsync(long id, HttpContext http, Signed signed, RetryDelivery retry, CancellationToken cancel)
    {
        var answer = await retry.RunAsync(signed.Acting, id, cancel);
        return answer.Refusal is null ? Forms.ToTicket(http, answer.Value, null, Said.SendingAgain) : TypedResults.NotFound();
    }
}
