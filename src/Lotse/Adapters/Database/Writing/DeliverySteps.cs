using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Writing;

/// <summary>Writes what became of mails that waited to be placed.</summary>
internal static class DeliverySteps
{
    private const string Sql =
        """
        UPDATE deliveries SET fingerprint = @p0, step = @p1, outcome = @p2, reason = @p3, ticket_id = @p4, message_id = @p5 WHERE id = @p6 AND step = 0
        """;

    /// <exception cref="DbUpdateException">One of them does not wait any more, because another process has placed it meanwhile; or the same mail has.</exception>
    public static async Task WriteAsync(DeskDatabase database, IReadOnlyList<Delivery> deliveries, CancellationToken cancel)
    {
        var rows = deliveries.Select(d => new object?[] { d.Fingerprint, (int)d.Step, d.Outcome, d.Reason, d.TicketId, d.MessageId, d.Id }).ToList();
        if (await PreparedRows.RunAsync(database, Sql, rows, cancel) != rows.Count)
        {
            throw new DbUpdateConcurrencyException("A mail that was to be placed has been placed by somebody else.");
        }
    }
}
