using Lotse.Tickets.Moving;

namespace Lotse.Problems;

public static class ProblemParts
{
    public static IServiceCollection AddProblems(this IServiceCollection services) => services
        .AddSingleton(new LettingGo(GroupTickets.BeforeMoveAsync))
        .AddScoped<KeepProblems>()
        .AddScoped<GroupTickets>()
        .AddScoped<ListProblems>()
        .AddScoped<ResolveTickets>()
        .AddScoped<ProblemViews>();
}
