using Lotse.Adapters.Live;
using Lotse.Adapters.RemoteImages;
using Lotse.Tickets.Api;
using Lotse.Tickets.Bulk;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Images;
using Lotse.Tickets.Linking;
using Lotse.Tickets.Merging;
using Lotse.Tickets.Involving;
using Lotse.Tickets.Moving;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Redacting;
using Lotse.Tickets.Snoozing;
using Lotse.Tickets.Spam;
using Lotse.Tickets.Splitting;
using Lotse.Tickets.Tagging;
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
        .AddScoped<SplitTicket>()
        .AddScoped<RedactMessage>()
        .AddScoped<ScrubJournal>()
        .AddScoped<ForgetFiles>()
        .AddScoped<LinkTickets>()
        .AddScoped<MoveTicket>()
        .AddScoped<TagsOfTicket>()
        .AddScoped<ChangeTags>()
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
        api.MapTagsApi();
        api.MapSplittingApi();
        api.MapRedactionApi();
        api.MapLinkingApi();
        api.MapMovingApi();
        api.MapAttachmentsApi();
        api.MapEventsApi();
        api.MapBulkApi();
        api.MapWatchApi();
    }
}
