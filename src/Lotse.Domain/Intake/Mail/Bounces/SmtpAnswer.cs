namespace Lotse.Domain.Intake.Mail.Bounces;

/// <summary>A server's answer: reply code (RFC 5321) and enhanced status (RFC 3463), each where there is one.</summary>
public readonly record struct SmtpAnswer(string? Code, string? Status)
{
    public bool IsNothing => Code is null && Status is null;

    /// <summary>The answer that says most: the first with an exact status; what a server quotes from behind "message expired" counts more.</summary>
    public static SmtpAnswer In(ReadOnlySpan<char> text)
    {
        var best = default(SmtpAnswer);
        string? code = null;
        var codeEnd = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i..].IndexOfAnyInRange('0', '9') is var digit && digit < 0) break;
            i += digit;
            if ((i > 0 && (char.IsAsciiLetterOrDigit(text[i - 1]) || text[i - 1] is '.' or '=' or '/' or '_' or '#' && !IsHash(text, i)))) continue;
            var length = StatusLength(text[i..]);
            if (length > 0)
            {
                var status = text.Slice(i, length).ToString();
                var paired = codeEnd >= 0 && i - codeEnd <= 4;
                best = Better(best, new SmtpAnswer(paired || best.Code is null ? code : best.Code, status));
                i += length;
            }
            else if (IsCode(text[i..]))
            {
                code = text.Slice(i, 3).ToString();
                codeEnd = i + 3;
                if (best.Code is null) best = best with { Code = code };
                i += 3;
            }
            else
            {
                while (i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])) i++;
            }
        }
        return best;
    }

    private static bool IsHash(ReadOnlySpan<char> text, int i) => text[i - 1] == '#';

    private static SmtpAnswer Better(SmtpAnswer held, SmtpAnswer found)
    {
        if (held.Status is null) return found with { Code = found.Code ?? held.Code };
        if (IsVague(held.Status) && !IsVague(found.Status!)) return found with { Code = found.Code ?? held.Code };
        return held;
    }

    /// <summary>x.0.0 says only that something failed, x.1.0 and x.4.7 hide what the last server said.</summary>
    public static bool IsVague(string status) => status.AsSpan(1) is ".0.0" or ".4.7" or ".1.0" || status.EndsWith(".5.0", StringComparison.Ordinal) && status[0] == '4';

    /// <summary>Length of "5.1.1" at the start, or 0. Four numbers are an address of a machine.</summary>
    public static int StatusLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 5 || text[0] is not ('2' or '4' or '5') || text[1] != '.') return 0;
        var at = 2;
        while (at < text.Length && at < 5 && char.IsAsciiDigit(text[at])) at++;
        if (at == 2 || at >= text.Length || text[at] != '.') return 0;
        var second = ++at;
        while (at < text.Length && at < second + 3 && char.IsAsciiDigit(text[at])) at++;
        if (at == second) return 0;
        if (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))) return 0;
        return at;
    }

    private static bool IsCode(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[0] is not ('4' or '5') || text[1] is not (>= '0' and <= '7') || !char.IsAsciiDigit(text[2])) return false;
        return text.Length == 3 || text[3] is ' ' or '-' or ':' or '\'' or '"' or ',' or ')' or ']' or ';' or '\n' or '>';
    }
}
