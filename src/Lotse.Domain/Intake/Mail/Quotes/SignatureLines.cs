using System.Collections.Frozen;

namespace Lotse.Domain.Intake.Mail.Quotes;

/// <summary>Lines that end what a person wrote.</summary>
internal static class SignatureLines
{
    private static readonly System.Buffers.SearchValues<char> Marks = System.Buffers.SearchValues.Create("-_=*#~+–—");

    private static readonly string[] Mobile =
    [
        "sent from my ", "sent from mobile", "sent from yahoo", "sent from samsung", "sent from outlook", "sent from mail for", "sent from proton", "sent from windows mail",
        "sent from ios", "sent from iphone", "sent from ipad", "sent from android", "sent via ", "sent with ", "get outlook for", "von meinem ", "von meiner ", "gesendet von ",
        "gesendet mit ", "gesendet über ", "vom iphone gesendet", "vom ipad gesendet", "diese nachricht wurde von mein", "outlook für ", "holen sie sich outlook",
        "envoyé de ", "envoyé depuis ", "envoyé à partir", "enviado desde ", "enviado do ", "enviado a partir", "inviato da ", "verstuurd vanaf ", "verzonden vanaf ",
        "sendt fra ", "skickat från ", "wysłane z ", "wysłano z ", "отправлено с ", "отправлено из ", "odesláno z ", "lähetetty ", "iphoneから送信", "发自我的", "從我的",
        "télécharger outlook", "obtener outlook", "scarica outlook", "download outlook", "aus dem mobilen", "mobil gesendet",
    ];

    private static readonly string[] Devices =
    [
        "gesendet", "versendet", "verschickt", "iphone", "ipad", "android", "mobil", "handy", "phone", "mail", "blackberry", "samsung", "huawei", "telefon", "galaxy", "tablet",
        "outlook", "ios", "app", "smartphone", "wireless", "device", "nokia", "xperia", "windows", "gerät", "送信", "发自", "從我",
    ];

    /// <summary>By their first letter in both cases: most lines begin with another one.</summary>
    private static readonly FrozenDictionary<char, string[]> MobileByStart = Mobile
        .SelectMany(words => new[] { char.ToLowerInvariant(words[0]), char.ToUpperInvariant(words[0]) }.Distinct().Select(start => (start, words)))
        .GroupBy(m => m.start).ToFrozenDictionary(g => g.Key, g => g.Select(m => m.words).ToArray());

    /// <summary>RFC 3676 wants "-- "; many mail programs and gateways lose the blank.</summary>
    public static bool IsDelimiter(string line) => line.Length >= 2 && line[0] == '-' && line.AsSpan().TrimEnd() is "--" or "- --";

    /// <summary>A ruler as mailing lists and disclaimers have it above their footer.</summary>
    public static bool IsFooterRuler(string line)
    {
        if (line.Length < 5 || !line.Contains("_____", StringComparison.Ordinal)) return false;
        return line.AsSpan().Trim().IndexOfAnyExcept('_') < 0;
    }

    /// <summary>Only marks, no words; or the dot by which a tracker follows mails.</summary>
    public static bool IsMarksOnly(string line)
    {
        var text = line.AsSpan().Trim();
        return text is "ᐧ" || (text.Length >= 2 && text.IndexOfAnyExcept(Marks) < 0);
    }

    /// <summary>"Sent from my iPhone": short, no sentence, names a device or a program.</summary>
    public static bool IsMobile(string line)
    {
        var text = line.AsSpan().Trim(" \t*_<>[]\u00a0");
        if (text.Length is < 8 or > 110) return false;
        if (!MobileByStart.TryGetValue(text[0], out var mobile) || text.IndexOfAny(',', '?') >= 0) return false;
        foreach (var words in mobile)
        {
            if (!text.StartsWith(words, StringComparison.OrdinalIgnoreCase)) continue;
            if (words == "sent from my ") return text.Count(' ') <= 7 && !text[..^1].Contains(". ", StringComparison.Ordinal);
            foreach (var device in Devices) if (text.Contains(device, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    /// <summary>"-Anna Kunde" as the last line: a dash and a name.</summary>
    public static bool IsSignedName(string line)
    {
        var text = line.AsSpan().Trim();
        if (text.Length is < 3 or > 40 || text[0] != '-' || !char.IsUpper(text[1]) || text.Count(' ') > 3) return false;
        foreach (var c in text[1..]) if (!char.IsLetter(c) && c is not (' ' or '.' or '-' or '\'')) return false;
        return true;
    }
}
