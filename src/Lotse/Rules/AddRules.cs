using Lotse.Adapters.Webhooks;
using Lotse.Rules.Pages;
using Lotse.Rules.Running;
using Lotse.Rules.Trying;
using Lotse.Rules.Webhooks;

namespace Lotse.Rules;

public static class RuleParts
{
    public static IServiceCollection AddRules(this IServiceCollection services, WebhookOptions webhooks) => services
        .AddSingleton(webhooks)
        .AddSingleton<SendWebhook>()
        .AddSingleton<WebhookBell>()
        .AddSingleton<SilentWebhooks>()
        .AddSingleton<KnownRules>()
        .AddScoped<KeepRules>()
        .AddScoped<RuleScenes>()
        .AddScoped<RunRules>()
        .AddScoped<RunTimedRules>()
        .AddScoped<TrimLogs>()
        .AddScoped<TryRule>()
        .AddScoped<RuleLog>()
        .AddScoped<RuleViews>()
        .AddScoped<WebhookViews>()
        .AddScoped<TellWebhooks>()
        .AddScoped<KeepWebhooks>()
        .AddScoped<DeliverWebhooks>()
        .AddSingleton<RuleFollower>()
        .AddHostedService(provider => provider.GetRequiredService<RuleFollower>())
        .AddHostedService<TimedRulesWorker>()
        .AddHostedService<WebhookWorker>();
}
