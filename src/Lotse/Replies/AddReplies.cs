using Lotse.Adapters.MailServer.Composing;
using Lotse.Adapters.MailServer.Sending;
using Lotse.Adapters.Tokens;
using Lotse.Replies.Holding;
using Lotse.Replies.Informing;
using Lotse.Replies.Macros;
using Lotse.Replies.Signing;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;

namespace Lotse.Replies;

public static class ReplyParts
{
    public static IServiceCollection AddReplies(this IServiceCollection services, Func<IServiceProvider, IMailSending> way) => services
        .AddTokens()
        .AddSingleton<SendingTokens>()
        .AddSingleton(way)
        .AddSingleton<OutboxBell>()
        .AddSingleton<SendingHealth>()
        .AddSingleton(provider => new TroubleWatch(() => TroubleOf(provider.GetRequiredService<SendingHealth>())))
        .AddScoped<ChangeSignatures>()
        .AddScoped<ReplyFiles>()
        .AddScoped<HoldReply>()
        .AddScoped<PutBackDraft>()
        .AddScoped<TakeBack>()
        .AddScoped<SendNow>()
        .AddHostedService<StopOvertaken>()
        .AddScoped<SendReply>()
        .AddScoped<RetryDelivery>()
        .AddScoped<KeptDkimKeys>()
        .AddScoped<MakeMail>()
        .AddScoped<DeliverOutbox>()
        .AddScoped<KeepMacros>()
        .AddScoped<RunMacro>()
        .AddScoped<MacroViews>()
        .AddInforming()
        .AddHostedService<OutboxWorker>();

    /// <summary>Telling the customers of a problem.</summary>
    private static IServiceCollection AddInforming(this IServiceCollection services) => services
        .AddSingleton<InformBell>()
        .AddScoped<InformCustomers>()
        .AddScoped<TellTicket>()
        .AddScoped<RunInforming>()
        .AddScoped<InformViews>()
        .AddHostedService<InformWorker>();

    private static Trouble? TroubleOf(SendingHealth health) =>
        health.Waits is { } waits ? new Trouble(TroubleKind.MailServerAway, waits.Since, Detail: health.Destination, Cause: $"{waits.Trouble}: {waits.Text}") : null;
}
