using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Responsible;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Routing.Absences;

/// <summary>Who is away, and who stands in, for whoever looks.</summary>
public sealed class AbsenceViews(DeskDatabase database, RoutingNow routing, DeskNames names, Viewing viewing)
{
    public async Task<AbsencesView> ListAsync(Signed signed, CancellationToken cancel)
    {
        var by = signed.Acting;
        var (known, table, now) = (await names.NowAsync(cancel), await routing.TableAsync(database, cancel), viewing.Now);
        var colleagues = await database.ColleaguesOf(by).Where(a => a.Active).Select(a => a.Id).ToListAsync(cancel);
        var rows = await database.Absences.Where(a => colleagues.Contains(a.AgentId) && (a.Until == null || a.Until > now)).OrderBy(a => a.From).Take(500).ToListAsync(cancel);
        var lines = rows.ConvertAll(row => new AbsenceLine(Text(row.Id), Text(row.AgentId), known.Agent(row.AgentId) ?? "?", row.Kind, row.From, row.Until, row.Tickets == WithTickets.Keep, by.MaySayOf(row.AgentId) ? row.Note : "", by.MaySayOf(row.AgentId)));
        var people = colleagues.Select(id => new PersonLine(Text(id), known.Agent(id) ?? "?", [.. table.Roster.DeputiesOf(id).Select(deputy => known.Agent(deputy) ?? "?")], table.Roster.AwayAt(id, now), by.MaySayOf(id)))
            .OrderBy(one => one.Name, StringComparer.CurrentCulture);
        return new AbsencesView(lines.FindAll(line => line.From <= now), lines.FindAll(line => line.From > now), [.. people], Text(signed.AgentId));
    }

    public async Task<AbsenceFormView> FormAsync(Signed signed, AbsenceTyped typed, CancellationToken cancel)
    {
        var colleagues = await database.ColleaguesOf(signed.Acting).Where(a => a.Active).Select(a => new { a.Id, a.Name }).ToListAsync(cancel);
        return new AbsenceFormView([.. colleagues.Where(a => signed.Acting.MaySayOf(a.Id)).OrderBy(a => a.Name, StringComparer.CurrentCulture).Select(a => new Named(Text(a.Id), a.Name))], typed, null, []);
    }

    /// <returns>Null where there is no such colleague, or not for whoever asks to say.</returns>
    public async Task<StandInsView?> StandInsAsync(Signed signed, long agentId, CancellationToken cancel)
    {
        if (!signed.Acting.MaySayOf(agentId)) return null;
        var colleagues = await database.ColleaguesOf(signed.Acting).Where(a => a.Active || a.Id == agentId).Select(a => new { a.Id, a.Name, a.TimeZone }).ToListAsync(cancel);
        if (colleagues.Find(a => a.Id == agentId) is not { } person) return null;
        var (known, row) = (await names.NowAsync(cancel), await database.StandIns.SingleOrDefaultAsync(s => s.AgentId == agentId, cancel));
        var covered = await database.Tickets.VisibleTo(signed.Acting).Where(t => t.ActsForId == agentId && t.Lane <= Lane.Waiting).OrderByDescending(t => t.Id).Take(TakeBackTickets.AtOnce)
            .Select(t => new { t.Number, t.Subject, t.AssigneeId, t.UpdatedAt }).ToListAsync(cancel);
        return new StandInsView(Text(agentId), person.Name, [.. colleagues.Where(a => a.Id != agentId).OrderBy(a => a.Name, StringComparer.CurrentCulture).Select(a => new Named(Text(a.Id), a.Name))],
            [.. RoutingTexts.Ids(row?.Deputies ?? "").Select(Text)], [.. RoutingTexts.Weekly(row?.Weekly ?? "").Select(one => new WeeklyLine(Text((int)one.Day), Clock(one.From), Clock(one.Until)))], person.TimeZone,
            [.. covered.Select(t => new CoveredTicket(Text(t.Number), t.Subject, known.Agent(t.AssigneeId) ?? "?", t.UpdatedAt))],
            (await routing.TableAsync(database, cancel)).Roster.AwayAt(agentId, viewing.Now) is not null, []);
    }

    /// <summary>Midnight at the end of a day is 24:00.</summary>
    public static string Clock(int minutes) => $"{(minutes / 60).ToString("00", CultureInfo.InvariantCulture)}:{(minutes % 60).ToString("00", CultureInfo.InvariantCulture)}";

    /// <returns>-1 for what is no time.</returns>
    public static int Minutes(string? typed) => typed is "24:00" ? 1440 : TimeOnly.TryParse(typed, CultureInfo.InvariantCulture, out var time) ? (time.Hour * 60) + time.Minute : -1;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
