namespace Lotse.Domain.Problems;

public enum ProblemState { Open = 0, Working = 1, Solved = 2 }

/// <summary>A known fault: what several tickets of one community are about. Changes only by facts.</summary>
public sealed class Problem
{
    public long Id { get; private set; }
    public long CommunityId { get; private set; }
    public string Title { get; private set; } = "";

    /// <summary>In free words; empty where none was named.</summary>
    public string Product { get; private set; } = "";

    public ProblemState State { get; private set; }

    /// <summary>Who looks after it.</summary>
    public long? OwnerId { get; private set; }

    /// <summary>What customers may be told meanwhile, in German and in English.</summary>
    public string German { get; private set; } = "";

    public string English { get; private set; } = "";

    /// <summary>Tickets in it, and the contacts that they are from. Kept up with every ticket that joins or leaves, never counted.</summary>
    public int Tickets { get; private set; }

    public int Customers { get; private set; }
    public DateTimeOffset OpenedAt { get; private set; }
    public long OpenedById { get; private set; }
    public DateTimeOffset? SolvedAt { get; private set; }
    public long? SolvedById { get; private set; }

    /// <summary>Goes up with every change of what it says; guards against overwriting what others wrote.</summary>
    public long Version { get; private set; }

    /// <summary>Goes up with all that happens to it, so that no two tickets are counted at once.</summary>
    public long Changes { get; private set; }

    public static Problem From(ProblemOpened opened)
    {
        var problem = new Problem();
        problem.Apply(opened);
        return problem;
    }

    public void Apply(ProblemFact fact)
    {
        switch (fact)
        {
            case ProblemOpened f:
                (Id, CommunityId, OpenedAt, OpenedById) = (f.ProblemId, f.CommunityId, f.At, f.ById);
                Say(f.Words);
                break;
            case ProblemChanged f:
                State = f.State;
                Say(f.Words);
                break;
            case ProblemSolved f: (State, SolvedAt, SolvedById) = (ProblemState.Solved, f.At, f.ById); break;
            case ProblemReopened: (State, SolvedAt, SolvedById) = (ProblemState.Open, null, null); break;
            default: break; // What customers are told changes nothing about it.
        }
        Changes++;
        if (fact is not CustomersInformed) Version++;
    }

    /// <param name="customers">1 where no ticket of that customer was in it yet.</param>
    public void Gain(int customers) => (Tickets, Customers, Changes) = (Tickets + 1, Customers + customers, Changes + 1);

    /// <param name="customers">1 where no other ticket of that customer is in it.</param>
    public void Lose(int customers) => (Tickets, Customers, Changes) = (Tickets - 1, Customers - customers, Changes + 1);

    private void Say(ProblemWords words) => (Title, Product, OwnerId, German, English) = (words.Title, words.Product, words.OwnerId, words.German, words.English);
}
