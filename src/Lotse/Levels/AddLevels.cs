namespace Lotse.Levels;

public static class LevelParts
{
    public static IServiceCollection AddLevels(this IServiceCollection services) => services
        .AddScoped<EscalateTicket>()
        .AddScoped<AnswerHandOvers>()
        .AddScoped<KeepLevels>();
}
