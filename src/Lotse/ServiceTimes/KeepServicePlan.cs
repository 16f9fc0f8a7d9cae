using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Rows.Promises;
using Lotse.Domain;
using Lotse.Domain.ServiceTimes;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.ServiceTimes;

/// <summary>Keeps what a lead or admin says of a community's hours, closed days and promises.</summary>
public sealed class KeepServicePlan(DeskDatabase database, Journal journal, TimeProvider clock)
{
    public const string NoSuchTeam = "no-such-team", NoSuchOrganisation = "no-such-organisation";

    /// <param name="version">That was seen, 0 where nobody had said anything; null to change whatever is there.</param>
    public Task<Answer<ServicePlanRow>> RunAsync(Acting by, long communityId, ServicePlan plan, long? version, CancellationToken cancel) => journal.RetryAsync<Answer<ServicePlanRow>>(async () =>
    {
        if (!by.Sees(communityId) || !await database.Communities.AnyAsync(c => c.Id == communityId, cancel)) return Refusals.NotFound;
        if (by.Role < Role.Lead) return new Refusal(Refusals.LeadsOnly);
        if (new SetServicePlan(plan).WhyNot() is { } refusal) return refusal;
        var teams = plan.Own.Select(own => own.TeamId).OfType<long>().Distinct().ToList();
        if (await database.Teams.CountAsync(t => teams.Contains(t.Id) && t.CommunityId == communityId, cancel) != teams.Count) return new Refusal(NoSuchTeam);
        var organisations = plan.Promises.Select(row => row.OrganisationId).OfType<long>().Distinct().ToList();
        if (await database.Organisations.CountAsync(o => organisations.Contains(o.Id) && o.CommunityId == communityId, cancel) != organisations.Count) return new Refusal(NoSuchOrganisation);
        var row = await database.ServicePlans.AsTracking().SingleOrDefaultAsync(p => p.CommunityId == communityId, cancel);
        if (version is { } seen && seen != (row?.Version ?? 0)) return Refusals.Changed;
        if (row is null) database.ServicePlans.Add(row = new ServicePlanRow { CommunityId = communityId });
        await PutAsync(row, plan, cancel);
        journal.Record(new ServicePlanChanged(communityId), communityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return row;
    });

    private async Task PutAsync(ServicePlanRow row, ServicePlan plan, CancellationToken cancel)
    {
        // Who begins to promise does not promise for what has waited until now.
        if (row.Plan.Length == 0 || PlansInForce.Of(row.Plan).Promises.Count == 0) row.Since = clock.GetUtcNow();
        (row.Plan, row.Version) = (PlansInForce.Write(plan), row.Version + 1);
        if (await database.Settings.AnyAsync(s => s.Name == Setting.PromisesAt, cancel)) return;
        // From here on the journal is followed; what was before it is looked through once, because of this change.
        var last = await database.Journal.MaxAsync(line => (long?)line.Id, cancel) ?? 0;
        database.Settings.Add(new Setting { Name = Setting.PromisesAt, Value = last.ToString(CultureInfo.InvariantCulture) });
    }
}
