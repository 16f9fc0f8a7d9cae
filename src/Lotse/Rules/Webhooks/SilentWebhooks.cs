namespace Lotse.Rules.Webhooks;

/// <summary>Webhooks where nobody has answered in time, several tellings in a row: they rest, longer each time, so that all others are told at once. It is true for minutes, so it is kept in memory: a desk that is
/// started anew, or beside this one, finds out by itself.</summary>
public sealed class SilentWebhooks
{
    private const int InARow = 3;

    private static readonly TimeSpan[] s_rests = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Silence> _silent = [];

    private readonly record struct Silence(int Tellings, int Rests, DateTimeOffset Until);

    /// <param name="answered">How many of its tellings in one batch anything came back for, be it a refusal.</param>
    /// <param name="tooSlow">For how many nobody answered in time.</param>
    public void Note(long webhook, int answered, int tooSlow, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (answered > 0) _silent.Remove(webhook);
            else if (tooSlow > 0)
            {
                var before = _silent.GetValueOrDefault(webhook);
                var tellings = before.Tellings + tooSlow;
                _silent[webhook] = tellings < InARow ? before with { Tellings = tellings } : new Silence(tellings, before.Rests + 1, now + s_rests[Math.Min(before.Rests, s_rests.Length - 1)]);
            }
        }
    }

    /// <summary>Somebody wants it tried at once.</summary>
    public void Forget(long webhook)
    {
        lock (_lock) _silent.Remove(webhook);
    }

    /// <returns>Those that rest, and until when.</returns>
    public IReadOnlyList<(long Webhook, DateTimeOffset Until)> Resting(DateTimeOffset now)
    {
        lock (_lock) return _silent.Count == 0 ? [] : [.. _silent.Where(one => one.Value.Until > now).Select(one => (one.Key, one.Value.Until))];
    }
}
