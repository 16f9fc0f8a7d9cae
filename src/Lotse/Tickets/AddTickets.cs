using Lotse.Adapters.RemoteImages;
using Lotse.Tickets.Api;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Images;
using Lotse.Tickets.Involving;
using Lotse.Tickets.Pages;
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
        .AddScoped<DraftFiles>()
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
        .AddScoped<SettleMatch>();

    public static void MapTickets(this IEndpointRouteBuilder api)
    {
        api.MapTicketsApi();
        api.MapAttachmentsApi();
        api.MapEventsApi();
        api.MapWatchApi();
    }
}
