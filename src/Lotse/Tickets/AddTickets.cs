using Lotse.Adapters.Live;
using Lotse.Adapters.RemoteImages;
using Lotse.Tickets.Api;
using Lotse.Tickets.Bulk;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Images;
using Lotse.Tickets.Linking;
using Lotse.Tickets.Live;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Merging;
using Lotse.Tickets.Involving;
using Lotse.Tickets.Moving;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Redacting;
using Lotse.Tickets.Responsible;
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
        .AddScoped<TicketAnswers>()
        .AddSingleton<DeskNames>()
        .AddHostedService(provider => provider.GetRequiredService<DeskNames>())
        .AddScoped<DeskViews>()
        .AddScoped<QueueViews>()
        .AddScoped<TicketViews>()
        .AddScoped<TicketPages>()
        .AddScoped<BulkViews>()
        .AddScoped<MergeViews>()
        .AddWork()
        .AddRelations();

    /// <summary>What is done in one ticket, or in many at once.</summary>
    private static IServiceCollection AddWork(this IServiceCollection services) => services
        .AddScoped<WorkTicket>()
        .AddScoped<WriteNote>()
        .AddScoped<TakeSteps>()
        .AddScoped<WriteAutomaticReply>()
        .AddScoped<WordsOfTickets>()
        .AddScoped<ContactOfAddress>()
        .AddScoped<OpenTicket>()
        .AddSingleton<RoutingNow>()
        .AddScoped<RememberCorrection>()
        .AddScoped<ClassifyTicket>()
        .AddScoped<DraftFiles>()
        .AddScoped<SaveDraft>()
        .AddScoped<RestoreDraft>()
        .AddSingleton<Presence>()
        .AddSingleton<ListsFoundOnce>()
        .AddScoped<WatchTicket>()
        .AddScoped<TagsOfTicket>()
        .AddScoped<ChangeTags>()
        .AddScoped<MarkTicketSpam>()
        .AddScoped<RedactMessage>()
        .AddScoped<ScrubJournal>()
        .AddScoped<ScrubBeside>()
        .AddScoped<ForgetFiles>()
        .AddHostedService<ForgetFilesWorker>()
        .AddScoped<WakeTickets>()
        .AddHostedService<SnoozeWorker>()
        .AddSingleton<BulkBell>()
        .AddScoped<StartBulk>()
        .AddScoped<RunBulk>()
        .AddHostedService<BulkWorker>();

    /// <summary>What happens between tickets.</summary>
    private static IServiceCollection AddRelations(this IServiceCollection services) => services
        .AddScoped<MoveBetweenTickets>()
        .AddScoped<JoinTickets>()
        .AddScoped<UndoMerge>()
        .AddScoped<SplitTicket>()
        .AddScoped<LinkTickets>()
        .AddScoped<MoveTicket>()
        .AddScoped<SettleMatch>();

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
