using System.Globalization;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Routing;

namespace Lotse.Tickets.Responsible;

/// <summary>How lists of people and times stand in the routing tables.</summary>
public static class RoutingTexts
{
    public static IReadOnlyList<long> Ids(string kept) => [.. kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => long.Parse(one, CultureInfo.InvariantCulture))];

    public static string Ids(IEnumerable<long> ids) => string.Join(' ', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));

    public static IReadOnlyList<Holder> Holders(string kept) => [.. kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => long.Parse(one.AsSpan(1), CultureInfo.InvariantCulture) is var id && one[0] == 't' ? new Holder(null, id) : new Holder(id, null))];

    public static string Holders(IEnumerable<Holder> holders) => string.Join(' ', holders.Select(one => one.TeamId is { } team ? $"t{team.ToString(CultureInfo.InvariantCulture)}" : $"a{one.AgentId!.Value.ToString(CultureInfo.InvariantCulture)}"));

    public static IReadOnlyList<WeeklyAbsence> Weekly(string kept) => [.. kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(',')).Select(parts =>
        new WeeklyAbsence((DayOfWeek)Number(parts[0]), Number(parts[1]), Number(parts[2])))];

    public static string Weekly(IEnumerable<WeeklyAbsence> weekly) => string.Join(' ', weekly.Select(one => string.Create(CultureInfo.InvariantCulture, $"{(int)one.Day},{one.From},{one.Until}")));

    public static Responsibility AsRule(this ResponsibilityRow row) => new(
        row.Id, new Scope(row.CommunityId, row.OrganisationId, row.ProductId, row.TopicId, row.MailboxId, row.Language, row.Level), Holders(row.Holders), Ids(row.Deputies), row.AgreementWithId, row.From, row.Until, row.SupportGroupId);

    public static Absence AsRule(this AbsenceRow row) => new(row.Id, row.AgentId, row.Kind, row.From, row.Until, row.Tickets);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
