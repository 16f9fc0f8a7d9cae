using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Domain.Replies.Macros;
using Lotse.Domain.Rules;
using Lotse.Domain.Search;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Rules;

/// <summary>A webhook as it is kept in memory: who is told of what.</summary>
public sealed record KnownWebhook(long Id, long? CommunityId, RuleMoments Moments, bool WithText);

/// <summary>All rules that may run, read and understood, and all webhooks that are told.</summary>
/// <param name="Rules">In their order.</param>
public sealed record RulesNow(IReadOnlyList<Rule> Rules, IReadOnlyList<KnownWebhook> Webhooks)
{
    public static readonly RulesNow None = new([], []);

    private readonly ILookup<RuleMoments, Rule> _rules = MomentOf.All.SelectMany(moment => Rules.Where(rule => rule.Since is null && rule.Moments.HasFlag(moment)).Select(rule => (moment, rule)))
        .ToLookup(one => one.moment, one => one.rule);

    private readonly ILookup<RuleMoments, KnownWebhook> _webhooks = MomentOf.All.SelectMany(moment => Webhooks.Where(hook => hook.Moments.HasFlag(moment)).Select(hook => (moment, hook)))
        .ToLookup(one => one.moment, one => one.hook);

    public IReadOnlyList<Rule> Listening(RuleMoments moment, long communityId) => [.. _rules[moment].Where(rule => rule.IsFor(communityId))];

    public IReadOnlyList<KnownWebhook> Told(RuleMoments moment, long communityId) => [.. _webhooks[moment].Where(hook => hook.CommunityId is not { } mine || mine == communityId)];
}

/// <summary>Rules and webhooks in memory. The journal says when they have changed, so nobody asks the database for them line by line.</summary>
public sealed class KnownRules
{
    private readonly Lock _lock = new();
    private RulesNow? _now;
    private int _version;

    /// <summary>Reads again with the next question.</summary>
    public void Forget()
    {
        lock (_lock) (_now, _version) = (null, _version + 1);
    }

    public async ValueTask<RulesNow> NowAsync(DeskDatabase database, CancellationToken cancel)
    {
        int version;
        lock (_lock)
        {
            if (_now is { } known) return known;
            version = _version;
        }
        var read = await ReadAsync(database, cancel);
        lock (_lock)
        {
            if (version == _version) _now = read; // Else they have changed while they were read.
        }
        return read;
    }

    /// <returns>Null for steps that this version cannot read, and for a condition: without what is left out of it, it would fit too much.</returns>
    public static Rule? Of(RuleRow row) => MacroSteps.Read(row.Steps) is not { } steps || ReadSearch.Of(row.Condition) is not { Misread.Count: 0 } condition ? null : new Rule(
        row.Id, row.CommunityId, row.Name, row.Moments, row.Since, row.Hours, condition,
        TimeZoneInfo.TryFindSystemTimeZoneById(row.Zone, out var zone) ? zone : TimeZoneInfo.Utc, steps, row.WebhookId, row.StopAfter);

    private static async Task<RulesNow> ReadAsync(DeskDatabase database, CancellationToken cancel)
    {
        var rules = await database.Rules.Where(r => r.Enabled && r.PausedAt == null).OrderBy(r => r.Position).ThenBy(r => r.Id).ToListAsync(cancel);
        var webhooks = await database.Webhooks.Where(w => w.Enabled).Select(w => new KnownWebhook(w.Id, w.CommunityId, w.Moments, w.WithText)).ToListAsync(cancel);
        return new RulesNow([.. rules.Select(Of).OfType<Rule>()], webhooks);
    }
}
