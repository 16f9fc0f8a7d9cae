using Lotse.Adapters.Live;
using Lotse.Adapters.RemoteImages;
using Lotse.Tickets.Api;
using Lotse.Tickets.Bulk;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Images;
using Lotse.Tickets.Merging;
using Lotse.Tickets.Involving;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Snoozing;
using Lotse.Tickets.Spam;
using Lotse.Tickets.Working;
using Lotse.Tickets.Finding;

namespace Lotse.Tickets;

public static class TicketParts
{
    public static IServiceCollection AddTickets(this IServiceCollection services, RemoteImageOptions images) => services
        .AddSingleton(images)
        .AddSingleton<FetchImage>()
        .AddSingleton<ImageAddresses>()
        .AddScoped<MailDocument>()
        .AddScoped<ListTickets>()
        .AddScoped<ReadTicket>()
        .AddScoped<ReadRawMail>()
        .AddScoped<WorkTicket>()
        .AddSingleton<Presence>()
        .AddScoped<DraftFiles>()
        .AddScoped<SaveDraft>()
        .AddScoped<RestoreDraft>()
        .AddScoped<WatchTicket>()
        .AddScoped<WriteNote>()
        .AddScoped<ContactOfAddress>()
        .AddScoped<OpenTicket>()
        .AddScoped<TicketAnswers>()
        .AddSingleton<DeskNames>()
        .AddHostedService(provider => provider.GetRequiredService<DeskNames>())
        .AddScoped<DeskViews>()
        .AddScoped<QueueViews>()
        .AddScoped<TicketViews>()
        .AddScoped<TicketPages>()
        .AddScoped<MoveBetweenTickets>()
        .AddScoped<JoinTickets>()
        .AddScoped<UndoMerge>()
        .AddScoped<MergeViews>()
        .AddScoped<MarkTicketSpam>()
        .AddScoped<WakeTickets>()
        .AddHostedService<SnoozeWorker>()
        .AddScoped<SettleMatch>()
        .AddSingleton<BulkBell>()
        .AddScoped<StartBulk>()
        .AddScoped<RunBulk>()
        .AddScoped<BulkViews>()
        .AddHostedService<BulkWorker>();

    public static void MapTickets(this IEndpointRouteBuilder api)
    {
        api.MapTicketsApi();
        api.MapMergingApi();
        api.MapSpamApi();
        api.MapAttachmentsApi();
        api.MapEventsApi();
        api.MapBulkApi();
        api.MapWatchApi();
    }
}
