using Lotse.ServiceTimes.Keeping;

namespace Lotse.ServiceTimes;

public static class ServiceTimeParts
{
    public static IServiceCollection AddServiceTimes(this IServiceCollection services) => services
        .AddScoped<KeepServicePlan>()
        .AddScoped<KeepPromises>()
        .AddScoped<FollowPromises>()
        .AddHostedService<PromiseWorker>();

    public static void MapServiceTimePages(this IEndpointRouteBuilder routes) => routes.MapGroup("").ExcludeFromDescription().MapKeepingServiceTimes();
}
