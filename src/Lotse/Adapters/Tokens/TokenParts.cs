using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lotse.Adapters.Tokens;

public static class TokenParts
{
    /// <summary>May be called by everyone who needs tokens.</summary>
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.TryAddSingleton<TokenEndpoints>();
        return services;
    }
}
