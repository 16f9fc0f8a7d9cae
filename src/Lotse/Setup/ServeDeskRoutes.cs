using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.Live;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Sending;
using Lotse.Adapters.NameServers;
using Lotse.Adapters.RemoteImages;
using Lotse.Adapters.Web;
using Lotse.Adapters.Webhooks;
using Lotse.Domain.Tickets;
using Lotse.Contacts;
using Lotse.Intake;
using Lotse.Knowledge;
using Lotse.Levels;
using Lotse.Levels.Consulting;
using Lotse.Intake.Mail.Acknowledging;
using Lotse.Intake.Mail.Forwarding;
using Lotse.Notices;
using Lotse.Notices.Mailing;
using Lotse.Problems;
using Lotse.Replies;
using Lotse.Replies.Holding;
using Lotse.Replies.Informing;
using Lotse.Replies.Macros;
using Lotse.Replies.Signing;
using Lotse.Retention;
using Lotse.Routing;
using Lotse.Rules;
using Lotse.Rules.Pages;
using Lotse.Search;
using Lotse.ServiceTimes;
using Lotse.Setup.Commands;
using Lotse.Staff;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Responsible;
using Lotse.Ui;

namespace Lotse.Setup;

/// <summary>One line for the doors of each feature.</summary>
public sealed partial class ServeDesk
{
    private static void MapPages(WebApplication app)
    {
        app.MapTicketPages();
        app.MapSearchPages();
        app.MapLevelPages();
        app.MapRoutingPages();
        app.MapServiceTimePages();
        app.MapReplyPages();
        app.MapNoticePages();
        app.MapMacroPages();
        app.MapRulePages();
        app.MapKnowledgePages();
        app.MapContactPages();
        app.MapProblemPages();
        app.MapInformingPages();
        app.MapParkedPages();
        app.MapReadingPages();
        app.MapMailboxesPage();
        app.MapAcknowledgementPages();
        app.MapForwardingPages();
        app.MapSignaturePages();
        app.MapRetentionPages();
    }

    private static void MapApi(RouteGroupBuilder api)
    {
        api.MapTickets();
        api.MapSearchApi();
        api.MapLevelsApi();
        api.MapClassifyApi();
        api.MapRoutingApi();
        api.MapServiceTimesApi();
        api.MapRetentionApi();
        api.MapConsultationsApi();
        api.MapProblemsApi();
        api.MapInformingApi();
        api.MapKnowledgeApi();
        api.MapRepliesApi();
        api.MapMacrosApi();
        api.MapNoticesApi();
        api.MapRulesApi();
        api.MapIntake();
    }
}
