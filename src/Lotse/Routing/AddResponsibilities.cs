using Lotse.Routing.Absences;
using Lotse.Routing.Dealing;
using Lotse.Routing.Table;

namespace Lotse.Routing;

public static class RoutingParts
{
    public static IServiceCollection AddResponsibilities(this IServiceCollection services) => services
        .AddScoped<KeepResponsibilities>()
        .AddScoped<KeepCategories>()
        .AddScoped<KeepGroupRule>()
        .AddScoped<TableViews>()
        .AddScoped<KeepAbsences>()
        .AddScoped<AbsenceViews>()
        .AddScoped<EffectOfAbsence>()
        .AddScoped<TakeBackTickets>()
        .AddScoped<RelieveAgents>()
        .AddScoped<KeepDistribution>()
        .AddScoped<DealOut>()
        .AddHostedService<DealWorker>()
        .AddHostedService<AwayWorker>();

    public static void MapRoutingPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapResponsibilityPages();
        pages.MapDealingPages();
        pages.MapAbsencePages();
    }
}
