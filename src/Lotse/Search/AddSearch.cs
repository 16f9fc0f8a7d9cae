using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Searching;
using Lotse.Search.Offering;
using Lotse.Search.Views;

namespace Lotse.Search;

public static class SearchParts
{
    public static IServiceCollection AddSearch(this IServiceCollection services, DatabaseLocation location) => services
        .AddSingleton<SearchStore>(_ => location.Kind == DatabaseKind.Sqlite ? new SqliteSearch(location) : new PostgresSearch(location))
        .AddScoped<IndexTickets>()
        .AddScoped<TextsOfFiles>()
        .AddScoped<SearchTickets>()
        .AddScoped<FindContacts>()
        .AddScoped<SimilarTickets>()
        .AddSingleton<WordFrequencies>()
        .AddScoped<OfferCategories>()
        .AddSingleton<ProductNames>()
        .AddSingleton(SimilarPages.Part)
        .AddScoped<KeepViews>()
        .AddSingleton<SearchFollower>()
        .AddHostedService(provider => provider.GetRequiredService<SearchFollower>());
}
