using System.Globalization;

namespace Lotse.Domain.Levels;

/// <summary>What has to be known before a ticket of one kind of case goes up: questions, in their order.</summary>
/// <param name="Key">Stays the same while the words change.</param>
public sealed record HandOverForm(string Key, TwoLanguages Name, IReadOnlyList<Question> Questions)
{
    /// <summary>The emergency path: nothing works any more.</summary>
    public const string ShowStopper = "show-stopper";

    /// <summary>For a case of no kind of its own.</summary>
    public static HandOverForm General { get; } = new("general", new("Allgemeiner Fall", "General case"),
    [
        new("wish", QuestionKind.Text, new("Was möchte die Kundin oder der Kunde erreichen?", "What does the customer want to achieve?"),
            Asked: new("Was möchten Sie erreichen?", "What would you like to achieve?")),
        new(Question.Reach, QuestionKind.Text, new("Wann und wie ist sie oder er erreichbar?", "When and how can they be reached?"), Needed: false,
            Asked: new("Wann und wie erreichen wir Sie am besten?", "When and how can we reach you best?")),
        new("alike", QuestionKind.Alike, new("Ähnliche Tickets", "Tickets alike"), Needed: false),
    ]);

    /// <summary>A technical problem has been played through with the customer before it is recorded.</summary>
    public static HandOverForm TechnicalProblem { get; } = new("technical-problem", new("Technisches Problem", "Technical problem"),
    [
        new("saved", QuestionKind.YesNo, new("Hat die Kundin oder der Kunde die eigene Arbeit vorher gesichert?", "Have they saved their own work first?"),
            Asked: new("Haben Sie Ihre Arbeit gesichert, bevor Sie es noch einmal versuchen?", "Have you saved your work before you try again?")),
        new(Question.System, QuestionKind.Version, new("Betriebssystem und Version", "Operating system and version"),
            Asked: new("Welches Betriebssystem benutzen Sie, in welcher Version?", "Which operating system do you use, in which version?")),
        new(Question.Browser, QuestionKind.Version, new("Browser und Version", "Browser and version"),
            Asked: new("Welchen Browser benutzen Sie, in welcher Version?", "Which browser do you use, in which version?")),
        new(Question.Connection, QuestionKind.Choice, new("Verbindung", "Connection"), Choices: [new("lan", new("LAN", "LAN")), new("wlan", new("WLAN", "Wi-Fi")), new("mobile", new("Mobilfunk", "Mobile"))],
            Asked: new("Sind Sie per Kabel (LAN), per WLAN oder über Mobilfunk im Netz?", "Are you online by cable (LAN), by Wi-Fi or by a mobile network?")),
        new("done", QuestionKind.Text, new("Was genau wurde getan, und was war zu sehen?", "What exactly was done, and what was seen?"),
            Asked: new("Was haben Sie Schritt für Schritt getan, und was sehen Sie dann?", "What did you do, step by step, and what do you see then?")),
        new("image", QuestionKind.Text, new("Beim Hochladen von Bildern: Format, Größe, Abmessungen, Programm", "For uploads of images: format, size, dimensions, program"), Needed: false,
            Asked: new("Falls es um ein Bild geht: Welches Format, welche Dateigröße und welche Abmessungen hat es, und mit welchem Programm ist es gemacht?", "If it is about an image: which format, file size and dimensions does it have, and which program made it?")),
        new("file", QuestionKind.File, new("Bildschirmfoto oder Beispieldatei", "Screenshot or sample file"), Needed: false,
            Asked: new("Können Sie uns ein Bildschirmfoto oder die Datei schicken?", "Can you send us a screenshot or the file?")),
        new("restarted", QuestionKind.YesNo, new("Wurde neu gestartet, wo ein Absturz naheliegt?", "Was it restarted where a crash is likely?"),
            Asked: new("Haben Sie das Gerät und das Programm schon einmal neu gestartet?", "Have you restarted the device and the program?")),
        new(Question.Reach, QuestionKind.Text, new("Wann und wie ist die Kundin oder der Kunde erreichbar?", "When and how can the customer be reached?"),
            Asked: new("Wann und wie erreichen wir Sie am besten?", "When and how can we reach you best?")),
        new("urgency-customer", QuestionKind.Urgency, new("Dringlichkeit aus Sicht der Kundin oder des Kunden", "Urgency as the customer sees it"),
            Asked: new("Wie dringend ist es für Sie: Geht gar nichts mehr, geht es eingeschränkt, oder wäre es nur schön?", "How urgent is it for you: does nothing work any more, does it work in part, or would it just be nice?")),
        new("urgency-agent", QuestionKind.Urgency, new("Dringlichkeit aus unserer Sicht", "Urgency as we see it")),
        new("before", QuestionKind.Text, new("Gab es das schon einmal? Bei wem, wie oft?", "Has it come up before? For whom, how often?"),
            Asked: new("Ist das früher schon einmal vorgekommen, und wie oft?", "Has this happened before, and how often?")),
        new("alike", QuestionKind.Alike, new("Ähnliche Tickets", "Tickets alike"), Needed: false),
    ]);

    /// <summary>The questions that need an answer and have none, or have one that is none of their choices, in their order.</summary>
    public IReadOnlyList<Question> Missing(IReadOnlyDictionary<string, string> answers) =>
        [.. Questions.Where(question => !question.IsAnswered(answers.GetValueOrDefault(question.Key)))];
}

/// <param name="Key">Stays the same while the words change.</param>
/// <param name="Needed">Without an answer the ticket does not go up.</param>
/// <param name="Choices">For a choice only.</param>
/// <param name="Asked">The same as one asks the customer; null for what only we can say.</param>
public sealed record Question(string Key, QuestionKind Kind, TwoLanguages Words, bool Needed = true, IReadOnlyList<EscalationReason>? Choices = null, TwoLanguages? Asked = null)
{
    public const int AnswerLength = 4000;

    /// <summary>Keys of questions whose answers the desk looks for in what is there already.</summary>
    public const string System = "system", Browser = "browser", Connection = "connection", Reach = "reach";

    /// <summary>Said where there is none: no file, no ticket alike.</summary>
    public const string None = "-";

    public static IReadOnlyList<string> Urgencies { get; } = [HandOverForm.ShowStopper, "limited", "nice-to-have"];

    public const int AlikeAtMost = 20;

    /// <summary>The tickets that an answer names, with or without their mark.</summary>
    /// <returns>None where something else stands there.</returns>
    public static IReadOnlyList<long> NumbersIn(string answer)
    {
        var words = answer.Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var numbers = words.Select(word => long.TryParse(word.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Distinct().ToList();
        return numbers.Contains(0) ? [] : numbers;
    }

    public bool IsAnswered(string? answer)
    {
        if (string.IsNullOrWhiteSpace(answer)) return !Needed;
        return Kind switch
        {
            QuestionKind.Choice => Choices?.Any(choice => choice.Key == answer) == true,
            QuestionKind.Urgency => Urgencies.Contains(answer),
            QuestionKind.YesNo => answer is "yes" or "no",
            QuestionKind.Version => answer.Any(char.IsAsciiDigit) || answer.Trim() == "?",
            QuestionKind.File => answer == None || long.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            QuestionKind.Alike => answer.Trim() == None || NumbersIn(answer) is { Count: > 0 and <= AlikeAtMost },
            _ => true,
        };
    }
}

/// <summary>Text; one of given choices; a program with its version; urgency; yes or no; the id of a file of the ticket; numbers of tickets.</summary>
public enum QuestionKind { Text, Choice, Version, Urgency, YesNo, File, Alike }
