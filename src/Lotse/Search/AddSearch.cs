using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Searching;

namespace Lotse.Search;

public static class SearchParts
{
    public static IServiceCollection AddSearch(this IServiceCollection services, DatabaseLocation location) => services
        .AddSingleton<SearchStore>(_ => location.Kind == DatabaseKind.Sqlite ? new SqliteSearch(location) : new PostgresSearch(location))
        .AddScoped<IndexTickets>()
        .AddScoped<SearchTickets>()
        .AddSingleton<SearchFollower>()
        .AddHostedService(provider => provider.GetRequiredService<SearchFollower>());
}
