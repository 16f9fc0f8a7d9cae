using Lotse.Adapters.Web;
using Lotse.Notices.Mailing;
using Lotse.Tickets.Pages;

namespace Lotse.Notices;

public static class NoticeParts
{
    /// <param name="address">Where people find this desk, for links in mails; null for none.</param>
    public static IServiceCollection AddNotices(this IServiceCollection services, DeskAddress address) => services
        .AddSingleton(address)
        .AddScoped<MailNotices>()
        .AddHostedService<NoticeMailWorker>()
        .AddScoped<WriteNotices>()
        .AddScoped<ListNotices>()
        .AddScoped<ReadNotices>()
        .AddScoped<ChangeNoticeHabits>()
        .AddSingleton<NoticeFollower>()
        .AddHostedService(provider => provider.GetRequiredService<NoticeFollower>())
        .AddSingleton<SeenTickets>()
        .AddHostedService(provider => provider.GetRequiredService<SeenTickets>())
        .AddSingleton(provider => new TicketLook(provider.GetRequiredService<SeenTickets>().Note));
}
