using PhoneNumbers;

namespace Lotse.Adapters.Telephony;

/// <summary>Finds telephone numbers in what people write under their mails.</summary>
public static class PhonesInText
{
    /// <summary>Characters that are looked at; a signature that is longer is none.</summary>
    private const int Longest = 2000;

    /// <summary>A line that speaks of one of these holds numbers that nobody answers.</summary>
    private static readonly string[] NotToBeCalled =
        ["fax", "iban", "bic", "hrb", "hra", "ust", "vat", "steuer", "konto", "blz", "kundennummer", "kunden-nr", "customer no", "registergericht", "amtsgericht", "plz"];

    /// <param name="region">Where a number without a country belongs: ISO 3166, two letters.</param>
    /// <returns>In E.164, each once, in their order.</returns>
    public static IReadOnlyList<string> Find(string text, string region, int atMost)
    {
        var found = new List<string>();
        if (text.Length > Longest || !MayHold(text)) return found;
        var all = PhoneNumberUtil.GetInstance();
        foreach (var line in text.Split('\n'))
        {
            if (!MayHold(line) || NotToBeCalled.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))) continue;
            foreach (var match in all.FindNumbers(line, region))
            {
                var number = all.Format(match.Number, PhoneNumberFormat.E164);
                if (found.Count < atMost && !found.Contains(number)) found.Add(number);
            }
        }
        return found;
    }

    /// <summary>Finding out costs more than reading the rest of a mail, and most signatures hold no number at all.</summary>
    public static bool MayHold(string text)
    {
        var digits = 0;
        foreach (var c in text) if (char.IsAsciiDigit(c) && ++digits >= 7) return true;
        return false;
    }
}
