using Lotse.Retention.Keeping;

namespace Lotse.Retention;

/// <summary>What is deleted, anonymised or archived by rule.</summary>
public static class RetentionParts
{
    public static IServiceCollection AddRetention(this IServiceCollection services) => services.AddScoped<KeepRetention>().AddScoped<RetainTickets>().AddHostedService<RetentionWorker>();

    public static void MapRetentionPages(this WebApplication app) => app.MapGroup("").RequireAuthorization().ExcludeFromDescription().MapKeepingRetention();
}
