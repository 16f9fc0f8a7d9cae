using Lotse.Knowledge.Api;
using Lotse.Knowledge.Exchange;
using Lotse.Knowledge.Filling;
using Lotse.Knowledge.Keeping;
using Lotse.Knowledge.Offering;
using Lotse.Knowledge.Pages;
using Lotse.Knowledge.Procedures;
using Lotse.Knowledge.Procedures.Versions;
using Lotse.Knowledge.Proposing;

namespace Lotse.Knowledge;

public static class KnowledgeParts
{
    public static IServiceCollection AddKnowledge(this IServiceCollection services) => services
        .AddScoped<KeepTextBlocks>()
        .AddScoped<KeepFolders>()
        .AddScoped<ExchangeBlocks>()
        .AddScoped<ZipOfBlocks>()
        .AddScoped<FillTextBlock>()
        .AddScoped<PutBlockFiles>()
        .AddScoped<SuggestTextBlocks>()
        .AddScoped<SettleUses>()
        .AddScoped<ListTextBlocks>()
        .AddScoped<WalkProcedures>()
        .AddScoped<ProcedurePanels>()
        .AddScoped<KeepProcedures>()
        .AddScoped<ReadProcedures>()
        .AddScoped<ProcedureViews>()
        .AddScoped<DraftOfCase>()
        .AddScoped<TextBlockViews>()
        .AddScoped<TextBlockAnswers>()
        .AddSingleton<BlockTitles>().AddHostedService(provider => provider.GetRequiredService<BlockTitles>())
        .AddSingleton<FollowUses>().AddHostedService(provider => provider.GetRequiredService<FollowUses>());

    public static void MapKnowledgePages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapTextBlockPages();
        pages.MapFolderPages();
        pages.MapBlockOffers();
        pages.MapExchangePages();
        pages.MapWalking();
        pages.MapProcedurePages();
        pages.MapProcedureVersionPages();
    }

    public static void MapKnowledgeApi(this IEndpointRouteBuilder api)
    {
        api.MapTextBlocksApi();
        api.MapTextBlockVersionsApi();
        api.MapTextBlockExchangeApi();
        api.MapProceduresApi();
        api.MapWalksApi();
    }
}
