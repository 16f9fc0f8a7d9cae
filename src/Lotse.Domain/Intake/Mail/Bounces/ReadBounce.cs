namespace Lotse.Domain.Intake.Mail.Bounces;

/// <summary>Turns a delivery report or a notice for people into one status per recipient.</summary>
public static class ReadBounce
{
    private const int MostRecipients = 200;
    private const int LongestNotice = 64 * 1024;

    /// <param name="fields">The text of a message/delivery-status part, or null.</param>
    /// <param name="text">The text that people read.</param>
    /// <param name="notice">The same without the copy of the mail below it, see <see cref="BouncedText.WithoutCopy"/>.</param>
    /// <param name="failedRecipients">X-Failed-Recipients, or null.</param>
    public static IReadOnlyList<DeliveryStatus> Read(string? fields, string text, string notice, string? failedRecipients)
    {
        if (text.Length > LongestNotice) text = text[..LongestNotice];
        if (notice.Length > LongestNotice) notice = notice[..LongestNotice];
        var told = BouncedText.Recipients(notice);
        var groups = Recipients(fields ?? "");
        if (groups.Count == 0) groups = Recipients(FieldsInText(text));
        if (groups.Count > 0) return [.. groups.Take(MostRecipients).Select(g => FromFields(g, Told(told, g, groups.Count), notice, groups.Count == 1))];
        if (NotificationJson.Read(text) is { Count: > 0 } notified) return notified;
        if (told.Count > 0) return [.. told.Take(MostRecipients).Select(t => FromWords(t.Address, t.Words, notice, told.Count == 1))];
        return [FromWords(failedRecipients?.Split(',')[0].Trim() ?? AnyAddress(notice), notice, notice, alone: true)];
    }

    private static List<ReportFields> Recipients(string fields) =>
        [.. ReportFields.Groups(ReportFields.Unwrapped(fields)).Where(g => g.Has("Final-Recipient") || g.Has("Action") || (g.Has("Original-Recipient") && g.Has("Status")))];

    /// <summary>Some systems write the fields into the text instead of a part of their own.</summary>
    private static string FieldsInText(string text)
    {
        var at = text.IndexOf("\nReporting-MTA:", StringComparison.OrdinalIgnoreCase);
        if (at < 0) at = text.IndexOf("\nFinal-Recipient:", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : text[at..];
    }

    private static string? Told(IReadOnlyList<BouncedRecipient> told, ReportFields group, int groups)
    {
        var address = AddressOf(group);
        foreach (var one in told) if (one.Address.Equals(address, StringComparison.OrdinalIgnoreCase)) return one.Words;
        return told.Count == 1 && groups == 1 ? told[0].Words : null;
    }

    private static string AddressOf(ReportFields group)
    {
        var final = group["Final-Recipient"] is { } value ? ReportFields.Address(value) : "";
        if (!final.Contains('@', StringComparison.Ordinal) && group["Original-Recipient"] is { } original) return ReportFields.Address(original);
        return final;
    }

    private static DeliveryStatus FromFields(ReportFields group, string? told, string notice, bool alone)
    {
        var action = ActionOf(group["Action"] ?? "failed");
        var said = ReportFields.Untyped(group["Diagnostic-Code"] ?? "");
        var raw = group["Status"]?.TrimStart() ?? "";
        var status = SmtpAnswer.StatusLength(raw) is > 0 and var length ? raw[..length] : null;
        var answer = SmtpAnswer.In(said);
        var words = told ?? (alone ? notice : "");
        if (answer.Code is null)
        {
            var heard = Transcript(words, notice, alone);
            var agrees = status is null || heard.Code is null || heard.Code[0] == status[0] || SmtpAnswer.IsVague(status);
            if (agrees) answer = new SmtpAnswer(heard.Code, answer.Status ?? (status is null || SaysMore(heard.Status, status) ? heard.Status : null));
        }
        status = answer.Status is { } exact && (status is null || !SmtpAnswer.IsVague(exact) || SmtpAnswer.IsVague(status)) ? exact : status;
        if (alone && answer.Status is null && status is not null && status.EndsWith(".5.0", StringComparison.Ordinal) && Transcript(words, notice, alone) is { Code: not null, Status: not null } spoken
            && !SmtpAnswer.IsVague(spoken.Status)) (answer, status) = (spoken, spoken.Status);
        var step = SmtpSteps.In(said + "\n" + raw + "\n" + words);
        if (step == SmtpStep.Unknown && alone) step = SmtpSteps.In(notice);
        var reason = action switch
        {
            "delivered" or "relayed" or "expanded" => "delivered",
            _ => Reason(said, words, status, answer.Code, step),
        };
        return new DeliveryStatus(AddressOf(group), action, status, answer.Code ?? (reason == "delivered" ? "250" : null), reason, BounceReason.IsHard(reason));
    }

    private static bool SaysMore(string? heard, string field) => heard is not null && SmtpAnswer.IsVague(field) && !SmtpAnswer.IsVague(heard);

    private static string ActionOf(string value) => value.Trim().Split(' ', '(', ';')[0].ToLowerInvariant() switch
    {
        "deliverable" or "delivered" => "delivered",
        "" => "failed",
        var word => word,
    };

    private static string Reason(string said, string words, string? status, string? code, SmtpStep step)
    {
        var reason = BounceReason.Of(said, status, code, step);
        if (said.Length >= 40 && reason is not ("onhold" or "undefined")) return reason;
        var all = said.Length == 0 ? words : ReasonPhrases.Find(said.ToLowerInvariant()) is null ? said + "\n" + words : said;
        return BounceReason.Of(all, status, code, step);
    }

    private static SmtpAnswer Transcript(string words, string notice, bool alone)
    {
        var answer = SmtpAnswer.In(words);
        return answer.Code is null && alone ? SmtpAnswer.In(notice) : answer;
    }

    private static DeliveryStatus FromWords(string address, string words, string notice, bool alone)
    {
        var answer = SmtpAnswer.In(words);
        if (answer.IsNothing && alone) answer = SmtpAnswer.In(notice);
        var step = SmtpSteps.In(words);
        if (step == SmtpStep.Unknown && alone) step = SmtpSteps.In(notice);
        var reason = BounceReason.Of(words, answer.Status, answer.Code, step);
        if (reason is "onhold" or "undefined" && alone) reason = BounceReason.Of(notice, answer.Status, answer.Code, step);
        return new DeliveryStatus(address, IsDelay(notice) ? "delayed" : "failed", answer.Status, answer.Code, reason, BounceReason.IsHard(reason));
    }

    private static readonly System.Buffers.SearchValues<string> Delays = System.Buffers.SearchValues.Create(
    [
        "warning message only", "this is a warning only", "will be retried", "has been delayed", "is still being retried", "delivery is delayed",
        "still trying to deliver", "message is delayed", "temporary failure report", "still undelivered after", "warning: message", "will continue to try", "wird weiterhin versucht", "noch nicht zugestellt", "has not yet been delivered",
    ], StringComparison.OrdinalIgnoreCase);

    public static bool IsDelay(string notice) => notice.AsSpan().ContainsAny(Delays);

    private static string AnyAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0) return "";
        int start = at, end = at + 1;
        while (start > 0 && IsAddress(text[start - 1])) start--;
        while (end < text.Length && IsAddress(text[end])) end++;
        return text[start..end].Trim('.', '-');
    }

    private static bool IsAddress(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+' or '=';
}
