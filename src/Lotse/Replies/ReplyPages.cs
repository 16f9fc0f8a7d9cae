using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Replies;
using Lotse.Domain.Tickets;
using Lotse.Replies.Holding;
using Lotse.Replies.Noting;
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
        pages.MapPost("/messages/{id:long}/recall", BackAsync);
        pages.MapPost("/messages/{id:long}/departure", NowAsync);
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
        if (Chosen(form.Field("later"), form.Field("laterAt"), viewing) is not { } later || Chosen(Asleep(form), null, viewing) is not { } until) return await RefusedAsync(new Domain.Refusal("time-not-right"));
        var answer = await send.RunAsync(signed.Acting, number, DraftOf(form, files) with { SendAt = later.At, SnoozedUntil = until.At }, cancel);
        if (answer.Refusal == Refusals.NotFound) return TypedResults.NotFound();
        if (answer.Refusal is null) return Forms.ToTicket(http, number, queue, form.Field("later") is null ? Said.ReplyOnItsWay : Said.ReplyPlanned);
        return await RefusedAsync(answer.Refusal);

        async Task<IResult> RefusedAsync(Domain.Refusal refusal)
        {
            await KeepAsync(drafts, signed, number, files, cancel);
            var status = refusal.Code == WriteReply.NewerMessage ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
            return await page.ShowAsync(http, signed, number, queue, cancel, status, view => view with { Composer = Kept(view, form, refusal, viewing) });
        }
    }

    private sealed record ChosenTime(DateTimeOffset? At);

    /// <summary>One of the moments that have a name, or a day and time of one's own.</summary>
    /// <returns>Without a time where none was chosen; null where it cannot be read.</returns>
    private static ChosenTime? Chosen(string? name, string? own, Viewing viewing) =>
        name is null ? new ChosenTime(null) : LaterTimes.Of(name, own, viewing.Now, viewing.Zone) is { } at ? new ChosenTime(at) : null;

    private const string Snooze = "snooze:";

    private static string? Asleep(IFormCollection form) => form.Field("then") is { } then && then.StartsWith(Snooze, StringComparison.Ordinal) ? then[Snooze.Length..] : null;

    private static ReplyDraft DraftOf(IFormCollection form, List<WrittenFile> files) => new(
        form.Field("text"), form.Field("html"),
        form.Field("to") is { } to ? [to] : null, form.Field("cc") is { } cc ? [cc] : null, files.ConvertAll(file => new ReplyFile(file.Name, file.ContentType, file.Bytes)),
        Id(form.Field("lastSeen")),
        form.Field("then") switch { "resolve" => Domain.Tickets.TicketState.Resolved, "wait" => Domain.Tickets.TicketState.WaitingForCustomer, { } then when then.StartsWith(Snooze, StringComparison.Ordinal) => Domain.Tickets.TicketState.Snoozed, _ => Domain.Tickets.TicketState.Open },
        form.Field("quote") is not null)
    {
        FromComposer = true,
        DraftId = Id(form.Field("draft")),
        TextBlocks = UsedBlocks.Read(form.Field("textBlocks")),
        DraftFiles = [.. form["kept"].Select(Id).OfType<long>()],
    };

    private static long? Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>What was picked need not be picked again: the desk keeps it for the answer, whatever it was refused for.</summary>
    private static async Task KeepAsync(DraftFiles drafts, Signed signed, long number, List<WrittenFile> files, CancellationToken cancel)
    {
        foreach (var file in files) await drafts.AddAsync(signed.Acting, number, file, inline: false, cancel);
    }

    private static ComposerView? Typed(TicketView view, IFormCollection form) => view.Composer is { } fresh
        ? fresh with { Reply = form.Field("text") ?? "", ReplyHtml = form.Field("html") ?? "", To = form.Field("to") ?? fresh.To, Cc = form.Field("cc") ?? "", TextBlocks = form.Field("textBlocks") ?? "" }
        : null;

    /// <summary>The composer as it was sent, with what stands in the way. The newest message counts as seen from now on: sending again sends.</summary>
    private static ComposerView? Kept(TicketView view, IFormCollection form, Domain.Refusal refusal, Viewing viewing)
    {
        if (Typed(view, form) is not { } kept) return null;
        if (refusal.Code != WriteReply.NewerMessage) return kept with { Refusals = [Forms.Say(viewing.T, refusal)] };
        var seen = Id(form.Field("lastSeen")) ?? 0;
        var newer = view.History.OfType<MessageEntry>().Where(m => long.TryParse(m.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var newest) && newest > seen).ToList();
        return newer is [var first, ..]
            ? kept with { ReplyDraft = kept.ReplyDraft is { } draft ? draft with { LastSeen = null } : null, Conflict = new Conflict([.. newer.Select(m => m.Author ?? m.From.Shown).Distinct()], newer[^1].At, first.Id) }
            : kept;
    }

    private static async Task<IResult> BackAsync(long id, HttpContext http, Signed signed, TakeBack back, CancellationToken cancel) =>
        Done(http, await back.RunAsync(signed.Acting, id, cancel), Said.ReplyTakenBack);

    private static async Task<IResult> NowAsync(long id, HttpContext http, Signed signed, SendNow now, CancellationToken cancel) =>
        Done(http, await now.RunAsync(signed.Acting, id, cancel), Said.ReplyOnItsWay);

    /// <summary>What has left has left: the page shows it as it is.</summary>
    private static IResult Done(HttpContext http, Answer<long> answer, Said said) =>
        answer.Refusal is null ? Forms.ToTicket(http, answer.Value, null, said)
        : answer.Refusal == Refusals.NotFound ? TypedResults.NotFound()
        : Answers.SeeOther(http.Request.Headers.Referer is [{ } from, ..] && Uri.TryCreate(from, UriKind.Absolute, out var page) ? page.PathAndQuery : Addresses.Tickets);

    private static async Task<IResult> AgainAsync(long id, HttpContext http, Signed signed, RetryDelivery retry, CancellationToken cancel)
    {
        var answer = await retry.RunAsync(signed.Acting, id, cancel);
        return answer.Refusal is null ? Forms.ToTicket(http, answer.Value, null, Said.SendingAgain) : TypedResults.NotFound();
    }
}
