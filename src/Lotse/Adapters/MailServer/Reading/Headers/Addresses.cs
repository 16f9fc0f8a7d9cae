using System.Globalization;
using System.Text;
using Lotse.Adapters.MailServer.Reading.Charsets;
using Lotse.Domain.Intake;
using MimeKit;

namespace Lotse.Adapters.MailServer.Reading.Headers;

/// <summary>Names and addresses out of address headers, also out of those that no standard allows.</summary>
internal static class Addresses
{
    private const int Most = 500;

    /// <summary>Bytes of all headers of one name together; the room for <see cref="Most"/> long addresses. The parser takes time in the square of what it cannot make sense of.</summary>
    private const int MostBytes = 64 * 1024;
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>All mailboxes of all headers with this name, groups dissolved, in order.</summary>
    public static IReadOnlyList<MailName> Of(HeaderList headers, HeaderId id)
    {
        List<MailName>? found = null;
        var left = MostBytes;
        foreach (var header in headers)
        {
            if (header.Id != id) continue;
            found ??= [];
            var raw = header.RawValue;
            if (raw.Length > left) raw = Start(raw, left).ToArray();
            Read(raw, found);
            left -= raw.Length;
            if (found.Count >= Most || left <= 0) break;
        }
        return (IReadOnlyList<MailName>?)found ?? [];
    }

    public static MailName? First(byte[] raw)
    {
        var found = new List<MailName>();
        Read(raw.Length > MostBytes ? Start(raw, MostBytes).ToArray() : raw, found);
        return found.Count > 0 ? found[0] : null;
    }

    /// <summary>Not cut inside an address where there is a comma to cut at.</summary>
    private static ReadOnlySpan<byte> Start(ReadOnlySpan<byte> raw, int most)
    {
        var comma = raw[..most].LastIndexOf((byte)',');
        return raw[..(comma > 0 ? comma : most)];
    }

    private static void Read(byte[] raw, List<MailName> found)
    {
        if (SimpleAddress.TryRead(raw, out var name, out var address))
        {
            Add(name, address, found);
            return;
        }
        var even = EncodedWords.Normalise(raw);
        var before = found.Count;
        if (InternetAddressList.TryParse(Options, even, out var list)) Flatten(list, found);
        if (found.Count == before && raw.AsSpan().IndexOf((byte)'@') >= 0) Scan(EncodedWords.Decode(raw), found);
    }

    private static readonly ParserOptions Options = new() { AllowAddressesWithoutDomain = true };

    private static void Flatten(InternetAddressList list, List<MailName> found)
    {
        foreach (var address in list)
        {
            if (found.Count >= Most) return;
            if (address is GroupAddress group) Flatten(group.Members, found);
            else if (address is MailboxAddress box) Add(box.Name, box.Address, found);
        }
    }

    private static void Add(string? name, string address, List<MailName> found)
    {
        address = address.Trim();
        name = Tidy(name);
        // "Anna Kunde" alone parses as an address without a domain: it is a name.
        if (!address.Contains('@', StringComparison.Ordinal) && address.Contains(' ', StringComparison.Ordinal)) return;
        if (address.Length == 0 || address.Length > 998) return;
        found.Add(new MailName(name == address ? "" : name, Lowered(address)));
    }

    private static string Tidy(string? name)
    {
        if (string.IsNullOrEmpty(name)) return "";
        if (name.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0) return name.AsSpan().Trim().Trim('"').Trim().ToString();
        var tidy = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (!char.IsControl(c) && c != '\u200b') tidy.Append(c);
            else if (tidy.Length > 0 && tidy[^1] != ' ') tidy.Append(' ');
        }
        return PlainText.Lines(tidy.ToString()).Trim().Trim('"').Trim();
    }

    /// <summary>The domain in lower case and in the form that DNS knows; the local part belongs to its owner and stays.</summary>
    private static string Lowered(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 0) return address;
        var domain = address.AsSpan(at + 1).TrimEnd(".> ").ToString().ToLowerInvariant();
        if (!Ascii.IsValid(domain))
        {
            try
            {
                domain = Idn.GetAscii(domain);
            }
            catch (ArgumentException)
            {
                // Not a name that DNS could know: kept as it was written.
            }
        }
        return string.Concat(address.AsSpan(0, at + 1), domain);
    }

    /// <summary>Last resort: everything that looks like an address, and the words in front of it.</summary>
    private static void Scan(string text, List<MailName> found)
    {
        var from = 0;
        for (var at = text.IndexOf('@'); at >= 0 && found.Count < Most; at = text.IndexOf('@', from))
        {
            int start = at, end = at + 1;
            while (start > from && IsAddress(text[start - 1])) start--;
            while (end < text.Length && IsAddress(text[end])) end++;
            if (start < at && end > at + 1)
            {
                var name = text[from..start].Trim(' ', '"', '<', ',', ';', '\'', '>', '(', ':');
                Add(name.Contains(',', StringComparison.Ordinal) ? "" : name, text[start..end].Trim('.'), found);
            }
            from = Math.Min(text.Length, end);
            if (from <= at) from = at + 1;
        }
    }

    private static bool IsAddress(char c) => char.IsLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal);
}
