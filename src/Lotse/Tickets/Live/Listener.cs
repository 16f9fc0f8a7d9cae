using Lotse.Adapters.Database;
using Lotse.Adapters.Live;
using Lotse.Adapters.Web;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;

namespace Lotse.Tickets.Live;

/// <summary>Somebody who follows the journal for minutes, and whose rights may change meanwhile. Who it is is asked again when a line says something new about that agent, and from time to time
/// for what no line says, that a token runs out; never for each line.</summary>
internal sealed class Listener(Signed signed, AskAgain ask, JournalTail tail, TimeProvider clock)
{
    /// <summary>For so long an answer is believed.</summary>
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(15);

    /// <summary>How often to look up while no line comes.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    /// <summary>As long as an open page listens at a time. Last-Event-ID resumes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly HashSet<string> s_aboutAgents = [.. typeof(AgentFact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AgentFact))).Select(FactNames.Name)];

    private readonly long _begun = clock.GetTimestamp();
    private Signed _signed = signed;
    private long? _askedAt;
    private long _askedBehind;

    /// <param name="line">About to be told; null where none is.</param>
    /// <returns>False where it is over: nothing more is told.</returns>
    public async Task<bool> MayStayAsync(JournalEntry? line, CancellationToken cancel)
    {
        if (clock.GetElapsedTime(_begun) >= Longest) return false;
        if (_askedAt is { } at && clock.GetElapsedTime(at) < Believed && !(line is not null && IsNews(line))) return true;
        // What is in the journal before the question is in the answer.
        var (askedAt, behind) = (clock.GetTimestamp(), Math.Max(tail.Position, line?.Id ?? 0));
        try
        {
            if (await ask(cancel) is not { MayRead: true } now) return false;
            (_signed, _askedAt, _askedBehind) = (now, askedAt, behind);
            return true;
        }
        catch (Exception e) when (StoreHealth.CodeOf(e) is not null)
        {
            // While the database is away nobody can say who may listen, and there is nothing new to tell: only where there is, they come again.
            return line is null;
        }
    }

    /// <summary>With the rights of the last answer.</summary>
    public Acting Acting => _signed.Acting;

    public bool Hears(JournalEntry line) => line.CommunityId is { } community ? Acting.Sees(community) : Acting.SeesAll;

    private bool IsNews(JournalEntry line) =>
        line.Id > _askedBehind && s_aboutAgents.Contains(line.Kind) && (FactNames.Read(line.Kind, line.Data) is not AgentFact fact || fact.AgentId == _signed.AgentId);
}
