namespace Lotse.Domain.Contacts;

/// <summary>What an agent changes about a contact; what is left out stays.</summary>
/// <param name="Language">de, en, or empty for what the mails tell.</param>
/// <param name="Organisation">Its name; empty for none.</param>
public sealed record EditContact(string? Name = null, string? Language = null, string? Organisation = null, string? Notes = null)
{
    public const string NameTooLong = "contact-name-too-long", LanguageUnknown = "contact-language-unknown", OrganisationTooLong = "contact-organisation-too-long", NotesTooLong = "contact-notes-too-long";

    public const int NameLength = 200, OrganisationLength = 200, NotesLength = 5000;

    /// <summary>Which contact it is as somebody saw it: contacts count no versions.</summary>
    public static string VersionOf(Contact contact) => Fingerprint.Of(contact.Name, contact.Language, Fingerprint.Part(contact.OrganisationId), contact.Notes);

    /// <returns>Null where all of it may be kept.</returns>
    public Refusal? Check() => this switch
    {
        { Name.Length: > NameLength } => new Refusal(NameTooLong, "name"),
        { Organisation.Length: > OrganisationLength } => new Refusal(OrganisationTooLong, "organisation"),
        { Notes.Length: > NotesLength } => new Refusal(NotesTooLong, "notes"),
        { Language: not (null or "" or "de" or "en") } => new Refusal(LanguageUnknown, "language"),
        _ => null,
    };
}
