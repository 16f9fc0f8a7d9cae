using Lotse.Routing.Absences;
using Lotse.Routing.Absences.Calendar;
using Lotse.Routing.Bulk;
using Lotse.Routing.Changes;
using Lotse.Routing.Dealing;
using Lotse.Routing.Exchange;
using Lotse.Routing.Exchange.Pages;
using Lotse.Routing.Simulating;
using Lotse.Routing.Table;

namespace Lotse.Routing;

public static class RoutingParts
{
    public static IServiceCollection AddResponsibilities(this IServiceCollection services) => services
        .AddScoped<KeepResponsibilities>()
        .AddScoped<KeepCategories>()
        .AddScoped<KeepGroupRule>()
        .AddScoped<ForgetLearned>()
        .AddScoped<TableViews>()
        .AddScoped<ChangeRows>()
        .AddScoped<ExchangeResponsibilities>()
        .AddScoped<ExchangeCategories>()
        .AddScoped<EditRows>()
        .AddScoped<ListChanges>()
        .AddScoped<SheetViews>()
        .AddScoped<KeepAbsences>()
        .AddScoped<AbsenceViews>()
        .AddScoped<TakeInCalendar>()
        .AddScoped<EffectOfAbsence>()
        .AddScoped<TakeBackTickets>()
        .AddScoped<RelieveAgents>()
        .AddScoped<SimulateTable>()
        .AddScoped<SimulationViews>()
        .AddScoped<KeepDistribution>()
        .AddScoped<DealOut>()
        .AddHostedService<DealWorker>()
        .AddHostedService<AwayWorker>();

    public static void MapRoutingPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapResponsibilityPages();
        pages.MapSimulationPages();
        pages.MapDealingPages();
        pages.MapSheetPages();
        pages.MapBulkPages();
        pages.MapChangesPages();
        pages.MapAbsencePages();
        pages.MapLearned();
        pages.MapCalendarPages();
    }
}
