using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Writing;
using Lotse.Domain;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Staff.Account;

/// <summary>Language, look and time zone, as the agent likes them. What is left out stays.</summary>
public sealed class ChangePreferences(DeskDatabase database, WriteGate gate)
{
    public const string LanguageUnknown = "language-unknown", ThemeUnknown = "theme-unknown", ZoneUnknown = "time-zone-unknown";

    /// <param name="language">de or en; browser for what the browser asks for.</param>
    /// <param name="theme">light or dark; system for what the system says.</param>
    /// <param name="timeZone">IANA name.</param>
    public async Task<Refusal?> RunAsync(long agentId, string? language, string? theme, string? timeZone, CancellationToken cancel)
    {
        if (language is not (null or "de" or "en" or "browser")) return new(LanguageUnknown, "language");
        if (theme is not (null or "light" or "dark" or "system")) return new(ThemeUnknown, "theme");
        if (timeZone is not null && (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) || !zone.HasIanaId)) return new(ZoneUnknown, "timeZone");

        // Only these columns: nobody else's change of the account is in the way, and no decision is written to the journal.
        using var pass = await gate.EnterAsync(cancel);
        await database.Users.Where(a => a.Id == agentId).ExecuteUpdateAsync(set =>
        {
            if (language is not null) set.SetProperty(a => a.Language, language == "browser" ? null : language);
            if (theme is not null) set.SetProperty(a => a.Theme, theme == "system" ? null : theme);
            if (timeZone is not null) set.SetProperty(a => a.TimeZone, timeZone);
            if (language is null && theme is null && timeZone is null) set.SetProperty(a => a.TimeZone, a => a.TimeZone);
        }, cancel);
        return null;
    }
}
