namespace Lotse.Domain.Intake.Mail.Quotes;

/// <summary>Lines that mark the beginning of a copied or forwarded mail, and quoted lines.</summary>
internal static class QuoteMarks
{
    private static readonly string[] Originals =
    [
        "original message", "original email", "original-nachricht", "originalnachricht", "ursprüngliche nachricht", "ursprungliche nachricht", "original nachricht",
        "message d'origine", "message original", "mensaje original", "mensagem original", "messaggio originale", "oorspronkelijk bericht", "oprindelig besked",
        "oprindelig meddelelse", "opprinnelig melding", "ursprungligt meddelande", "originalmeddelande", "alkuperäinen viesti", "eredeti üzenet", "wiadomość oryginalna",
        "oryginalna wiadomość", "původní zpráva", "pôvodná správa", "исходное сообщение", "оригинальное сообщение", "orijinal mesaj",
        "原始邮件", "原始郵件", "元のメッセージ", "mesaj original", "originele bericht", "message initial", "reply message", "antwort nachricht", "originalbesked",
        "reply above this line",
    ];

    private static readonly string[] Forwards =
    [
        "forwarded message", "begin forwarded message", "weitergeleitete nachricht", "anfang der weitergeleiteten", "weitergeleitete mail", "message transféré",
        "message transmis", "début du message", "mensaje reenviado", "mensagem encaminhada", "messaggio inoltrato", "inizio messaggio inoltrato", "doorgestuurd bericht",
        "begin doorgestuurd", "videresendt besked", "vidarebefordrat meddelande", "videresendt melding", "přeposlaná zpráva", "przekazana wiadomość", "пересылаемое сообщение",
        "пересланное сообщение", "转发的邮件", "轉寄的郵件", "転送メッセージ", "edelleenlähetetty", "továbbított üzenet", "iletilen ileti", "forwarded by", "ende der weitergeleiteten",
    ];

    /// <summary>"-----Original Message-----" in many languages.</summary>
    public static bool IsOriginal(string line) => Framed(line, Originals);

    /// <summary>"---------- Forwarded message ----------" in many languages.</summary>
    public static bool IsForward(string line) => Framed(line, Forwards)
        || (line.Length is > 20 and < 80 && line[^1] == ':' && IsAppleForward(line));

    /// <summary>As <see cref="IsForward"/>, and the lines without a frame that some programs write ("Début du message transféré :").</summary>
    public static bool AnnouncesForward(string line)
    {
        if (IsForward(line)) return true;
        var text = line.AsSpan().Trim(" \t\u00a0>*");
        if (text.Length is < 12 or > 80 || text[^1] is not (':' or '：')) return false;
        foreach (var words in Forwards) if (text.StartsWith(words, StringComparison.OrdinalIgnoreCase)) return true;
        return text.StartsWith("inicio del mensaje reenviado", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAppleForward(string line) =>
        line.AsSpan().Trim(" >").StartsWith("Begin forwarded message:", StringComparison.OrdinalIgnoreCase)
        || line.AsSpan().Trim(" >").StartsWith("Anfang der weitergeleiteten", StringComparison.OrdinalIgnoreCase);

    private static bool Framed(string line, string[] words)
    {
        var text = line.AsSpan().Trim(" \t\u00a0*");
        if (text.Length is < 10 or > 90 || text[0] is not ('-' or '_' or '=' or '+')) return false;
        var inside = text.Trim("-_=+ \t\u00a0*");
        foreach (var word in words) if (inside.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    public static bool IsQuoted(string line)
    {
        var text = line.AsSpan().TrimStart(" \t\u00a0");
        return text.Length > 0 && text[0] == '>';
    }
}
