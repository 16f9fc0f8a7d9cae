namespace Lotse.Domain.Routing.Exchange;

/// <summary>Columns of the tables of responsibilities and of categories, as programs call them.</summary>
public static class Columns
{
    public const string Id = "id", Version = "version", Organisation = "organisation", Product = "product", Topic = "topic", Mailbox = "mailbox", Language = "language", Level = "level", Holders = "holders",
        Deputies = "deputies", AgreementWith = "agreementWith", SupportGroup = "supportGroup", From = "from", Until = "until", Note = "note";

    public const string Kind = "kind", Name = "name", Words = "words", Retired = "retired";

    /// <summary>In the order they are written.</summary>
    public static readonly IReadOnlyList<string> OfResponsibilities = [Id, Version, Organisation, Product, Topic, Mailbox, Language, Level, Holders, Deputies, AgreementWith, SupportGroup, From, Until, Note];

    public static readonly IReadOnlyList<string> OfCategories = [Id, Kind, Name, Words, Mailbox, Retired];
}
