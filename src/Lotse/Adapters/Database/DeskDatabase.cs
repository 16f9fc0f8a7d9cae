using Lotse.Adapters.Database.Mapping;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Database.Rows.Promises;
using Lotse.Domain.Communities;
using Lotse.Domain.Contacts;
using Lotse.Domain.Problems;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database;

/// <summary>All tables of the desk. The two providers differ only in what their thin contexts add.</summary>
public abstract class DeskDatabase(DbContextOptions options) : IdentityUserContext<AgentAccount, long>(options), IDataProtectionKeyContext
{
    public DbSet<Ticket> Tickets => Set<Ticket>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<Attachment> Attachments => Set<Attachment>();
    public DbSet<DraftFile> DraftFiles => Set<DraftFile>();
    public DbSet<Draft> Drafts => Set<Draft>();
    public DbSet<DraftVersion> DraftVersions => Set<DraftVersion>();
    public DbSet<PendingReply> PendingReplies => Set<PendingReply>();
    public DbSet<Watcher> Watchers => Set<Watcher>();
    public DbSet<TicketLink> TicketLinks => Set<TicketLink>();
    public DbSet<TicketMerge> TicketMerges => Set<TicketMerge>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<Macro> Macros => Set<Macro>();
    public DbSet<RuleRow> Rules => Set<RuleRow>();
    public DbSet<RuleRun> RuleRuns => Set<RuleRun>();
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<BulkRun> BulkRuns => Set<BulkRun>();
    public DbSet<BulkItem> BulkItems => Set<BulkItem>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<FileText> FileTexts => Set<FileText>();
    public DbSet<Organisation> Organisations => Set<Organisation>();
    public DbSet<Procedure> Procedures => Set<Procedure>();
    public DbSet<ProcedureVersion> ProcedureVersions => Set<ProcedureVersion>();
    public DbSet<ProcedureRun> ProcedureRuns => Set<ProcedureRun>();
    public DbSet<ProcedureStepCount> ProcedureStepCounts => Set<ProcedureStepCount>();
    public DbSet<LevelSettings> LevelSettings => Set<LevelSettings>();
    public DbSet<ServicePlanRow> ServicePlans => Set<ServicePlanRow>();
    public DbSet<TicketPromise> TicketPromises => Set<TicketPromise>();
    public DbSet<HandOver> HandOvers => Set<HandOver>();
    public DbSet<HandOverDraft> HandOverDrafts => Set<HandOverDraft>();
    public DbSet<Consultation> Consultations => Set<Consultation>();
    public DbSet<ConsultationWords> ConsultationWords => Set<ConsultationWords>();
    public DbSet<Problem> Problems => Set<Problem>();
    public DbSet<ProblemTicket> ProblemTickets => Set<ProblemTicket>();
    public DbSet<InformRun> Informings => Set<InformRun>();
    public DbSet<InformItem> InformItems => Set<InformItem>();
    public DbSet<InformedCustomer> InformedCustomers => Set<InformedCustomer>();
    public DbSet<TextBlockFolder> TextBlockFolders => Set<TextBlockFolder>();
    public DbSet<TextBlock> TextBlocks => Set<TextBlock>();
    public DbSet<TextBlockText> TextBlockTexts => Set<TextBlockText>();
    public DbSet<TextBlockVersion> TextBlockVersions => Set<TextBlockVersion>();
    public DbSet<TextBlockFile> TextBlockFiles => Set<TextBlockFile>();
    public DbSet<TextBlockUse> TextBlockUses => Set<TextBlockUse>();
    public DbSet<TextBlockWord> TextBlockWords => Set<TextBlockWord>();
    public DbSet<KnowledgeNews> KnowledgeNews => Set<KnowledgeNews>();
    public DbSet<HelpSite> HelpSites => Set<HelpSite>();
    public DbSet<Article> Articles => Set<Article>();
    public DbSet<ArticleText> ArticleTexts => Set<ArticleText>();
    public DbSet<FormerSlug> FormerSlugs => Set<FormerSlug>();
    public DbSet<ArticleWord> ArticleWords => Set<ArticleWord>();
    public DbSet<ArticleFeedback> ArticleFeedback => Set<ArticleFeedback>();
    public DbSet<ArticleRemark> ArticleRemarks => Set<ArticleRemark>();
    public DbSet<Correction> Corrections => Set<Correction>();
    public DbSet<Category> Categories => Set<Category>();
    public DbSet<ResponsibilityRow> Responsibilities => Set<ResponsibilityRow>();
    public DbSet<AbsenceRow> Absences => Set<AbsenceRow>();
    public DbSet<StandIns> StandIns => Set<StandIns>();
    public DbSet<Participant> Participants => Set<Participant>();
    public DbSet<ThreadKey> ThreadKeys => Set<ThreadKey>();
    public DbSet<Tag> Tags => Set<Tag>();
    public DbSet<TicketTag> TicketTags => Set<TicketTag>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<ContactAddress> ContactAddresses => Set<ContactAddress>();
    public DbSet<ContactPhone> ContactPhones => Set<ContactPhone>();
    public DbSet<Community> Communities => Set<Community>();
    public DbSet<Mailbox> Mailboxes => Set<Mailbox>();
    public DbSet<Team> Teams => Set<Team>();
    public DbSet<AgentTeam> AgentTeams => Set<AgentTeam>();
    public DbSet<AgentCommunity> AgentCommunities => Set<AgentCommunity>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<Invite> Invites => Set<Invite>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<RawMail> RawMails => Set<RawMail>();
    public DbSet<RawMailFile> RawMailFiles => Set<RawMailFile>();
    public DbSet<MailKey> MailKeys => Set<MailKey>();
    public DbSet<MailKeyName> MailKeyNames => Set<MailKeyName>();
    public DbSet<OutboxItem> Outbox => Set<OutboxItem>();
    public DbSet<AutomaticMail> AutomaticMails => Set<AutomaticMail>();
    public DbSet<RetentionPlanRow> RetentionPlans => Set<RetentionPlanRow>();
    public DbSet<FileToForget> FilesToForget => Set<FileToForget>();
    public DbSet<JournalRow> Journal => Set<JournalRow>();
    public DbSet<Sequence> Sequences => Set<Sequence>();
    public DbSet<QueueCount> QueueCounts => Set<QueueCount>();
    public DbSet<Setting> Settings => Set<Setting>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite cannot order DateTimeOffset and PostgreSQL keeps microseconds: milliseconds since 1970 are the same on both.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        TicketTables.Map(builder);
        WorkTables.Map(builder);
        RuleTables.Map(builder);
        LevelTables.Map(builder);
        PromiseTables.Map(builder);
        ProcedureTables.Map(builder);
        ProblemTables.Map(builder);
        KnowledgeTables.Map(builder);
        ArticleTables.Map(builder);
        IntakeTables.Map(builder);
        PeopleTables.Map(builder);
        DeskTables.Map(builder);
        SnakeCase.Apply(builder);
    }
}

/// <summary>The embedded default: one file in the data folder.</summary>
public sealed class SqliteDatabase(DbContextOptions<SqliteDatabase> options) : DeskDatabase(options);

/// <summary>For more than one machine.</summary>
public sealed class PostgresDatabase(DbContextOptions<PostgresDatabase> options) : DeskDatabase(options);
