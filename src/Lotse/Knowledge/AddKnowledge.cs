using Lotse.Knowledge.Api;
using Lotse.Knowledge.Board;
using Lotse.Knowledge.Articles.Api;
using Lotse.Knowledge.Articles.Help;
using Lotse.Knowledge.Articles.Keeping;
using Lotse.Knowledge.Articles.Pages;
using Lotse.Knowledge.Exchange;
using Lotse.Knowledge.Filling;
using Lotse.Knowledge.Keeping;
using Lotse.Knowledge.Offering;
using Lotse.Knowledge.Pages;
using Lotse.Knowledge.Procedures;
using Lotse.Knowledge.Procedures.Versions;
using Lotse.Knowledge.Proposing;
using Lotse.Tickets.Moving;

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
        .AddSingleton(BlockOffers.Part)
        .AddScoped<SettleUses>()
        .AddScoped<ListTextBlocks>()
        .AddScoped<WalkProcedures>()
        .AddSingleton(new LettingGo(WalkProcedures.BeforeMoveAsync))
        .AddScoped<ProcedurePanels>()
        .AddSingleton(ProcedurePanels.Part)
        .AddScoped<KeepProcedures>()
        .AddScoped<ReadProcedures>()
        .AddScoped<ProcedureViews>()
        .AddScoped<DraftOfCase>()
        .AddScoped<MoveTextBlock>()
        .AddScoped<MoveProcedure>()
        .AddBoard()
        .AddScoped<TextBlockViews>()
        .AddScoped<TextBlockAnswers>()
        .AddScoped<ReadSource>().AddScoped<PutArticle>().AddScoped<KeepArticles>().AddScoped<WithdrawArticles>().AddScoped<ArticleViews>().AddScoped<ReadArticle>()
        .AddScoped<HelpViews>().AddSingleton<HelpBounds>()
        .AddSingleton<BlockTitles>().AddHostedService(provider => provider.GetRequiredService<BlockTitles>())
        .AddSingleton<FollowUses>().AddHostedService(provider => provider.GetRequiredService<FollowUses>());

    private static IServiceCollection AddBoard(this IServiceCollection services) => services
        .AddScoped<TellReaders>()
        .AddScoped<ReadNews>()
        .AddScoped<CountCases>()
        .AddScoped<CoverKind>()
        .AddScoped<BoardViews>()
        .AddScoped<CasesViews>();

    public static void MapKnowledgePages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapTextBlockPages();
        pages.MapFolderPages();
        pages.MapBlockOffers();
        pages.MapExchangePages();
        pages.MapWalking();
        pages.MapProcedurePages();
        pages.MapKnowledgeBoard();
        pages.MapArticlePages();
        routes.MapHelpPages();
        pages.MapProcedureVersionPages();
    }

    public static void MapKnowledgeApi(this IEndpointRouteBuilder api)
    {
        api.MapTextBlocksApi();
        api.MapTextBlockVersionsApi();
        api.MapTextBlockExchangeApi();
        api.MapProceduresApi();
        api.MapWalksApi();
        api.MapBoardApi();
        api.MapArticlesApi();
    }
}
