using Lotse.Domain.ServiceTimes;
using Lotse.Ui;
using Lotse.Ui.Language;

namespace Lotse.ServiceTimes.Keeping;

/// <summary>What stands in the way of hours and promises, in words.</summary>
internal static class ServiceTimeRefusals
{
    public static Refusal Say(Texts t, Domain.Refusal refusal) => new(null, refusal.Code switch
    {
        SetServicePlan.HoursNotRight => t["refused.serviceHours"],
        SetServicePlan.ClosedNotRight => t["refused.closedDays"],
        SetServicePlan.PromisesNotRight => t["refused.promises"],
        SetServicePlan.TwicePromised => t["refused.promisedTwice"],
        AddDays.NotReadable => t["refused.calendar"],
        KeepServicePlan.NoSuchOrganisation => t["refused.noSuchOrganisation", ("name", refusal.About)],
        Tickets.Refusals.LeadsOnly => t["refused.leadsOnly"],
        Tickets.Refusals.ChangedMeanwhile => t["refused.changedSince"],
        _ => t["refused.other"],
    });
}
