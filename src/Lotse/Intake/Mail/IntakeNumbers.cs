using System.Diagnostics.Metrics;

namespace Lotse.Intake.Mail;

/// <summary>What operators count of incoming mail.</summary>
internal static class IntakeNumbers
{
    public const string Meter = "Lotse.Intake";

    private static readonly Meter s_meter = new(Meter);
    private static readonly Counter<long> s_taken = s_meter.CreateCounter<long>("lotse.mails.taken", "{mail}", "Mails made durable, by door.");
    private static readonly Counter<long> s_placed = s_meter.CreateCounter<long>("lotse.mails.placed", "{mail}", "Mails that found their place, by outcome.");

    public static void Taken(string door) => s_taken.Add(1, new KeyValuePair<string, object?>("lotse.door", door));

    /// <param name="outcome">opened, continued, reopened, recorded, duplicate or parked.</param>
    public static void Placed(string outcome) => s_placed.Add(1, new KeyValuePair<string, object?>("lotse.outcome", outcome));
}
