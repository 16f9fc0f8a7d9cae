using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Contacts;
using Lotse.Domain.Intake;
using Lotse.Domain.Routing.Learning;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database;

/// <summary>How often that has changed which the desk knows of itself: names of agents, teams and categories, titles of text blocks, rules. Every request reads the number with the statement that says
/// who sends it, so that what somebody saved by one process is there by any other with their next click. Calls and rings between processes are quick, this is certain.</summary>
public sealed class DeskVersion
{
    /// <summary>Facts that come often and name none of these.</summary>
    private static readonly HashSet<string> s_others =
        [.. ((Type[])[typeof(ContactChanged), typeof(CorrectionRemembered), typeof(CorrectionForgotten), typeof(MailParked)]).Select(FactNames.Name)];

    private long _latest, _journal;

    /// <summary>The newest that any request has seen.</summary>
    public long Latest => Volatile.Read(ref _latest);

    /// <summary>The last line of the journal that was there when any request began: a page that has heard of it by one process may ask another one that has not.</summary>
    public long Journal => Volatile.Read(ref _journal);

    /// <summary>Whether a fact that is about no ticket may change what is kept in memory.</summary>
    public static bool Concerns(string kind) => !s_others.Contains(kind);

    public void Seen(long version, long journal)
    {
        Raise(ref _latest, version);
        Raise(ref _journal, journal);
    }

    private static void Raise(ref long kept, long to)
    {
        for (var known = Volatile.Read(ref kept); to > known; known = Volatile.Read(ref kept))
        {
            if (Interlocked.CompareExchange(ref kept, to, known) == known) return;
        }
    }

    /// <summary>To be asked before what is then kept in memory: what is changed in between is read again.</summary>
    public static Task<long> ReadAsync(DeskDatabase database, CancellationToken cancel) => database.Sequences.Where(s => s.Name == Sequence.Desk).Select(s => s.Value).SingleOrDefaultAsync(cancel);
}
