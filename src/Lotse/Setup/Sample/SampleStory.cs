using Lotse.Domain.Tickets;

namespace Lotse.Setup.Sample;

/// <param name="Role">What the agent may do.</param>
/// <param name="Communities">Numbers of <see cref="SampleStory.Communities"/>.</param>
internal sealed record SampleAgent(string Name, Role Role, params int[] Communities)
{
    public string Email => $"{Name.ToLowerInvariant()}@lotse.example";
}

internal sealed record SampleCommunity(string Name, string Language, string Mailbox, string Team);

/// <summary>What an agent does once a mail has become a ticket.</summary>
/// <param name="After">The mail's Message-ID; comes before the mail whose file name begins with <paramref name="Before"/>.</param>
/// <param name="Reply">Sent to the customer; null where there is only a note.</param>
internal sealed record SampleAct(string After, string Before, string Agent, string? Reply, string? Note = null);

/// <summary>Who works at the newcomer's desk, for whom, and what they have already done.</summary>
internal static class SampleStory
{
    public static readonly IReadOnlyList<SampleCommunity> Communities =
    [
        new("Stadtblick", "de", "redaktion@stadtblick.example", "Leserservice"),
        new("Funkwerk", "de", "service@funkwerk.example", "Kundenservice"),
        new("Rechnungsheft", "en", "help@rechnungsheft.example", "Product help"),
    ];

    public static readonly IReadOnlyList<SampleAgent> Agents =
    [
        new("Mara", Role.Admin, 0, 1, 2),
        new("Jonas", Role.Lead, 0, 1, 2),
        new("Lena", Role.Agent, 0, 1),
        new("Emil", Role.Agent, 1),
        new("Ida", Role.Agent, 2, 0),
    ];

    public static readonly IReadOnlyList<SampleAct> Acts =
    [
        new("foto-1@posteo.example", "07", "Lena",
            "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Bitte verkleinern Sie das Foto auf höchstens 10 MB und versuchen Sie es noch einmal.\n\nFreundliche Grüße\nLena"),
        new("export-3@tidepool.example", "08", "Ida",
            "Hello,\n\nthank you for the precise description. The export is cut at 10,000 rows; until that is mended, please export by quarter.\n\nKind regards\nIda"),
        new("netz-77@mailbox.example", "10", "Emil", null, "Karte ist im Netz noch als alt geführt; Kollegin im Shop fragt nach."),
        new("vat.20261116@harbour-bikes.example", "11", "Ida",
            "Hello,\n\nthe VAT ID is read from the organisation's settings. We have corrected it; invoices from today on are right.\n\nKind regards\nIda"),
    ];
}
