using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Components;

namespace Lotse.Tickets.Pages;

/// <summary>What pages and their forms have in common.</summary>
public static class Forms
{
    public static Drawn<TPage> Page<TPage>(int status, params (string Name, object? Value)[] parameters) where TPage : IComponent => new(status, parameters);

    /// <summary>The frame that asks for its part of a page only; null for whole pages.</summary>
    public static string? FrameOf(HttpContext http) => http.Request.Headers["Turbo-Frame"] is [{ Length: > 0 } frame, ..] ? frame : null;

    /// <summary>Fetched ahead and perhaps never seen.</summary>
    public static bool IsAhead(HttpContext http) => http.Request.Headers["X-Sec-Purpose"] == "prefetch" || http.Request.Headers["Sec-Purpose"] == "prefetch";

    public static SeeOther ToTicket(HttpContext http, long number, string? queue, Said said)
    {
        JustSaid.Say(http, said);
        return Answers.SeeOther(Addresses.Ticket(number.ToString(CultureInfo.InvariantCulture), string.IsNullOrEmpty(queue) ? null : queue));
    }

    /// <summary>Empty fields count as left out.</summary>
    public static string? Field(this IFormCollection form, string name) => form[name] is [{ Length: > 0 } value, ..] ? value : null;

    public static List<string> FileNames(this IFormCollection form) => [.. form.Files.Where(f => f.FileName.Length > 0).Select(f => f.FileName)];

    public static async Task<List<WrittenFile>> FilesAsync(this IFormCollection form, CancellationToken cancel)
    {
        var files = new List<WrittenFile>();
        foreach (var file in form.Files.Where(f => f.Length > 0 || f.FileName.Length > 0))
        {
            var bytes = new byte[file.Length];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(bytes, cancel);
            files.Add(new WrittenFile(file.FileName, file.ContentType ?? "application/octet-stream", bytes));
        }
        return files;
    }

    /// <summary>What was wanted is done: says so on the page that it leads to.</summary>
    public static SeeOther Saved(HttpContext http, string address)
    {
        JustSaid.Say(http, Said.Saved);
        return Answers.SeeOther(address);
    }

    /// <summary>Of a form that comes back with what stands in its way.</summary>
    public static int StatusOf(Domain.Refusal refusal) => refusal == Refusals.Changed ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;

    /// <summary>A refusal in the words of whoever looks.</summary>
    public static Ui.Refusal Say(Texts t, Domain.Refusal refusal) => new(FieldOf(refusal), refusal.Code switch
    {
        "changed-meanwhile" => t["refused.changed"],
        "subject-empty" => t["refused.subjectEmpty"],
        "nothing-written" => t["refused.nothingWritten"],
        Message.TooLong => t["refused.textTooLong", ("n", Message.LongestAtMost.ToString("N0", t.Culture))],
        "address-not-right" => refusal.About is { Length: > 0 } and not "contact" ? t["refused.addressNamed", ("address", refusal.About)] : t["refused.address"],
        "address-is-ours" => t["refused.addressIsOurs", ("address", refusal.About)],
        "no-recipient" => t["refused.noRecipient"],
        "too-many-recipients" => t["refused.tooManyRecipients"],
        "files-too-large" => refusal.About is { Length: > 0 } megabytes ? t["refused.filesTooLargeFor", ("limit", megabytes)] : t["refused.filesTooLarge"],
        "files-too-many" => t["refused.filesTooMany"],
        "image-not-shown" => t["refused.noPicture", ("name", refusal.About)],
        "no-such-community" => t["refused.noSuchCommunity"],
        "no-mailbox" => t["refused.noMailbox"],
        "assignee-cannot-see-it" or "no-such-agent" => t["refused.assignee"],
        "time-not-right" or "send-at-out-of-range" => t["refused.timeNotRight"],
        "draft-too-long" => t["compose.draft.tooLong"],
        "already-left" => t["refused.alreadyLeft"],
        "snooze-needs-time" or "snooze-in-past" => t["refused.snooze"],
        "acknowledgement-too-long" => t["refused.acknowledgementTooLong"],
        "acknowledgement-unknown-variable" => t["refused.unknownVariable"],
        "receiver-not-right" => t["refused.receiver", ("name", refusal.About)],
        "signature-too-long" => t["refused.signatureTooLong"],
        "signature-no-such-variable" => t["refused.signatureVariable"],
        "signature-not-text" => t["refused.signatureNotText"],
        "caps-out-of-range" => t["refused.caps"],
        _ => WorkRefusals.Of(t, refusal) ?? ProblemText.Of(t, refusal.Code, refusal.About) ?? t["refused.other"],
    });

    private static string? FieldOf(Domain.Refusal refusal) => refusal.Code switch
    {
        "subject-empty" => "subject",
        "nothing-written" or Message.TooLong => "text",
        "acknowledgement-too-long" or "acknowledgement-unknown-variable" => refusal.About,
        "receiver-not-right" => "trusted",
        _ when ProblemText.FieldOf(refusal.Code, refusal.About) is { } field => field,
        _ when refusal.About is "into" => "into",
        "address-not-right" when refusal.About == "contact" => "contact",
        _ => null,
    };
}
