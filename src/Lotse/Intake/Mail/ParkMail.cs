using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Intake;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail;

/// <summary>Puts a mail that cannot be read or placed where agents see it.</summary>
public sealed class ParkMail(DeskDatabase database, Journal journal)
{
    public async Task<PlacedMail> ParkAsync(long deliveryId, string reason, CancellationToken cancel)
    {
        journal.Forget();
        var delivery = await database.Deliveries.AsTracking().SingleAsync(d => d.Id == deliveryId, cancel);
        (delivery.Step, delivery.Outcome, delivery.Reason) = (DeliveryStep.Parked, "parked", reason);
        journal.Record(new MailParked(delivery.Id, reason), delivery.CommunityId, null);
        await journal.SaveAsync(cancel);
        return new PlacedMail("parked", null, null, reason);
    }
}
