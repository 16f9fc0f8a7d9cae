using Lotse.Levels.Answering;
using Lotse.Levels.Consulting;
using Lotse.Levels.Escalating;
using Lotse.Levels.Keeping;
using Lotse.Levels.Overview;
using Lotse.Levels.Panel;
using Lotse.Tickets.Working;

namespace Lotse.Levels;

public static class LevelParts
{
    public static IServiceCollection AddLevels(this IServiceCollection services) => services
        .AddScoped<KeepEntered>()
        .AddScoped<EscalateTicket>()
        .AddScoped<AnswerHandOvers>()
        .AddScoped<ConsultColleagues>()
        .AddScoped<ConsultationViews>()
        .AddScoped<EscalationViews>()
        .AddScoped<AskCustomer>()
        .AddScoped<LevelPanels>()
        .AddSingleton(PanelPage.Part)
        .AddScoped<LevelOverview>()
        .AddScoped<KeepLevels>();

    public static void MapLevelPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapEscalating();
        pages.MapAnswering();
        pages.MapConsulting();
        pages.MapLevelPanel();
        pages.MapLevelOverview();
        pages.MapKeepingLevels();
    }
}
