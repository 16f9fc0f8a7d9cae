using Lotse.Domain.Intake;
using Lotse.Tickets;
using Lotse.Tickets.Reading;
using Lotse.Tickets.Writing;

namespace Lotse.Tests.Ui;

/// <summary>A conversation in which each mail is sealed in another way.</summary>
public static class SampleSeals
{
    private static readonly Party Customer = new("Jonas Reuth", "jonas.reuth@kulturverein-altstadt.example");

    public static TicketView Ticket => SampleTickets.Ticket(SampleTickets.Composer with
    {
        Failing = [],
        Answers = new AnsweredMail("s1", Customer, Drawing.Now, "Die Zugangsdaten liegen bei.", Encrypted: true),
    }) with { History = [.. Seals.Select(Message)], FirstUnseen = null };

    public static IEnumerable<SealReport> Seals =>
    [
        new(SealOpening.Opened, SignatureState.None),
        new(SealOpening.NoKey, SignatureState.None),
        Signed(SignatureState.Valid),
        Signed(SignatureState.Broken) with { SignerName = null, SignerAddress = null },
        Signed(SignatureState.SignerUnknown),
        Signed(SignatureState.Valid) with { Opening = SealOpening.Opened },
        Signed(SignatureState.KeyUnknown),
        Signed(SignatureState.SignerUnknown) with { Why = "expired" },
        Signed(SignatureState.OtherSender) with { SignerName = "Leitstelle Redaktionssysteme Verbund Nordwest e. V.", SignerAddress = "leitstelle-redaktionssysteme@verbund-nordwest.example" },
        Signed(SignatureState.Partly),
        .. ((string[])["weak-digest", "revoked", "unsupported"]).Select(why => new SealReport(SealOpening.None, SignatureState.NotChecked, Why: why)),
        .. ((string[])["not-authenticated", "too-big", "too-deep", "unsupported", "unreadable"]).Select(why => new SealReport(SealOpening.Refused, SignatureState.None, Why: why)),
    ];

    private static SealReport Signed(SignatureState state) => new(SealOpening.None, state, Customer.Name, Customer.Address, "5be1");

    private static MessageEntry Message(SealReport seal, int i) => new()
    {
        Id = $"s{i + 1}", At = Drawing.Now.AddMinutes(i - 60), Outgoing = false, From = Customer, Visible = "Hallo Frau Quast,\n\ndie Zugangsdaten liegen bei.", Seal = seal,
    };
}
