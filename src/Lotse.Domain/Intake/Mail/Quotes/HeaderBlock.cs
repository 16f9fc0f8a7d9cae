namespace Lotse.Domain.Intake.Mail.Quotes;

/// <summary>The header that Outlook and others copy in front of the mail they answer ("From: ... Sent: ... To: ... Subject: ...").</summary>
internal static class HeaderBlock
{
    private const int LongestBlock = 14;

    private static readonly Dictionary<string, char> Labels = Build();

    /// <summary>Number of lines of a header block that begins in this line, with the ruler in front of it; 0 where none begins.</summary>
    public static int Lines(IReadOnlyList<string> lines, int at, int end)
    {
        var start = at;
        if (IsRuler(lines[at]))
        {
            start++;
            while (start < end && start < at + 3 && lines[start].AsSpan().Trim().Length == 0) start++;
            if (start >= end) return 0;
        }
        if (Label(lines[start]) is not ('f' or 'd' or 's' or 'g' or 't')) return 0;
        var kinds = 0;
        bool address = false, digits = false;
        var last = start;
        for (var i = start; i < end && i < start + LongestBlock; i++)
        {
            var kind = Label(lines[i]);
            if (kind != 0)
            {
                kinds |= 1 << (kind - 'a');
                address |= lines[i].Contains('@', StringComparison.Ordinal);
                digits |= lines[i].AsSpan().IndexOfAnyInRange('0', '9') >= 0;
                last = i;
            }
            else if (lines[i].AsSpan().Trim().Length == 0 && (i + 1 >= end || Label(lines[i + 1]) == 0))
            {
                break;
            }
            else if (i > last + 3)
            {
                break;
            }
        }
        var count = System.Numerics.BitOperations.PopCount((uint)kinds);
        var hasFrom = (kinds & (1 << ('f' - 'a'))) != 0;
        return hasFrom && (count >= 3 || (count == 2 && (address || digits))) ? last - at + 1 : 0;
    }

    /// <summary>A line of underscores or dashes that mail programs draw above the copied header.</summary>
    public static bool IsRuler(string line)
    {
        var text = line.AsSpan().Trim();
        return text.Length >= 5 && (text.IndexOfAnyExcept('_') < 0 || text.IndexOfAnyExcept('-') < 0 || text.IndexOfAnyExcept('=') < 0);
    }

    /// <summary>The kind of header that a line is (f from, s subject, d date, t to, c copy, r reply-to), or NUL.</summary>
    public static char Label(string line)
    {
        var text = line.AsSpan().TrimStart(" \t*>\u00a0_");
        var colon = text.IndexOfAny(':', '：');
        if (colon is < 1 or > 24) return '\0';
        var name = text[..colon].TrimEnd(" *\u00a0_");
        return Labels.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var kind) ? kind : '\0';
    }

    private static Dictionary<string, char> Build()
    {
        var labels = new Dictionary<string, char>(StringComparer.OrdinalIgnoreCase);
        Add('f', "From|Von|De|Da|Fra|Från|Van|Od|Lähettäjä|Feladó|От|Від|Από|Gönderen|Kimden|发件人|寄件者|差出人|보낸 사람|De la|Odesílatel|Odosielateľ|Šalje|מאת|من|Remitente|Expéditeur|Mittente|Absender");
        Add('d', "Sent|Date|Gesendet|Datum|Envoyé|Envoyée|Enviado|Enviada em|Enviado el|Fecha|Data|Inviato|Verzonden|Sendt|Dato|Skickat|Lähetetty|Päivämäärä|Elküldve|Küldve|Dátum|Wysłano|Data wysłania"
            + "|Отправлено|Дата|Надіслано|Ημερομηνία|Gönderilme|Tarih|发送时间|日期|寄件日期|送信日時|日時|보낸 날짜|날짜|Odesláno|Odoslané|Trimis|Gesendet am|Enviado em|Date d'envoi|נשלח|التاريخ");
        Add('t', "To|An|À|A|Para|Til|Till|Aan|Do|Vastaanottaja|Címzett|Кому|Προς|Kime|Alıcı|收件人|收件者|宛先|받는 사람|Către|Komu|אל|إلى|Empfänger|Destinataire");
        Add('s', "Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Emne|Ämne|Aihe|Tárgy|Temat|Тема|Θέμα|Konu|主题|主旨|件名|제목|Subiect|Předmět|Predmet|נושא|الموضوع");
        Add('c', "Cc|Kopie|Kopia|Copie|Copia|Kopi|Копия|抄送|副本|CC:");
        Add('r', "Reply-To|Antwort an|Risposta|Répondre à|Responder a|Importance|Wichtigkeit|Priority|Priorität|Attachments|Anlagen|Bcc|Message-ID|Organization");
        return labels;

        void Add(char kind, string names)
        {
            foreach (var name in names.Split('|')) labels.TryAdd(name, kind);
        }
    }
}
