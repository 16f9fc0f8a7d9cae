using Lotse.Bench.Mails;

namespace Lotse.Bench.Filling;

/// <summary>Words by the thousand, a few of them in every tenth text and most of them in hardly any, as words are spread in real mail; and words that stand in a known share of all tickets.</summary>
internal static class Vocabulary
{
    /// <summary>Words that nothing else says, and in how many of all tickets' first messages they stand.</summary>
    public static IReadOnlyList<(string Word, double Share)> Known { get; } = [("Sammelstörung", 0.1), ("Zwillingsventil", 0.01), ("Federpilot", 0.001)];

    private static readonly string[] s_front =
    [
        "Abend", "Achs", "Bahn", "Berg", "Boden", "Brief", "Dach", "Damm", "Deck", "Draht", "Fähr", "Fein", "Fern", "Feuer", "Fisch", "Fracht", "Garten", "Glas", "Grund", "Hafen", "Hand", "Haupt", "Heiz", "Hof", "Holz",
        "Kabel", "Karten", "Kessel", "Klang", "Kran", "Kreis", "Küsten", "Lade", "Lager", "Land", "Licht", "Luft", "Markt", "Mast", "Netz", "Nord", "Ofen", "Pfand", "Plan", "Post", "Rahmen", "Rand", "Rohr", "Ruder", "Schalt",
        "Schiff", "Segel", "Signal", "Spül", "Strom", "Takt", "Tor", "Ufer", "Wasser", "Zeit",
    ];

    private static readonly string[] s_back =
    [
        "anlage", "antrieb", "aufsicht", "bericht", "bogen", "dienst", "fach", "feld", "folge", "gebühr", "gerät", "griff", "halle", "kammer", "kasten", "kette", "klappe", "kosten", "lampe", "leiste", "liste", "marke", "meister",
        "messer", "muster", "nummer", "ordnung", "platte", "probe", "prüfung", "raum", "regel", "riegel", "ring", "rolle", "schein", "schlüssel", "schrank", "seite", "sperre", "stelle", "stufe", "tafel", "träger", "uhr", "vertrag",
        "wagen", "wart", "zeichen", "zelle",
    ];

    private static readonly string[] s_english =
    [
        "anchor", "barge", "beacon", "bridge", "cabin", "cargo", "chart", "clock", "coast", "crane", "dock", "engine", "ferry", "field", "floor", "gate", "harbour", "hatch", "ladder", "lamp", "line", "mast", "meter", "panel", "pilot",
        "pipe", "quay", "rail", "relay", "rope", "rudder", "sail", "shaft", "signal", "slope", "station", "stern", "tank", "tide", "timber", "tower", "track", "valve", "vessel", "wagon", "wharf", "wheel", "winch", "window", "yard",
    ];

    private static readonly string[] s_german = ["Es geht um {a} und {b}.", "Betroffen ist {a}, vielleicht auch {b}.", "Auf dem Schild steht {a}, im Vertrag aber {b}.", "Statt {a} kam {b}."];
    private static readonly string[] s_englishSays = ["It is about the {a} and the {b}.", "The {a} is affected, perhaps the {b} as well.", "The label says {a}, the contract {b}.", "Instead of the {a} we got the {b}."];

    /// <summary>Three thousand words in each language.</summary>
    public static string Sentence(Dice dice, bool german) => dice.Of(german ? s_german : s_englishSays).Replace("{a}", Word(dice, german), StringComparison.Ordinal).Replace("{b}", Word(dice, german), StringComparison.Ordinal);

    private static string Word(Dice dice, bool german)
    {
        // The nth word is n times as rare as the first (Zipf's law).
        var rank = (int)Math.Pow(3000, dice.Share()) - 1;
        return german ? s_front[rank * 7 % s_front.Length] + s_back[rank / s_front.Length] : $"{s_english[rank * 7 % s_english.Length]}{s_english[(rank / s_english.Length * 11) % s_english.Length]}{(rank >= 2500 ? "s" : "")}";
    }
}
