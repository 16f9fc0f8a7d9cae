namespace Lotse.Bench.Mails;

/// <summary>Words of which the mails are made, in one language. Braces stand for what is filled in: {thing}, {place}, {number}, {time}.</summary>
internal sealed record Phrases(
    string Language, string[] Subjects, string[] Openings, string[] Sentences, string[] Answers, string[] Closings, string Wrote, string[] Replying)
{
    public static Phrases German { get; } = new(
        "de",
        ["{thing} geht nicht", "Frage zu {thing}", "Rechnung {number} stimmt nicht", "Ausfall in {place}", "Konto {number} gesperrt", "Änderung an Auftrag {number}",
            "{thing} seit {time} Uhr gestört", "Rückruf erbeten: {thing}", "Lieferung nach {place} fehlt"],
        ["Guten Tag,", "Hallo,", "Guten Morgen,", "Sehr geehrtes Team,"],
        ["bei uns in {place} lässt sich {thing} seit {time} Uhr nicht mehr öffnen.", "Es erscheint nur kurz die Nummer {number}, dann ist der Bildschirm leer.",
            "Auf dem zweiten Gerät sehen wir das Gleiche, auf dem dritten seltsamerweise nicht.", "Unter Auftrag {number} hatten wir im Frühjahr schon einmal danach gefragt.",
            "Die Kollegen in {place} warten darauf, sonst können sie die Übergabe um {time} Uhr nicht machen.", "Einen Neustart haben wir versucht, er änderte nichts.",
            "Auf der Abrechnung {number} ist {thing} mit dem vollen Preis aufgeführt, obwohl wir gekündigt hatten.", "Könnten Sie nachsehen, wann das wieder läuft?",
            "Am Telefon wurde mir gesagt, ich solle Ihnen die Nummer {number} nennen.", "Wir schließen heute um {time} Uhr, morgen sind wir ab acht wieder da.",
            "Für eine Zwischenlösung wären wir sehr dankbar.", "Das Kabel und den Anschluss hat der Hausmeister bereits geprüft.",
            "Außerdem fehlt in der Übersicht von {place} seit Kurzem die letzte Spalte.", "Falls Sie Zugriff benötigen, schalten wir Sie gern frei."],
        ["danke, das ging schnell.", "leider hat es nur bis {time} Uhr gehalten.", "die Nummer lautet {number}.", "gibt es dazu schon etwas Neues?", "jetzt läuft es, eine Bitte noch."],
        ["Viele Grüße", "Mit freundlichen Grüßen", "Schönen Gruß aus {place}"],
        "Am {time} schrieb der Kundendienst:",
        ["AW: ", "Re: "]);

    public static Phrases English { get; } = new(
        "en",
        ["{thing} is down", "Question about {thing}", "Invoice {number} looks wrong", "Outage in {place}", "Account {number} locked", "Change to order {number}",
            "{thing} failing since {time}", "Please ring back: {thing}", "Nothing delivered to {place}"],
        ["Hello,", "Good morning,", "Hi,", "Dear team,"],
        ["here in {place} nobody can open {thing} since about {time}.", "All we see is the number {number} for a second, and then a blank screen.",
            "A second machine behaves alike, the third one oddly does not.", "We raised this in spring already, see order {number}.",
            "The people in {place} depend on it for their {time} hand-over.", "Switching it off and on made no difference.",
            "Statement {number} charges the full price for {thing} although we had ended it.", "Would you look up when it will be back?",
            "On the phone I was told to quote {number} to you.", "We close at {time} today and open again at eight.",
            "Anything that gets us through the day would be welcome.", "The caretaker has looked at the cable and the socket.",
            "On top of that the last column of the {place} overview has gone missing.", "Tell us if you need access, and we will open it for you."],
        ["thanks, that was quick.", "sadly it only lasted until {time}.", "the number is {number}.", "is there any progress?", "it works now, one more thing though."],
        ["Best regards", "Many thanks", "Greetings from {place}"],
        "At {time} customer service wrote:",
        ["Re: "]);

    public static IReadOnlyList<string> Things { get; } =
        ["Kassa 3", "Hafenportal", "Tarif M", "Router R7", "App 4.2", "Zeitkonto", "Archiv", "LX-Drucker", "Funkzelle 12", "Lagerliste", "Mailbox", "Formular 8"];

    public static IReadOnlyList<string> Places { get; } =
        ["Kiel", "Husum", "Görlitz", "Köthen", "Fürth", "Bregenz", "Chur", "Passau", "Cork", "Hull", "Perth", "Derby"];

    public static string Fill(Dice dice, string phrase) => phrase.Contains('{')
        ? phrase.Replace("{thing}", dice.Of(Things)).Replace("{place}", dice.Of(Places))
            .Replace("{number}", $"{dice.Of(Letters)}-{dice.Between(10_000, 999_999)}").Replace("{time}", $"{dice.Between(6, 21):00}:{dice.Between(0, 11) * 5:00}")
        : phrase;

    private static IReadOnlyList<string> Letters { get; } = ["A", "K", "R", "V", "ZB"];
}
