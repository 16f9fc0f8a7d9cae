using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Lotse.Domain.Replies.Automatic;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Acknowledging;

/// <summary>What an admin says about the acknowledgements of one community.</summary>
/// <param name="German">Empty for the desk's own words.</param>
public sealed record AcknowledgementWish(bool On, string? German, string? English);

/// <summary>Switches acknowledgements on and off, keeps their words, and says how much may leave by itself.</summary>
public sealed class ChangeAcknowledgements(DeskDatabase database, Journal journal, AcknowledgementSettings settings)
{
    public const string Unknown = "no-such-community";

    public async Task<Refusal?> RunAsync(long communityId, AcknowledgementWish wish, long? agentId, CancellationToken cancel)
    {
        var (german, english) = (Words(wish.German), Words(wish.English));
        if (AcknowledgementText.Refuse(german ?? "", $"german-{communityId}") is { } first) return first;
        if (AcknowledgementText.Refuse(english ?? "", $"english-{communityId}") is { } second) return second;
        if (await database.Communities.AsTracking().SingleOrDefaultAsync(c => c.Id == communityId, cancel) is not { } community) return new Refusal(Unknown);
        (community.Acknowledges, community.AcknowledgementGerman, community.AcknowledgementEnglish) = (wish.On, german, english);
        journal.Record(new AcknowledgementsChanged(community.Id, wish.On), community.Id, agentId);
        await journal.SaveAsync(cancel);
        settings.Forget();
        return null;
    }

    public async Task<Refusal?> RunAsync(AutomaticCaps caps, long? agentId, CancellationToken cancel)
    {
        if (!caps.IsRight) return new Refusal(AutomaticCaps.OutOfRange);
        var kept = await database.Settings.AsTracking().SingleOrDefaultAsync(s => s.Name == Setting.AutomaticCaps, cancel);
        if (kept is null) database.Settings.Add(kept = new Setting { Name = Setting.AutomaticCaps });
        kept.Value = JsonSerializer.Serialize(caps);
        journal.Record(new AutomaticCapsChanged(caps), null, agentId);
        await journal.SaveAsync(cancel);
        settings.Forget();
        return null;
    }

    private static string? Words(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.ReplaceLineEndings("\n").Trim();
}
