using Lotse.Adapters.Database.Caring;

namespace Lotse.Setup.Caring;

public static class CareParts
{
    public static IServiceCollection AddCare(this IServiceCollection services) => services.AddSingleton<CareForSqlite>().AddHostedService<CareWorker>();
}
