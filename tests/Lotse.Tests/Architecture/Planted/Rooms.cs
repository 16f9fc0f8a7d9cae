using Lotse.Tests.Architecture;

namespace Planted.Tickets
{
    internal sealed record Ticket(long Number);

    /// <summary>Not even the tickets know who works on them.</summary>
    [Breaks(nameof(Rules.FeaturesKnowTicketsOnly))]
    internal sealed class KnowsEscalation
    {
        public Levels.Escalation? Last { get; set; }
    }

    [Breaks(nameof(Rules.NamesSayWhatIsInside))]
    internal sealed class TicketManager;

    /// <summary>No offender: a word is not found inside another.</summary>
    internal sealed class ServiceScore;
}

namespace Planted.Levels
{
    internal sealed record Escalation(Tickets.Ticket Ticket);
}

namespace Planted.Replies
{
    /// <summary>Inside an async lambda, where a walker of signatures sees nothing.</summary>
    [Breaks(nameof(Rules.FeaturesKnowTicketsOnly))]
    internal sealed class AsksInAnAsyncLambda
    {
        public static Func<long, Task<string>> Answer { get; } = async number =>
        {
            await Task.Yield();
            return new Levels.Escalation(new Tickets.Ticket(number)).ToString();
        };
    }

    /// <summary>Past the gate.</summary>
    [Breaks(nameof(Rules.OnlyTheGateMovesBetweenLevels))]
    internal sealed class LiftsATicket
    {
        public static object Lift(long ticket) => new Lotse.Domain.Levels.TicketEscalated(ticket, 1, Lotse.Domain.Tickets.Level.First, Lotse.Domain.Tickets.Level.Third, "because", null, false, default);
    }

    /// <summary>Only as the argument of somebody else's generic method.</summary>
    [Breaks(nameof(Rules.FeaturesKnowTicketsOnly))]
    internal sealed class AsksByAGenericArgument
    {
        public static void Answer() => GC.KeepAlive(Array.Empty<Levels.Escalation>());
    }

    /// <summary>Only as what a list is made of.</summary>
    [Breaks(nameof(Rules.FeaturesKnowTicketsOnly))]
    internal sealed class CountsAList
    {
        public static int Count(object given) => given is List<Levels.Escalation> ? 1 : 0;
    }

    /// <summary>Only as a field that nobody touches.</summary>
    [Breaks(nameof(Rules.FeaturesKnowTicketsOnly))]
    internal sealed class KeepsOne
    {
#pragma warning disable CS0649 // nobody touches it: that is the point
        public Levels.Escalation? Last;
#pragma warning restore CS0649
    }

    /// <summary>Only in an attribute.</summary>
    [Breaks(nameof(Rules.FeaturesKnowTicketsOnly))]
    [System.ComponentModel.TypeConverter(typeof(Levels.Escalation))]
    internal sealed class AsksByAnAttribute;

    /// <summary>No offender: everybody knows the ticket.</summary>
    internal sealed class KnowsTheTicket
    {
        public static long Number(Tickets.Ticket ticket) => ticket.Number;
    }

    [Breaks(nameof(Rules.NobodyKnowsProgram))]
    internal sealed class CallsTheTop
    {
        public static string Ask() => TopOfTheHouse.Name;
    }
}

namespace Planted
{
    internal static class TopOfTheHouse
    {
        public static string Name => "top";
    }
}

namespace Planted.Adapters.Files
{
    /// <summary>Inside an async iterator, as the streams of server-sent events are.</summary>
    [Breaks(nameof(Rules.AdaptersKnowNoFeature))]
    internal sealed class ServesTicketsInAnAsyncIterator
    {
        public static async IAsyncEnumerable<long> Read()
        {
            await Task.Yield();
            var ticket = new Tickets.Ticket(1);
            yield return ticket.Number;
        }
    }

    [Breaks(nameof(Rules.NamesSayWhatIsInside))]
    internal static class FileHelpers;
}

namespace Planted.Ui
{
    [Breaks(nameof(Rules.UiKnowsNoFeature))]
    internal sealed class ShowsATicketItself
    {
        private readonly Tickets.Ticket _ticket = new(7);

        public override string ToString() => string.Create(null, $"{_ticket.Number}");
    }
}
