using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Unsealing;
using Lotse.Adapters.Tokens;
using Lotse.Intake.Mail;
using Lotse.Intake.Mail.Acknowledging;
using Lotse.Intake.Mail.Forwarding;
using Lotse.Intake.Mail.Placing;
using Lotse.Intake.Mail.Fetching;
using Lotse.Intake.Senders;

namespace Lotse.Intake;

public static class IntakeParts
{
    public static IServiceCollection AddIntake(this IServiceCollection services, MailDoorOptions doors) => services
        .AddTokens()
        .AddSingleton(doors)
        .AddSingleton<MailboxDirectory>()
        .AddSingleton<AcknowledgementSettings>()
        .AddScoped<ChangeAcknowledgements>()
        .AddSingleton<KeepMail>()
        .AddSingleton<PlaceMails>()
        .AddSingleton<TakeInMail>()
        .AddScoped<ForwardedMails>()
        .AddScoped<ChangeForwards>()
        .AddScoped<PlaceGroup>()
        .AddScoped<KeptMailKeys>()
        .AddScoped<UnsealMail>()
        .AddScoped<ReadMailAgain>()
        .AddScoped<ParkMail>()
        .AddScoped<OpenParkedMail>()
        .AddScoped<ParkedMails>()
        .AddSingleton(Door)
        .AddSingleton<MailListener>()
        .AddSingleton<MailboxTokens>()
        .AddScoped<LookAtSenders>()
        .AddHostedService<IntakeWorker>()
        .AddHostedService<FetchMailboxes>();

    public static void MapIntake(this IEndpointRouteBuilder api) => api.MapIntakeApi();

    private static MailDoor Door(IServiceProvider services)
    {
        var mailboxes = services.GetRequiredService<MailboxDirectory>();
        var takeIn = services.GetRequiredService<TakeInMail>();
        var log = services.GetRequiredService<ILogger<MailDoor>>();
        return new MailDoor(
            async (address, cancel) =>
            {
                try
                {
                    return await mailboxes.FindAsync(address, cancel) is null ? RecipientAnswer.Unknown : RecipientAnswer.Known;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    log.LogError("Mailboxes cannot be looked up: {Error}", e.GetType().Name);
                    return RecipientAnswer.StoreUnavailable;
                }
            },
            takeIn.TakeOverAsync);
    }
}
