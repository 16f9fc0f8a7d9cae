namespace Lotse.Domain.Contacts;

/// <summary>An agent has changed what is known of a contact. What it was and is now stands with the contact and not here: it is about a person.</summary>
/// <param name="What">name, language, organisation, notes, address, phone.</param>
public sealed record ContactChanged(long ContactId, IReadOnlyList<string> What) : Fact;
