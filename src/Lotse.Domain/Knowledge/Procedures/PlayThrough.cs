using Lotse.Domain.Levels;

namespace Lotse.Domain.Knowledge.Procedures;

/// <summary>The technical play-through that every desk begins with: before a technical problem goes up, it is played through with the customer, and facts are gathered on the way.</summary>
public static class PlayThrough
{
    public static TwoLanguages Title { get; } = new("Technisches Problem durchspielen", "Play through a technical problem");

    public static ProcedureSteps Steps { get; } = new(
    [
        new("save", StepKind.Choice, new("Arbeit sichern lassen, bevor etwas ausprobiert wird", "Have their work saved before anything is tried"),
            new("„Bitte speichern Sie zuerst, woran Sie gerade arbeiten.“", "“Please save what you are working on first.”"), Fills: "saved",
            Branches: [new("yes", new("Ist gesichert", "Saved")), new("no", new("Geht nicht oder gibt nichts zu sichern", "Not possible, or nothing to save"))]),
        new("see", StepKind.Answer, new("Schritt für Schritt gemeinsam durchgehen", "Go through it together, step by step"),
            new("Fragen Sie „Was sehen Sie?“, nie „Jetzt müssten Sie … sehen“. Notieren Sie, was genau getan wurde und was zu sehen war.", "Ask “What do you see?”, never “You will see …”. Write down what exactly was done and what was seen."), Fills: "done"),
        new("works", StepKind.Choice, new("Klappt es jetzt?", "Does it work now?"),
            Branches: [new("yes", new("Ja, gelöst", "Yes, solved"), ProcedureSteps.Solved), new("no", new("Nein, das Problem bleibt", "No, the problem remains"))]),
        new("system", StepKind.Answer, new("Betriebssystem und Version", "Operating system and version"), Fills: "system"),
        new("browser", StepKind.Answer, new("Browser und Version", "Browser and version"), Fills: "browser"),
        new("connection", StepKind.Choice, new("Wie ist die Kundin oder der Kunde im Netz?", "How are they online?"), Fills: "connection",
            Branches: [new("lan", new("LAN", "LAN")), new("wlan", new("WLAN", "Wi-Fi")), new("mobile", new("Mobilfunk", "Mobile"))]),
        new("crash", StepKind.Choice, new("Ist etwas abgestürzt oder hängt etwas?", "Has something crashed, or does something hang?"),
            Branches: [new("yes", new("Ja", "Yes"), "restart"), new("no", new("Nein", "No"), "upload")], Fills: "restarted"),
        new("restart", StepKind.Choice, new("Neu starten lassen und noch einmal versuchen", "Have it restarted and tried again"), Fills: "restarted",
            Branches: [new("yes", new("Neu gestartet, das Problem bleibt", "Restarted, the problem remains"), "upload"), new("no", new("Neu starten geht gerade nicht", "Cannot be restarted now"), "upload"),
                new("works", new("Neu gestartet, jetzt klappt es", "Restarted, and now it works"), ProcedureSteps.Solved)]),
        new("upload", StepKind.Choice, new("Geht es um das Hochladen eines Bildes?", "Is it about uploading an image?"),
            Branches: [new("yes", new("Ja", "Yes"), "image"), new("no", new("Nein", "No"), "reach")]),
        new("image", StepKind.Answer, new("Format, Größe, Abmessungen und Programm des Bildes", "Format, size, dimensions and program of the image"), Fills: "image"),
        new("reach", StepKind.Answer, new("Wann und wie erreichbar?", "When and how can they be reached?"), Fills: "reach"),
        new("urgency-customer", StepKind.Choice, new("Wie dringend ist es für die Kundin oder den Kunden?", "How urgent is it for the customer?"), Fills: "urgency-customer",
            Branches: [new(HandOverForm.ShowStopper, new("Nichts geht mehr", "Show-stopper")), new("limited", new("Eingeschränkt nutzbar", "Limited usability")), new("nice-to-have", new("Schön zu haben", "Nice to have"))]),
        new("urgency-agent", StepKind.Choice, new("Wie dringend ist es aus unserer Sicht?", "How urgent is it as we see it?"), Fills: "urgency-agent",
            Branches: [new(HandOverForm.ShowStopper, new("Nichts geht mehr", "Show-stopper")), new("limited", new("Eingeschränkt nutzbar", "Limited usability")), new("nice-to-have", new("Schön zu haben", "Nice to have"))]),
        new("before", StepKind.Answer, new("Gab es das schon einmal? Bei wem, wie oft?", "Has it come up before? For whom, how often?"),
            new("Die ähnlichen Tickets stehen rechts.", "Similar tickets stand on the right."), Fills: "before"),
        new("told", StepKind.Check, new("Sagen, dass daran gearbeitet wird und wann wir uns wieder melden", "Tell them that it is being worked on and when they will hear from us"), Next: ProcedureSteps.Escalate),
    ]);
}
