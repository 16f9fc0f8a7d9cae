namespace Lotse.Ui;

/// <summary>The states a ticket can be in, as people see them.</summary>
public enum TicketState { New, Open, WaitingForCustomer, WaitingForThirdParty, Snoozed, Resolved, Closed }

public enum TicketPriority { Low, Normal, High, Urgent }

public enum AgentRole { Agent, Lead, Admin }

/// <summary>Light or dark as the system says, or as the person wants it.</summary>
public enum Theme { System, Light, Dark }

/// <summary>Something with a name that a URL or a form value can point to.</summary>
/// <param name="Id">As it goes into a URL or a form field.</param>
public sealed record Named(string Id, string Name);

/// <summary>One refusal of a form: the field it belongs to (null: the form as a whole) and what to say, already in the person's language.</summary>
public sealed record Refusal(string? Field, string Text);

public enum DeliveryState { Queued, Sent, Failed, Bounced }
