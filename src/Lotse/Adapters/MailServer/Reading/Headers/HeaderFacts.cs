using System.Collections.Frozen;
using System.Text;
using Lotse.Adapters.MailServer.Reading.Charsets;
using Lotse.Domain.Intake.Spam;
using MimeKit;
using MimeKit.Utils;

namespace Lotse.Adapters.MailServer.Reading.Headers;

/// <summary>Single facts out of the header of a mail.</summary>
internal static class HeaderFacts
{
    private const int MostIds = 500;

    public static string Text(HeaderList headers, string field)
    {
        foreach (var header in headers)
        {
            if (header.Field.Equals(field, StringComparison.OrdinalIgnoreCase)) return EncodedWords.Decode(header.RawValue);
        }
        return "";
    }

    /// <summary>The value unfolded. Most headers hold nothing to decode, and decoding them all the same costs more than parsing the whole mail.</summary>
    public static string Plain(Header header)
    {
        var raw = header.RawValue;
        if (!Ascii.IsValid(raw) || raw.AsSpan().IndexOf("=?"u8) >= 0) return EncodedWords.Decode(raw);
        var text = Encoding.ASCII.GetString(raw);
        return (text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text : text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)).Trim();
    }

    public static DateTimeOffset? Date(HeaderList headers, ReadingContext context)
    {
        byte[]? raw = null;
        DateTimeOffset date;
        foreach (var header in headers)
        {
            if (header.Id != HeaderId.Date) continue;
            // Where a broken date stands in front of a good one, the one with a time zone is meant.
            if (DateUtils.TryParse(header.RawValue, out date) && HasZone(header.RawValue)) return date;
            raw ??= header.RawValue;
        }
        if (raw is null) return null;
        if (DateUtils.TryParse(raw, out date)) return date;
        if (DateTimeOffset.TryParse(Encoding.Latin1.GetString(raw).Trim(), System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal, out date)) return date;
        context.Problem("date-unreadable");
        return null;
    }

    private static bool HasZone(ReadOnlySpan<byte> raw)
    {
        for (var i = 1; i + 4 < raw.Length; i++)
        {
            if (raw[i] is (byte)'+' or (byte)'-' && raw[i - 1] is (byte)' ' && char.IsAsciiDigit((char)raw[i + 1]) && char.IsAsciiDigit((char)raw[i + 4])) return true;
        }
        return raw.IndexOf("GMT"u8) >= 0 || raw.IndexOf(" UT"u8) >= 0;
    }

    /// <summary>Message-IDs without their brackets, in order, each once. What stands between them (phrases, commas, comments) is passed over.</summary>
    public static IReadOnlyList<string> Ids(HeaderList headers, HeaderId field)
    {
        List<string>? found = null;
        foreach (var header in headers)
        {
            if (header.Id != field) continue;
            var more = new List<string>();
            // A second field is against RFC 5322; one that is broken in itself adds nothing to a sound one.
            var sound = Ids(EncodedWords.Decode(header.RawValue), more);
            if (found is null) found = more;
            else if (sound) found.AddRange(more.Except(found));
        }
        return (IReadOnlyList<string>?)found ?? [];
    }

    public static string? Id(HeaderList headers, HeaderId field) => Ids(headers, field) is [var first, ..] ? first : null;

    /// <returns>False where an id was begun and neither closed nor complete.</returns>
    private static bool Ids(string value, List<string> found)
    {
        var sound = true;
        var rest = value.AsSpan();
        var bracket = false;
        while (found.Count < MostIds)
        {
            var start = rest.IndexOf('<');
            if (start < 0) break;
            bracket = true;
            rest = rest[(start + 1)..];
            var end = rest.IndexOfAny('>', '<');
            var id = end < 0 ? rest : rest[..end];
            // An id that nobody closed is only taken where it looks like one.
            var whole = (end >= 0 && rest[end] == '>' && id.Trim().IndexOf(' ') < 0) || id.Contains('@');
            if (whole && !(id.Trim().IndexOf(' ') >= 0 && id.IndexOf('@') < 0)) Add(id, found);
            sound &= whole && id.Trim().IndexOf(' ') < 0;
            rest = end < 0 ? [] : rest[(rest[end] == '>' ? end + 1 : end)..];
        }
        if (bracket) return sound;
        foreach (var part in value.Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (found.Count < MostIds && (part.Contains('@', StringComparison.Ordinal) || value.Length == part.Length)) Add(part.Trim('>', '"'), found);
        }
        return true;
    }

    private static void Add(ReadOnlySpan<char> id, List<string> found)
    {
        var tidy = id.Trim();
        if (tidy.IndexOf(' ') >= 0) tidy = tidy.ToString().Replace(" ", "", StringComparison.Ordinal);
        if (tidy.Length is 0 or > 1000) return;
        var text = tidy.ToString();
        if (!found.Contains(text)) found.Add(text);
    }

    /// <summary>What servers on the way have found out about the sender (RFC 8601), as text.</summary>
    public static IReadOnlyList<string> AuthenticationResults(HeaderList headers)
    {
        List<string>? found = null;
        foreach (var header in headers)
        {
            if (header.Id == HeaderId.AuthenticationResults && (found?.Count ?? 0) < 10 && Plain(header) is { Length: < 4000 } text) (found ??= []).Add(text);
        }
        return (IReadOnlyList<string>?)found ?? [];
    }

    /// <summary>What filters for spam wrote, or somebody in their name.</summary>
    public static IReadOnlyList<MailFilterSays> FilterSays(HeaderList headers)
    {
        List<MailFilterSays>? found = null;
        foreach (var header in headers)
        {
            if (header.Field is not ['X' or 'x', '-', ..] || !ReadSpamFilter.Fields.Contains(header.Field) || (found?.Count ?? 0) >= 20) continue;
            if (Plain(header) is { Length: < 4000 } text) (found ??= []).Add(new MailFilterSays(header.Field, text));
        }
        return (IReadOnlyList<MailFilterSays>?)found ?? [];
    }

    private static readonly FrozenSet<string> DeliveryFields = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Delivered-To", "X-Original-To", "Envelope-To",
        "X-Envelope-To", "X-Forwarded-To", "X-Delivered-To", "X-Forwarded-For", "X-Rcpt-To", "Original-Recipient");

    /// <summary>The addresses by which the mail may have come to us.</summary>
    public static IReadOnlyList<string> DeliveredTo(HeaderList headers)
    {
        List<string>? found = null;
        foreach (var header in headers)
        {
            if (header.Field is not ['X' or 'x' or 'D' or 'd' or 'E' or 'e' or 'O' or 'o', ..] || !DeliveryFields.Contains(header.Field)) continue;
            foreach (var word in Plain(header).Split([' ', ',', ';', '<', '>', '\t'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (!word.Contains('@', StringComparison.Ordinal) || (found?.Count ?? 0) >= 50) continue;
                found ??= [];
                var at = word.LastIndexOf('@');
                var address = word[..at] + word[at..].ToLowerInvariant();
                if (!found.Contains(address)) found.Add(address);
            }
        }
        return (IReadOnlyList<string>?)found ?? [];
    }
}
