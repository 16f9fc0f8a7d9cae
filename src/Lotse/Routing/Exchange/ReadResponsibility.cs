using System.Globalization;
using Lotse.Adapters.Files;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Domain.Tickets;
using Lotse.Ui.Language;

namespace Lotse.Routing.Exchange;

/// <summary>Reads one row of a table of responsibilities. What the table has no column for stays as it is.</summary>
internal sealed class ReadResponsibility(RoutingNames names, TimeZoneInfo zone, SheetHead head, CsvRow row) : ReadCells(names, head, row)
{
    public const string NotATime = "cell-not-a-time", NotALanguage = "cell-not-a-language", NotALevel = "cell-not-a-level";

    public WantedRow Of(long communityId, IReadOnlyDictionary<long, KeptRow> kept)
    {
        var id = Number(Columns.Id) ?? 0;
        var before = kept.GetValueOrDefault(id);
        var rule = before?.Rule;
        var wanted = new Responsibility(id, ScopeOf(rule?.Scope ?? new Scope(communityId)), Holders(rule?.Holders ?? []), Deputies(rule?.Deputies ?? []), One(Columns.AgreementWith, Thing.Person, rule?.AgreementWithId),
            Time(Columns.From, rule?.From), Time(Columns.Until, rule?.Until), One(Columns.SupportGroup, Thing.SupportGroup, rule?.SupportGroupId));
        return new WantedRow(Line, wanted, Said(Columns.Note)?.ReplaceLineEndings("\n") ?? before?.Note ?? "", Number(Columns.Version), Troubles);
    }

    private Scope ScopeOf(Scope before) => new(before.CommunityId, One(Columns.Organisation, Thing.Organisation, before.OrganisationId), One(Columns.Product, Thing.Product, before.ProductId),
        One(Columns.Topic, Thing.Topic, before.TopicId), One(Columns.Mailbox, Thing.Mailbox, before.MailboxId), Language(before.Language), LevelOf(before.Level));

    private IReadOnlyList<Holder> Holders(IReadOnlyList<Holder> before) => Said(Columns.Holders) is { } said ? [.. List(said).Select(HolderOf).OfType<Holder>().Distinct()] : before;

    private IReadOnlyList<long> Deputies(IReadOnlyList<long> before) => Said(Columns.Deputies) is { } said ? [.. List(said).Select(one => Find(Columns.Deputies, Thing.Person, one)).OfType<long>().Distinct()] : before;

    /// <summary>A person, else a team; a team for sure where it says so.</summary>
    private Holder? HolderOf(string name)
    {
        if (name.StartsWith(ResponsibilitySheet.OfTeam, StringComparison.OrdinalIgnoreCase)) return Find(Columns.Holders, Thing.Team, Bare(name)) is { } named ? new Holder(null, named) : null;
        if (Names.Find(Thing.Person, name).Code == RoutingNames.NotThere && Names.Find(Thing.Team, name) is { Code: null } team) return new Holder(null, team.Id);
        return Find(Columns.Holders, Thing.Person, name) is { } agent ? new Holder(agent, null) : null;
    }

    private string? Language(string? before)
    {
        if (Said(Columns.Language) is not { } said) return before;
        if (said.Length == 0) return null;
        if (Languages.Code(said) is { } code) return code;
        Trouble(Columns.Language, NotALanguage, said);
        return null;
    }

    private Level? LevelOf(Level? before)
    {
        if (Said(Columns.Level) is not { } said) return before;
        if (said.Length == 0) return null;
        foreach (var one in Enum.GetValues<Level>())
        {
            if (said == ((int)one).ToString(CultureInfo.InvariantCulture) || ((Texts[])[Texts.German, Texts.English]).Any(t => string.Equals(Words.Level(t, (int)one), said, StringComparison.OrdinalIgnoreCase))) return one;
        }
        Trouble(Columns.Level, NotALevel, said);
        return null;
    }

    private DateTimeOffset? Time(string column, DateTimeOffset? before)
    {
        if (Said(column) is not { } said) return before;
        if (said.Length == 0) return null;
        var time = CellTimes.Read(said, column == Columns.Until, zone);
        if (time is null) Trouble(column, NotATime, said);
        return time;
    }

    /// <summary>Names with | or line breaks between; else the whole as one name; else with commas or semicolons.</summary>
    private IReadOnlyList<string> List(string cell)
    {
        if (cell.Length == 0) return [];
        var sure = cell.AsSpan().IndexOfAny("|\n") >= 0;
        return !sure && IsOne(cell) ? [cell] : cell.Split(sure ? ['|', '\r', '\n'] : [',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private bool IsOne(string name) => Names.Find(Thing.Person, name).Code != RoutingNames.NotThere || Names.Find(Thing.Team, Bare(name)).Code != RoutingNames.NotThere;

    private static string Bare(string name) => name.StartsWith(ResponsibilitySheet.OfTeam, StringComparison.OrdinalIgnoreCase) ? name[ResponsibilitySheet.OfTeam.Length..].Trim() : name;
}
