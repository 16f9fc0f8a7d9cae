using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Bench.Mails;
using Lotse.Domain.Communities;
using Lotse.Tickets.Working;

namespace Lotse.Bench.Filling;

internal sealed record Customer(long ContactId, string Name, string Address, long Phone);

/// <summary>Those who write: two in five for the first time, the others come back, some of them often. Only the last ones are kept in mind, so that a million tickets take no more memory than ten thousand.</summary>
internal sealed class Customers(Dice dice)
{
    private const int InMind = 20_000;

    private readonly Dictionary<long, List<Customer>> _known = [];
    private int _count;

    public Customer Somebody(Journal journal, Ids ids, Community community, string language, DateTimeOffset now)
    {
        if (!_known.TryGetValue(community.Id, out var known)) _known[community.Id] = known = [];
        // The lower half of the list is asked more: regulars.
        if (known.Count > 0 && !dice.Happens(0.4)) return known[(int)(known.Count * Math.Pow(dice.Share(), 2))];
        _count++;
        var name = $"{dice.Of(First)} {dice.Of(Front)}{dice.Of(Back)}";
        var address = string.Create(CultureInfo.InvariantCulture, $"kunde{_count}@{dice.Of(Houses)}.example");
        var (contact, its) = ContactOfAddress.New(ids, community.Id, address, name, language, now);
        journal.Insert(contact);
        journal.Insert(its);
        var customer = new Customer(contact.Id, name, address, dice.Between(100_000, 999_999));
        if (known.Count < InMind) known.Add(customer);
        else known[dice.Between(0, InMind - 1)] = customer;
        return customer;
    }

    private static readonly string[] First =
    [
        "Anna", "Bernd", "Clara", "Deniz", "Eva", "Finn", "Greta", "Hugo", "Ines", "Jan", "Karim", "Lotte", "Mia", "Nils", "Olga", "Paul", "Rosa", "Sami", "Thea", "Uwe", "Vera", "Walter", "Xenia", "Yusuf", "Zoe", "Arne", "Birgit",
        "Carl", "Dörte", "Emil", "Frieda", "Georg", "Heike", "Ivo", "Jule", "Knut", "Lena", "Malte", "Nora", "Oskar",
    ];

    private static readonly string[] Front =
    [
        "Acker", "Alten", "Bach", "Berg", "Birken", "Blumen", "Brink", "Buchen", "Dorn", "Eichen", "Erlen", "Falken", "Garten", "Grün", "Hage", "Hammer", "Heide", "Hinter", "Holl", "Kamp", "Kirch", "Klein", "Kron", "Lang", "Linden",
        "Lohe", "Moor", "Mühl", "Neu", "Nieder", "Ober", "Oster", "Rosen", "Sand", "Schön", "Stein", "Tannen", "Wald", "Weiden", "Winter",
    ];

    private static readonly string[] Back = ["mann", "meyer", "berg", "bach", "feld", "hof", "horst", "hagen", "stedt", "dorf", "thal", "busch", "müller", "bauer", "sen"];

    private static readonly string[] Houses = ["hof", "garten", "werk", "kontor", "mail", "post", "haus", "laden"];
}
