using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Lotse.Routing.Bulk;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Reading;
using Lotse.Tickets.Responsible;
using Lotse.Ui;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Table;

/// <summary>The table of responsibilities for whoever looks at it.</summary>
public sealed class TableViews(DeskDatabase database, RoutingNow routing, DeskNames names, Viewing viewing)
{
    private const int MostNamed = 10;

    private static readonly string[] HouseLanguages = ["de", "en"], Offered = ["de", "en", "fr", "it", "es", "nl", "pl", "pt", "tr", "uk"];

    /// <summary>Rows that one page shows: of more, somebody looks for those that are meant.</summary>
    public const int RowsAtMost = 200;

    /// <summary>Of ten thousand rows, millions may cross each other: nobody reads that.</summary>
    private const int OverlapsAtMost = 5_000;

    /// <param name="find">Only rows that say this somewhere.</param>
    /// <returns>Null where it is not there or not for this agent.</returns>
    public async Task<TableView?> ForAsync(Signed signed, string? community, AskTyped asked, bool answered, string? find, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        if (CommunityOf(signed.Acting, community, known) is not { } of) return null;
        var rows = await database.Responsibilities.VisibleTo(signed.Acting).Where(r => r.CommunityId == of).OrderBy(r => r.Id).ToListAsync(cancel);
        var table = await routing.TableAsync(database, cancel);
        var rules = rows.ConvertAll(row => row.AsRule());
        var organisations = await OrganisationsAsync(of, cancel);
        var shown = rows.Zip(rules, (row, rule) => (Row: row, Rule: rule, About: About(rule.Scope, known, organisations))).OrderByDescending(one => one.Rule.Scope.Rank).ThenBy(one => one.About, StringComparer.CurrentCulture).ToList();
        var found = string.IsNullOrWhiteSpace(find) ? shown : shown.FindAll(one => Says(one.Row, one.Rule, one.About, find.Trim(), known));
        var now = found.FindAll(one => one.Rule.Until is not { } until || until > viewing.Now);
        var yields = CheckResponsibilities.Overlaps(rules.Where(rule => rule.HoldsAt(viewing.Now))).Take(OverlapsAtMost).ToLookup(overlap => overlap.WinsId == overlap.RowId ? overlap.OtherId : overlap.RowId, overlap => overlap.WinsId);
        var abouts = shown.ToDictionary(one => one.Row.Id, one => one.About);
        RowView View((ResponsibilityRow Row, Responsibility Rule, string About) one) => ViewOf(one.Row, one.Rule, one.About, [.. yields[one.Row.Id].Take(MostNamed).Select(id => abouts[id])], known, table);
        var gaps = CheckResponsibilities.Gaps(rules, known.CategoriesOf(of, CategoryKind.Product).Select(one => one.Id), HouseLanguages, viewing.Now)
            .Select(gap => string.Join(", ", new[] { known.Category(gap.ProductId) ?? viewing.T["responsible.noProduct"], gap.Language is { } language ? LanguageName(language) : null }.Where(part => part is not null)));
        var (answer, row) = answered ? Ask(table, Case(of, asked), asked, known, organisations) : (null, null);
        return new TableView(Named(of, known), Communities(signed.Acting, known), [.. now.Take(RowsAtMost).Select(View)],
            [.. found.Where(one => one.Rule.Until <= viewing.Now).TakeLast(50).Select(View)], [.. gaps.Take(MostNamed * 4)], AskOf(of, asked, known, organisations), answer, row, signed.Acting.Role >= Role.Lead)
        {
            Find = find, More = Math.Max(0, now.Count - RowsAtMost), Any = rows.Count > 0,
        };
    }

    /// <summary>Rows that are chosen to be changed together, of those there are; null for strangers.</summary>
    public async Task<BulkView?> BulkAsync(Signed signed, long community, IReadOnlyCollection<long> chosen, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        if (CommunityOf(signed.Acting, Text(community), known) is not { } of) return null;
        var organisations = await OrganisationsAsync(of, cancel);
        var some = chosen.Take(EditRows.AtMost).ToList();
        var rows = (await database.Responsibilities.VisibleTo(signed.Acting).Where(r => r.CommunityId == of && some.Contains(r.Id)).ToListAsync(cancel)).ConvertAll(row => (row.Id, Rule: row.AsRule()));
        var (people, agents) = People(of, known);
        return new BulkView(Named(of, known), [.. rows.OrderByDescending(one => one.Rule.Scope.Rank).Select(one => new ChosenRow(Text(one.Id)!, About(one.Rule.Scope, known, organisations), string.Join(", ", Holders(one.Rule, known))))], people, agents, BulkTyped.Nothing, null, []);
    }

    /// <summary>The community that is meant, and those to choose among; null where there is none for this agent.</summary>
    public async Task<(Named Community, IReadOnlyList<Named> Communities)?> PicksAsync(Signed signed, long? community, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        return CommunityOf(signed.Acting, Text(community), known) is { } of ? (Named(of, known), Communities(signed.Acting, known)) : null;
    }

    public async Task<RowFormView?> FormAsync(Signed signed, string? community, long? id, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var row = id is null ? null : await database.Responsibilities.VisibleTo(signed.Acting).SingleOrDefaultAsync(r => r.Id == id, cancel);
        if (id is not null && row is null) return null;
        if ((row?.CommunityId ?? CommunityOf(signed.Acting, community, known)) is not { } of) return null;
        var (people, agents) = People(of, known);
        var typed = row is null ? new AskTyped() : new AskTyped(Text(row.OrganisationId), Text(row.ProductId), Text(row.TopicId), Text(row.MailboxId), row.Language, row.Level is { } level ? Text((int)level) : null);
        return new RowFormView(
            id is null ? null : Text(id), Named(of, known), AskOf(of, typed, known, await OrganisationsAsync(of, cancel)),
            people, agents, [.. known.CategoriesOf(of, CategoryKind.SupportGroup).Select(c => new Named(Text(c.Id)!, c.Name))], row is null ? new RowTyped() : TypedOf(row), [], []);
    }

    /// <summary>What is odd about a row that would be kept so: others that cross it.</summary>
    public async Task<IReadOnlyList<string>> WarningsAsync(Signed signed, Responsibility rule, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var organisations = await OrganisationsAsync(rule.Scope.CommunityId, cancel);
        var rows = (await database.Responsibilities.VisibleTo(signed.Acting).Where(r => r.CommunityId == rule.Scope.CommunityId).ToListAsync(cancel)).ConvertAll(row => row.AsRule());
        return [.. CheckResponsibilities.Overlaps(rule, rows.Where(row => row.Until is not { } until || until > viewing.Now)).Take(10).Select(overlap =>
            (overlap, About(rows.Find(row => row.Id == overlap.OtherId)!.Scope, known, organisations)))
            .Select(one => one.overlap.WinsId == rule.Id ? viewing.T["responsible.crosses.this", ("other", one.Item2)] : viewing.T["responsible.crosses.other", ("other", one.Item2)])];
    }

    public async Task<CategoriesView?> CategoriesAsync(Signed signed, string? community, string? editing, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        if (CommunityOf(signed.Acting, community, known) is not { } of) return null;
        var mailboxes = Mailboxes(of, known);
        var rows = (await database.Categories.VisibleTo(signed.Acting).Where(c => c.CommunityId == of).ToListAsync(cancel)).OrderBy(c => c.Kind).ThenBy(c => c.Retired).ThenBy(c => c.Name, StringComparer.CurrentCulture)
            .Select(c => new CategoryRow(Text(c.Id)!, c.Kind, c.Name, c.Words, Text(c.MailboxId), mailboxes.FirstOrDefault(m => m.Id == Text(c.MailboxId))?.Name, c.Retired, KeepCategories.VersionOf(c))).ToList();
        var edited = rows.Find(row => row.Id == editing);
        return new CategoriesView(Named(of, known), Communities(signed.Acting, known), mailboxes, rows, edited?.Id,
            edited is null ? new CategoryTyped("product", "", "", null, false) : new CategoryTyped(null, edited.Name, edited.Words, edited.MailboxId, edited.Retired, edited.Version), [], signed.Acting.Role >= Role.Lead,
            await database.Communities.AnyAsync(c => c.Id == of && c.NeedsSupportGroup, cancel)) { Learned = Learned((await routing.TableAsync(database, cancel)).Learned, of, rows) };
    }

    private static Dictionary<string, IReadOnlyList<LearnedWord>> Learned(LearnSigns learned, long community, IEnumerable<CategoryRow> rows) => rows.Where(row => row.Kind != CategoryKind.SupportGroup)
        .Select(row => (row.Id, Words: learned.WordsOf(community, (LearnedKind)(int)row.Kind, Id(row.Id) ?? 0)))
        .Append((CategoriesView.SpamLearned, learned.WordsOf(community, LearnedKind.Spam, LearnedSpam.Is))).Where(one => one.Item2.Count > 0).ToDictionary(one => one.Item1, one => one.Item2);

    /// <summary>The one that is asked for, else the first that somebody works for; null where there is none.</summary>
    internal static long? CommunityOf(Acting by, string? asked, NamesNow known) => long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? by.Sees(id) && known.Communities.ContainsKey(id) ? id : null
        : known.Communities.Where(one => by.Sees(one.Key)).OrderBy(one => one.Value, StringComparer.CurrentCulture).Select(one => (long?)one.Key).FirstOrDefault();

    private (string? Answer, string? Row) Ask(RoutingTable table, Case one, AskTyped asked, NamesNow known, IReadOnlyDictionary<long, string> organisations)
    {
        var at = Moment(asked.At) ?? viewing.Now;
        var route = table.Route(one, at);
        if (route.Row is not { } row) return (viewing.T["responsible.gap"], null);
        var happened = RoutedEvents.Of(new Domain.Routing.TicketRouted(0, row.Id, null, route.AgentId, route.TeamId, route.ActsForId, route.Because, route.PassedOver, row.Scope, Domain.Routing.TicketRouted.Opened, at), known);
        var agreement = known.Agent(row.AgreementWithId) is { } with ? $" {viewing.T["responsible.agreement", ("name", with)]}" : "";
        return ($"{EventSentence.Of(viewing.T, viewing.Moments, happened, null)}{agreement}", Text(row.Id));
    }

    private RowView ViewOf(ResponsibilityRow row, Responsibility rule, string about, IReadOnlyList<string> yields, NamesNow known, RoutingTable table) => new(
        Text(row.Id)!, about, Holders(rule, known),
        [.. rule.Deputies.Select(id => known.Agent(id) ?? "?")],
        [.. rule.Holders.Select(one => one.AgentId).OfType<long>().Where(id => table.Roster.AwayAt(id, viewing.Now) is not null).Select(id => known.Agent(id) ?? "?")],
        known.Agent(rule.AgreementWithId), known.Category(rule.SupportGroupId), rule.From, rule.Until, row.Note, yields);

    private IReadOnlyList<string> Holders(Responsibility rule, NamesNow known) =>
        [.. rule.Holders.Select(one => one.TeamId is { } team ? viewing.T["responsible.teamNamed", ("team", known.Teams.GetValueOrDefault(team, "?"))] : known.Agent(one.AgentId) ?? "?")];

    private bool Says(ResponsibilityRow row, Responsibility rule, string about, string find, NamesNow known) =>
        ((IEnumerable<string>)[about, row.Note, known.Category(rule.SupportGroupId) ?? "", .. Holders(rule, known), .. rule.Deputies.Select(id => known.Agent(id) ?? "")]).Any(text => text.Contains(find, StringComparison.CurrentCultureIgnoreCase));

    /// <summary>Whoever may hold a row, and of these the people.</summary>
    private (IReadOnlyList<Named> All, IReadOnlyList<Named> Agents) People(long community, NamesNow known)
    {
        var people = known.Agents.Values.Where(a => a.Active && a.Sees(community)).OrderBy(a => a.Name, StringComparer.CurrentCulture).ToList();
        return ([.. people.Select(a => new Named($"a{Text(a.Id)}", a.Name)), .. known.TeamsOf(community).Select(t => new Named($"t{Text(t.Key)}", viewing.T["responsible.teamNamed", ("team", t.Value)]))], [.. people.Select(a => new Named(Text(a.Id)!, a.Name))]);
    }

    private string About(Scope scope, NamesNow known, IReadOnlyDictionary<long, string> organisations)
    {
        var said = RoutedEvents.About(scope, known);
        var organisation = scope.OrganisationId is { } id ? organisations.GetValueOrDefault(id, "?") : null;
        return organisation is null ? RoutedSentence.About(viewing.T, said) : said.Length == 0 ? organisation : $"{organisation}, {RoutedSentence.About(viewing.T, said)}";
    }

    private AskView AskOf(long community, AskTyped typed, NamesNow known, IReadOnlyDictionary<long, string> organisations) => new(
        [.. organisations.Select(one => new Named(Text(one.Key)!, one.Value))],
        [.. known.CategoriesOf(community, CategoryKind.Product).Select(one => new Named(Text(one.Id)!, one.Name))], [.. known.CategoriesOf(community, CategoryKind.Topic).Select(one => new Named(Text(one.Id)!, one.Name))],
        Mailboxes(community, known), [.. Offered.Select(code => new Named(code, LanguageName(code)))],
        [.. Enum.GetValues<Level>().Select(level => new Named(Text((int)level)!, Words.Level(viewing.T, (int)level)))], typed);

    public string LanguageName(string code) => code switch { "de" => viewing.T["language.de"], "en" => viewing.T["language.en"], _ => CultureInfo.GetCultureInfo(code).NativeName };

    /// <summary>A local date and time, as a browser sends it; null for none.</summary>
    public DateTimeOffset? Moment(string? typed) => LaterTimes.Of(LaterTimes.Own, typed, viewing.Now, viewing.Zone);

    internal static Case Case(long community, AskTyped asked) => new(community, Id(asked.Product), Id(asked.Topic), asked.Language is { Length: > 0 } language ? language : null, Id(asked.Mailbox) ?? 0,
        Id(asked.Level) is { } level and >= 0 and <= 3 ? (Level)level : Level.First, Id(asked.Organisation));

    internal static long? Id(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private RowTyped TypedOf(ResponsibilityRow row) => new()
    {
        Holders = row.Holders.Split(' ', StringSplitOptions.RemoveEmptyEntries), Deputies = row.Deputies.Split(' ', StringSplitOptions.RemoveEmptyEntries), AgreementWith = Text(row.AgreementWithId),
        SupportGroup = Text(row.SupportGroupId), From = Local(row.From), Until = Local(row.Until), Note = row.Note, Version = Text(row.Version),
    };

    private string? Local(DateTimeOffset? at) => at is { } then ? TimeZoneInfo.ConvertTime(then, viewing.Zone).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture) : null;

    private static IReadOnlyList<Named> Mailboxes(long community, NamesNow known) => [.. known.MailboxesOf(community).Select(one => new Named(Text(one.Key)!, one.Value))];

    /// <summary>Only so many are offered: who has more says it by the API.</summary>
    private Task<Dictionary<long, string>> OrganisationsAsync(long community, CancellationToken cancel) =>
        database.Organisations.Where(o => o.CommunityId == community).OrderBy(o => o.Name).Take(500).ToDictionaryAsync(o => o.Id, o => o.Name, cancel);

    internal static IReadOnlyList<Named> Communities(Acting by, NamesNow known) =>
        [.. known.Communities.Where(one => by.Sees(one.Key)).OrderBy(one => one.Value, StringComparer.CurrentCulture).Select(one => new Named(Text(one.Key)!, one.Value))];

    internal static Named Named(long community, NamesNow known) => new(Text(community)!, known.Community(community));

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);
}
