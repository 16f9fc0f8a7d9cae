using System.Diagnostics.Metrics;

namespace Lotse.Replies;

/// <summary>What operators count of outgoing mail.</summary>
internal static class SendingNumbers
{
    public const string Meter = "Lotse.Replies";

    private static readonly Meter s_meter = new(Meter);
    private static readonly Counter<long> s_sent = s_meter.CreateCounter<long>("lotse.mails.sent", "{mail}", "Tries to send a mail to one recipient, by outcome.");

    /// <param name="outcome">sent, failed or later.</param>
    public static void Tried(string outcome) => s_sent.Add(1, new KeyValuePair<string, object?>("lotse.outcome", outcome));
}
