using Lotse.Adapters.Database.Caring;
using Lotse.Adapters.Files;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;

namespace Lotse.Setup.Caring;

public static class CareParts
{
    public static IServiceCollection AddCare(this IServiceCollection services) => services
        .AddSingleton<CareForSqlite>()
        .AddScoped<TidyCounts>()
        .AddHostedService<CareWorker>()
        .AddSingleton(provider => new TroubleWatch(() => provider.GetRequiredService<FileStore>().AwaySince is { } away ? new Trouble(TroubleKind.FilesAway, away) : null));
}
