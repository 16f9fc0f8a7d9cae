using Lotse.Domain.Intake.Mail.Bounces;

namespace Lotse.Domain.Intake.Mail;

/// <summary>Whether the mail itself forbids that a machine answers it (RFC 3834, section 2, and the headers that are used beside it).</summary>
public static class AnswerForbidden
{
    private static readonly string[] Unread = ["noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply", "mailer-daemon", "postmaster", "bounce", "bounces"];

    /// <returns>Null where a person may be behind it and nothing speaks against an answer.</returns>
    public static WhyNoAnswer? By(MailSigns signs, MailKind kind)
    {
        if (AutoReply.Declares(signs)) return WhyNoAnswer.AutoSubmitted;
        if (signs.Header("Return-Path")?.Trim() is "<>") return WhyNoAnswer.NullSender;
        if (IsBulk(signs)) return WhyNoAnswer.Precedence;
        if (IsList(signs)) return WhyNoAnswer.List;
        if (signs.Header("X-Loop")?.Trim() is { Length: > 0 } loop && !IsNo(loop)) return WhyNoAnswer.Loop;
        if (signs.From is null) return WhyNoAnswer.NoSender;
        if (LooksBounced.IsDaemon(signs) || IsUnread(signs.From.Address)) return WhyNoAnswer.Daemon;
        if (kind is not MailKind.Human) return WhyNoAnswer.NotAPerson;
        return AsksForSilence(signs.Header("X-Auto-Response-Suppress")) ? WhyNoAnswer.ResponseSuppress : null;
    }

    /// <summary>True for addresses behind which nobody reads.</summary>
    public static bool IsUnread(string address)
    {
        var local = address.AsSpan(0, Math.Max(0, address.IndexOf('@', StringComparison.Ordinal)));
        foreach (var name in Unread) if (local.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>The header asks on behalf of ordinary mail too (Exchange puts it on mail to lists): silence, but no sign of a machine.</summary>
    private static bool AsksForSilence(string? value) => value is not null && (value.Contains("All", StringComparison.OrdinalIgnoreCase)
        || value.Contains("AutoReply", StringComparison.OrdinalIgnoreCase) || value.Contains("OOF", StringComparison.OrdinalIgnoreCase));

    internal static bool IsBulk(MailSigns signs) => signs.Header("Precedence")?.Trim().ToLowerInvariant() is "list" or "bulk" or "junk";

    internal static bool IsList(MailSigns signs) =>
        signs.Header("List-Id") is not null || signs.Header("List-Post") is not null || signs.Header("List-Unsubscribe") is not null
        || signs.Header("Mailing-List") is not null || signs.Header("X-Mailing-List") is not null;

    private static bool IsNo(string value) => value.ToLowerInvariant() is "no" or "false";
}
