namespace Lotse.Domain.Intake;

/// <summary>A mail that could not be read or placed waits for an agent.</summary>
public sealed record MailParked(long DeliveryId, string Reason) : Fact;

/// <summary>An agent has made a ticket of a parked mail.</summary>
public sealed record ParkedMailPlaced(long DeliveryId, long TicketId) : Fact;
