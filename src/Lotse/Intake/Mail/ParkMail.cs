using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Intake;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail;

/// <summary>Puts a mail that cannot be read or placed where agents see it.</summary>
public sealed class ParkMail(DeskDatabase database, Journal journal)
{
    /// <summary>What was kept of it cannot be put together again.</summary>
    public const string Damaged = "kept-damaged";

    /// <returns>Null where it waits no more: another desk has placed it meanwhile.</returns>
    public Task<PlacedMail?> ParkAsync(long deliveryId, string reason, CancellationToken cancel) => journal.RetryAsync<PlacedMail?>(async () =>
    {
        journal.Forget();
        var delivery = await database.Deliveries.AsTracking().SingleAsync(d => d.Id == deliveryId, cancel);
        if (delivery.Step != DeliveryStep.Waiting) return null;
        (delivery.Step, delivery.Outcome, delivery.Reason) = (DeliveryStep.Parked, "parked", reason);
        journal.Record(new MailParked(delivery.Id, reason), delivery.CommunityId, null);
        await journal.SaveAsync(cancel);
        return new PlacedMail("parked", null, null, reason);
    });
}
