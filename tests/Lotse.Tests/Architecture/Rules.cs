namespace Lotse.Tests.Architecture;

/// <summary>One arrow that nobody may draw. Broken by a use, or by a type as such (its use of itself).</summary>
internal sealed record Rule(string Name, Func<Use, bool> IsBrokenBy);

/// <summary>The arrows of the house. Each has an offender in Planted/ that it must find.</summary>
internal static class Rules
{
    /// <summary>Words that hide what is inside.</summary>
    internal static readonly IReadOnlySet<string> ForbiddenWords = new HashSet<string>(StringComparer.Ordinal)
    {
        "Core", "Common", "Shared", "Infrastructure", "Services", "Util", "Utils", "Helper", "Helpers", "Manager", "Dto", "Dtos", "Impl",
    };

    private static readonly string[] s_rawSql = ["ExecuteSql", "FromSql", "SqlQuery"];
    private static readonly string[] s_gates = ["VisibleTo", "FindTicketAsync", "FindTicketIdAsync", "FindPartAsync", "ReadTicketAsync", "FindProblemAsync"];
    private static readonly string[] s_clockReaders = ["get_Now", "get_UtcNow", "get_Today"];

    public static IReadOnlyList<Rule> All(IReadOnlyDictionary<string, string[]> gates, IReadOnlySet<string> asking) =>
    [
        new(nameof(DomainStandsAlone), DomainStandsAlone),
        new(nameof(RulesDoNotLookAround), RulesDoNotLookAround),
        new(nameof(AdaptersKnowNoFeature), AdaptersKnowNoFeature),
        new(nameof(UiKnowsNoFeature), UiKnowsNoFeature),
        new(nameof(FeaturesKnowTicketsOnly), FeaturesKnowTicketsOnly),
        new(nameof(NobodyKnowsProgram), NobodyKnowsProgram),
        new(nameof(PagesAskNoDatabase), PagesAskNoDatabase),
        new(nameof(MailLibraryStaysInMailServer), MailLibraryStaysInMailServer),
        new(nameof(SqlStaysInDatabase), SqlStaysInDatabase),
        new(nameof(OnePlaceReadsTheClock), OnePlaceReadsTheClock),
        new(nameof(OnePlaceMakesIds), OnePlaceMakesIds),
        new(nameof(OnlyTheGateMovesBetweenLevels), OnlyTheGateMovesBetweenLevels),
        new(TablesHaveGates, use => BypassesAGate(use, gates, asking)),
        new(nameof(NamesSayWhatIsInside), NamesSayWhatIsInside),
        new(nameof(MethodsAreShort), MethodsAreShort),
    ];

    public const string TablesHaveGates = nameof(TablesHaveGates);

    /// <summary>What the desk decides depends on the base library and on nothing else.</summary>
    internal static bool DomainStandsAlone(Use use) => use.FromRoom.Kind == RoomKind.Domain && use.ToRoom.Kind != RoomKind.Domain
        && !use.Assembly.StartsWith("System.", StringComparison.Ordinal) && use.Assembly is not ("System" or "netstandard" or "mscorlib");

    /// <summary>Rules do not read, write, wait, or ask for time, chance or surroundings: all of that is handed in.</summary>
    internal static bool RulesDoNotLookAround(Use use) => use.FromRoom.Kind == RoomKind.Domain
        && (use.IsOf("System.IO", "System.Net", "System.Threading", "System.Data", "System.TimeProvider", "System.Random", "System.Console")
            || ReadsTheClock(use) || MakesAnId(use)
            // The compiler's own iterators ask which thread they are on.
            || (use.To == "System.Environment" && use.Member is not ("get_CurrentManagedThreadId" or "")));

    internal static bool AdaptersKnowNoFeature(Use use) =>
        use.FromRoom.Kind == RoomKind.Adapter && use.ToRoom.Kind is RoomKind.Feature or RoomKind.Ui or RoomKind.Program;

    internal static bool UiKnowsNoFeature(Use use) =>
        use.FromRoom.Kind == RoomKind.Ui && use.ToRoom.Kind is RoomKind.Feature or RoomKind.Adapter or RoomKind.Program;

    /// <summary>Features meet in the journal. Only the ticket itself is known to all of them.</summary>
    internal static bool FeaturesKnowTicketsOnly(Use use) => use.FromRoom.Kind == RoomKind.Feature && use.ToRoom.Kind == RoomKind.Feature
        && use.FromRoom.Name != use.ToRoom.Name && use.ToRoom.Name != "Tickets";

    internal static bool NobodyKnowsProgram(Use use) => use.FromRoom.Kind is RoomKind.Feature or RoomKind.Domain && use.ToRoom.Kind == RoomKind.Program
        && (use.To == "Program" || use.To.StartsWith("Lotse.", StringComparison.Ordinal));

    /// <summary>A page gets finished view data; whoever rendered it has already asked.</summary>
    internal static bool PagesAskNoDatabase(Use use) => use.From.Bases.Any(name => name.StartsWith("Microsoft.AspNetCore.Components.", StringComparison.Ordinal))
        && use.IsOf("Lotse.Adapters.Database", "Microsoft.EntityFrameworkCore", "System.Data", "Npgsql", "Microsoft.Data.Sqlite");

    internal static bool MailLibraryStaysInMailServer(Use use) =>
        use.Assembly is "MailKit" or "MimeKit" or "BouncyCastle.Cryptography" && !IsIn(use, "MailServer");

    /// <summary>Providers, connections and written SQL: what knows which database it talks to.</summary>
    internal static bool SqlStaysInDatabase(Use use) => !IsIn(use, "Database")
        && (use.Assembly.StartsWith("Npgsql", StringComparison.Ordinal) || use.Assembly.StartsWith("SQLitePCL", StringComparison.Ordinal)
            || use.Assembly is "Microsoft.Data.Sqlite" or "Microsoft.EntityFrameworkCore.Sqlite" || use.IsOf("System.Data")
            || (use.To.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal) && IsRawSql(use.Member)));

    internal static bool OnePlaceReadsTheClock(Use use) => use.From.ShortName != "Clock" && use.From.Name != "Program" && ReadsTheClock(use);

    internal static bool OnePlaceMakesIds(Use use) => use.From.ShortName != "Ids" && MakesAnId(use);

    /// <summary>Facts that move a ticket between levels, and the one who may say so. That no other fact moves it is tested in the domain.</summary>
    private static readonly Dictionary<string, string> s_movers = new(StringComparer.Ordinal)
    {
        ["Lotse.Domain.Levels.TicketEscalated"] = "Lotse.Domain.Levels.Escalate",
        ["Lotse.Domain.Levels.TicketAccepted"] = "Lotse.Domain.Levels.AcceptHandOver",
        ["Lotse.Domain.Levels.TicketReturned"] = "Lotse.Domain.Levels.ReturnTicket",
        ["Lotse.Domain.Levels.LevelBegunAnew"] = "Lotse.Tickets.Moving.MoveTicket",
    };

    /// <summary>Whatever door something comes in by, a ticket gets up by its gate alone: nobody else makes the fact.</summary>
    internal static bool OnlyTheGateMovesBetweenLevels(Use use) => use.Member == ".ctor" && s_movers.TryGetValue(use.To, out var may) && use.From.Name != may && use.From.Name != use.To;

    internal static bool NamesSayWhatIsInside(Use use) => use.To == use.From.Name && use.From.Name.Split('.').SelectMany(Words.Of).Any(ForbiddenWords.Contains);

    internal static bool MethodsAreShort(Use use) => use.To == use.From.Name && use.From.LongestMethod.Lines > 40
        && !use.From.Name.Contains(".Migrations.", StringComparison.Ordinal);

    /// <summary>The types that ask who is asking: whoever calls a gate may reach for the table it guards.</summary>
    public static IReadOnlySet<string> Asking(IEnumerable<Use> uses) => uses.Where(use => s_gates.Contains(use.Member)).Select(use => use.From.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>A table that gates.txt names is reached by those who call a gate, and by those the list names. Nobody goes around the properties by Set.</summary>
    private static bool BypassesAGate(Use use, IReadOnlyDictionary<string, string[]> gates, IReadOnlySet<string> asking) => !IsIn(use, "Database")
        && ((use.To == "Microsoft.EntityFrameworkCore.DbContext" && use.Member == "Set")
            || (use.Member.Length > 0 && gates.TryGetValue($"{use.To}.{use.Member}", out var mayPass) && !asking.Contains(use.From.Name) && !mayPass.Contains(use.From.Name)));

    private static bool IsIn(Use use, string adapter) => use.FromRoom is { Kind: RoomKind.Adapter } room && room.Name == adapter;

    private static bool IsRawSql(string member) => member == "GetDbConnection"
        || s_rawSql.Any(start => member.StartsWith(start, StringComparison.Ordinal));

    private static bool ReadsTheClock(Use use) => (use.To is "System.DateTime" or "System.DateTimeOffset" && s_clockReaders.Contains(use.Member))
        || (use.To == "System.TimeProvider" && use.Member == "get_System") || (use.To == "System.Environment" && use.Member is "get_TickCount" or "get_TickCount64");

    private static bool MakesAnId(Use use) => use.To == "System.Guid" && use.Member is "NewGuid" or "CreateVersion7";
}
