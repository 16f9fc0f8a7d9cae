namespace Lotse.Domain.Intake.Mail;

public static class TellLanguage
{
    public static string? Of(string text) => null;
}
