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
        new("wish", QuestionKind.Text, new("Was möchte die Kundin oder der Kunde erreichen?", "What does the customer want to achieve?")),
        new("reach", QuestionKind.Text, new("Wann und wie ist sie oder er erreichbar?", "When and how can they be reached?"), Needed: false),
    ]);

    /// <summary>A technical problem has been played through with the customer before it is recorded.</summary>
    public static HandOverForm TechnicalProblem { get; } = new("technical-problem", new("Technisches Problem", "Technical problem"),
    [
        new("saved", QuestionKind.YesNo, new("Hat die Kundin oder der Kunde die eigene Arbeit vorher gesichert?", "Have they saved their own work first?")),
        new("system", QuestionKind.Version, new("Betriebssystem und Version", "Operating system and version")),
        new("browser", QuestionKind.Version, new("Browser und Version", "Browser and version")),
        new("connection", QuestionKind.Choice, new("Verbindung", "Connection"), Choices: [new("lan", new("LAN", "LAN")), new("wlan", new("WLAN", "WLAN")), new("mobile", new("Mobilfunk", "Mobile"))]),
        new("done", QuestionKind.Text, new("Was genau wurde getan, und was war zu sehen?", "What exactly was done, and what was seen?")),
        new("image", QuestionKind.Text, new("Beim Hochladen von Bildern: Format, Größe, Abmessungen, Programm", "For uploads of images: format, size, dimensions, program"), Needed: false),
        new("restarted", QuestionKind.YesNo, new("Wurde neu gestartet, wo ein Absturz naheliegt?", "Was it restarted where a crash is likely?")),
        new("reach", QuestionKind.Text, new("Wann und wie ist die Kundin oder der Kunde erreichbar?", "When and how can the customer be reached?")),
        new("urgency-customer", QuestionKind.Urgency, new("Dringlichkeit aus Sicht der Kundin oder des Kunden", "Urgency as the customer sees it")),
        new("urgency-agent", QuestionKind.Urgency, new("Dringlichkeit aus unserer Sicht", "Urgency as we see it")),
        new("before", QuestionKind.Text, new("Gab es das schon einmal? Bei wem, wie oft?", "Has it come up before? For whom, how often?")),
    ]);

    /// <summary>The first question that needs an answer and has none, or has one that is none of its choices; null where nothing is missing.</summary>
    public Question? Missing(IReadOnlyDictionary<string, string> answers) =>
        Questions.FirstOrDefault(question => !question.IsAnswered(answers.GetValueOrDefault(question.Key)));
}

/// <param name="Key">Stays the same while the words change.</param>
/// <param name="Needed">Without an answer the ticket does not go up.</param>
/// <param name="Choices">For a choice only.</param>
public sealed record Question(string Key, QuestionKind Kind, TwoLanguages Words, bool Needed = true, IReadOnlyList<HandUpReason>? Choices = null)
{
    public const int AnswerLength = 4000;

    public static IReadOnlyList<string> Urgencies { get; } = [HandOverForm.ShowStopper, "limited", "nice-to-have"];

    public bool IsAnswered(string? answer)
    {
        if (string.IsNullOrWhiteSpace(answer)) return !Needed;
        return Kind switch
        {
            QuestionKind.Choice => Choices?.Any(choice => choice.Key == answer) == true,
            QuestionKind.Urgency => Urgencies.Contains(answer),
            QuestionKind.YesNo => answer is "yes" or "no",
            QuestionKind.Version => answer.Any(char.IsAsciiDigit) || answer.Trim() == "?",
            _ => true,
        };
    }
}

/// <summary>Text; one of given choices; a program with its version; urgency; yes or no.</summary>
public enum QuestionKind { Text, Choice, Version, Urgency, YesNo }
