using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Forwarding;

/// <summary>Says whose forwarded mails open tickets for the customers in them, and which mail servers' word on senders counts.</summary>
public sealed class ChangeForwards(DeskDatabase database, Journal journal)
{
    public const string NotRight = "receiver-not-right";

    private const int NamesAtMost = 20, LongestName = 253;

    /// <param name="from">By the ids of communities; those that are not named stay as they are.</param>
    /// <param name="trusted">Names separated by blanks or commas; null leaves them as they are.</param>
    public async Task<Refusal?> RunAsync(IReadOnlyDictionary<long, ForwardsFrom> from, string? trusted, long? agentId, CancellationToken cancel)
    {
        var names = trusted?.Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        if (names?.Find(name => name.Length > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')) is { } wrong) return new Refusal(NotRight, wrong);
        if (names?.Count > NamesAtMost) return new Refusal(NotRight, names[NamesAtMost]);
        foreach (var community in await database.Communities.AsTracking().ToListAsync(cancel))
        {
            if (!from.TryGetValue(community.Id, out var wanted) || wanted == community.Forwards) continue;
            community.Forwards = wanted;
            journal.Record(new ForwardsChanged(community.Id, wanted), community.Id, agentId);
        }
        if (names is not null) await TrustAsync(names, agentId, cancel);
        await journal.SaveAsync(cancel);
        return null;
    }

    private async Task TrustAsync(List<string> names, long? agentId, CancellationToken cancel)
    {
        var kept = await database.Settings.AsTracking().SingleOrDefaultAsync(s => s.Name == Setting.TrustedReceivers, cancel);
        var value = string.Join(' ', names);
        if (value == (kept?.Value ?? "")) return;
        if (kept is null) database.Settings.Add(kept = new Setting { Name = Setting.TrustedReceivers });
        kept.Value = value;
        journal.Record(new TrustedReceiversChanged(names), null, agentId);
    }
}
