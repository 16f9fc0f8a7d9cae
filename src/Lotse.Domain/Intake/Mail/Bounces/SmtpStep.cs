namespace Lotse.Domain.Intake.Mail.Bounces;

/// <summary>The step of the transport at which a server refused.</summary>
public enum SmtpStep { Unknown, Connect, Mail, Rcpt, Data }

/// <summary>Finds that step in the words that mail servers use for it.</summary>
public static class SmtpSteps
{
    private static readonly (string Phrase, SmtpStep Step)[] Phrases =
    [
        ("in reply to rcpt", SmtpStep.Rcpt), ("after rcpt to", SmtpStep.Rcpt), ("[rcpt_to]", SmtpStep.Rcpt), ("our rcpt to", SmtpStep.Rcpt),
        ("does not like recipient", SmtpStep.Rcpt), ("rcpt to response", SmtpStep.Rcpt), ("smtp:rcpt", SmtpStep.Rcpt), ("rcpt command", SmtpStep.Rcpt),
        ("rcpt to not accepted", SmtpStep.Rcpt), ("rejected recipient", SmtpStep.Rcpt), ("server has rejected address", SmtpStep.Rcpt),
        ("in reply to end of data", SmtpStep.Data), ("in reply to data", SmtpStep.Data), ("after end of data", SmtpStep.Data), ("after data", SmtpStep.Data),
        ("our final data", SmtpStep.Data), ("failed after i sent the message", SmtpStep.Data), ("for text command", SmtpStep.Data),
        ("message (data)", SmtpStep.Data), ("smtp command data", SmtpStep.Data), ("end of message", SmtpStep.Data),
        ("in reply to mail from", SmtpStep.Mail), ("after mail from", SmtpStep.Mail), ("[mail_from]", SmtpStep.Mail), ("sender was rejected", SmtpStep.Mail),
        ("server rejected mail from", SmtpStep.Mail), ("while performing the helo", SmtpStep.Connect), ("while performing the ehlo", SmtpStep.Connect),
        ("after initial connection", SmtpStep.Connect), ("after ehlo", SmtpStep.Connect), ("after helo", SmtpStep.Connect),
    ];

    private static readonly PhraseSearch Search = new([.. Phrases.Select((p, rank) => (p.Phrase, rank))]);

    public static SmtpStep In(string text) => Search.Least(text) is var found and not PhraseSearch.None ? Phrases[found].Step : Transcript(text);

    /// <summary>In a transcript the refused step is the last one that was said (">>> RCPT") before the first refusal ("&lt;&lt;&lt; 550").</summary>
    private static SmtpStep Transcript(string text)
    {
        var step = SmtpStep.Unknown;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.TrimStart(" >");
            if (raw.TrimStart().StartsWith(">>>"))
            {
                step = line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase) ? SmtpStep.Rcpt
                    : line.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase) ? SmtpStep.Mail
                    : line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase) || line is "." ? SmtpStep.Data : SmtpStep.Connect;
            }
            else if (line.StartsWith("<<< 5") || line.StartsWith("<<< 4"))
            {
                return step;
            }
        }
        return step;
    }
}
