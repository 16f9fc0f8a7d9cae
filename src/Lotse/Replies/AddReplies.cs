using Lotse.Adapters.MailServer.Sending;

namespace Lotse.Replies;

public static class ReplyServices
{
    public static IServiceCollection AddReplies(this IServiceCollection services, IMailSending way) => services
        .AddSingleton(way)
        .AddSingleton<OutboxBell>()
        .AddSingleton<SendingHealth>()
        .AddScoped<SendReply>()
        .AddScoped<MakeMail>()
        .AddScoped<DeliverOutbox>()
        .AddHostedService<OutboxWorker>();
}
