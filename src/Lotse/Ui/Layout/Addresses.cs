namespace Lotse.Ui.Layout;

/// <summary>Every address a page links or posts to: what endpoints map and pages write comes from here.</summary>
public static class Addresses
{
    public const string SignIn = "/sign-in";
    public const string SignInCode = "/sign-in/code";
    public const string SignOut = "/sign-out";
    public const string Setup = "/set-up";
    public const string Tickets = "/tickets";
    public const string Bulk = "/tickets/bulk";
    public const string BulkPeople = "/tickets/bulk/people";
    public const string NewTicket = "/tickets/new";
    public const string Search = "/search";
    public const string Views = "/views";
    public const string Parked = "/parked";
    public const string Mailboxes = "/mailboxes";
    public const string Acknowledgements = "/acknowledgements";
    public const string AutomaticCaps = "/acknowledgements/caps";
    public const string Forwarding = "/forwarding";
    public const string Signatures = "/signatures";
    public const string Staff = "/staff";
    public const string Teams = "/staff/teams";
    public const string Tags = "/tags";
    public const string Account = "/account";
    public const string AccountTotp = "/account/totp";
    public const string AccountTotpOff = "/account/totp/removal";
    public const string AccountPassword = "/account/password";
    public const string AccountRecoveryCodes = "/account/recovery-codes";
    public const string AccountHabits = "/account/habits";
    public const string AccountTokens = "/account/tokens";
    public const string Notices = "/notices";
    public const string NoticesLatest = "/notices/latest";
    public const string NoticesReadings = "/notices/readings";
    public const string AccountNotices = "/account/notices";
    public const string Macros = "/macros";
    public const string Rules = "/rules", NewRule = "/rules/new", Webhooks = "/webhooks";
    public const string Levels = "/levels";
    public const string ServiceTimes = "/service-times";
    public const string Retention = "/retention";
    public const string Procedures = "/procedures";
    public const string Knowledge = "/knowledge", KnowledgeCases = "/knowledge/cases";

    public const string Consultations = "/consultations";
    public const string Problems = "/problems";
    public const string TextBlocks = "/text-blocks";
    public const string NewTextBlock = "/text-blocks/new";
    public const string TextBlockFolders = "/text-blocks/folders";
    public const string TextBlockExchange = "/text-blocks/exchange";
    public const string TextBlockFilesExchange = "/text-blocks/exchange/files";
    public const string TextBlockOffers = "/text-blocks/offers";
    public const string Articles = "/articles";
    public const string Responsibilities = "/responsibilities", Categories = "/responsibilities/categories", Dealing = "/responsibilities/teams", Simulation = "/responsibilities/simulation", Absences = "/absences", AbsenceCalendar = "/absences/calendar";
    public const string ResponsibilitySheet = "/responsibilities/exchange", ResponsibilityFile = "/responsibilities.csv", ResponsibilityBulk = "/responsibilities/bulk", SettingChanges = "/responsibilities/changes", CategorySheet = "/responsibilities/categories/exchange", CategoryFile = "/responsibilities/categories.csv";
    public const string Gallery = "/ui";
    public const string Live = "/live";
    public const string LiveParts = "/live/parts";
    public const string Recipients = "/search/recipients";

    public static string Responsibility(string id) => $"{Responsibilities}/{id}";

    /// <param name="back">Where to go after it.</param>
    public static string SignInCodeBy(bool recovery, string? back)
    {
        var query = $"{(recovery ? "&recovery=1" : "")}{Part("back", back)}";
        return query.Length == 0 ? SignInCode : $"{SignInCode}?{query[1..]}";
    }

    /// <param name="queue">A queue's key as of <see cref="QueueAt.Key"/>.</param>
    public static string Queue(string queue, string? after = null) => $"{Tickets}?queue={Escape(queue)}{Part("after", after)}";

    public static string SearchFor(string typed, string? after = null) => $"{Search}?q={Escape(typed)}{Part("after", after)}";

    /// <summary>Where an open page asks for what changed: one with a queue's list, or one that shows what a search found.</summary>
    public static string PartsOf(string? queue = null, string? search = null) => $"{LiveParts}?{(queue is null ? $"search={Escape(search ?? "")}" : $"queue={Escape(queue)}")}";

    /// <param name="queue">The queue it was opened from, so that the list beside it stays the same.</param>
    public static string Ticket(string number, string? queue = null) =>
        queue is null ? $"{Tickets}/{Escape(number)}" : $"{Tickets}/{Escape(number)}?queue={Escape(queue)}";

    /// <param name="what">replies, notes, state, assignee, priority or tags.</param>
    public static string Of(string ticket, string what) => $"{Tickets}/{Escape(ticket)}/{what}";

    /// <param name="what">words or closing.</param>
    public static string Consultation(string ticket, string id, string what) => $"{Tickets}/{Escape(ticket)}/consultations/{Escape(id)}/{what}";

    public static string Procedure(string id) => $"{Procedures}/{Escape(id)}";

    public static string ProcedureVersions(string id) => $"{Procedures}/{Escape(id)}/versions";

    /// <param name="what">steps or leaving.</param>
    public static string Walk(string ticket, string run, string what) => $"{Tickets}/{Escape(ticket)}/procedures/{Escape(run)}/{what}";

    /// <summary>What a community's levels are.</summary>
    public static string LevelsOf(string community) => $"{Levels}/{Escape(community)}";

    /// <summary>When a community works and what it promises.</summary>
    public static string RetentionOf(string community) => $"{Retention}/{Escape(community)}";

    public static string ServiceTimesOf(string community) => $"{ServiceTimes}/{Escape(community)}";

    /// <summary>One form of a community, by its key.</summary>
    public static string LevelForm(string community, string key) => $"{Levels}/{Escape(community)}/forms/{Escape(key)}";

    /// <param name="decision">confirmation or rejection.</param>
    public static string Match(string ticket, string message, string decision) => $"{Tickets}/{Escape(ticket)}/matches/{Escape(message)}/{decision}";

    /// <summary>One action on many tickets: how far it is, and what stood in the way.</summary>
    public static string BulkRun(string id) => $"{Bulk}/{Escape(id)}";

    public static string BulkUndo(string id) => $"{Bulk}/{Escape(id)}/undo";

    public static string MessageHtml(string message) => $"/messages/{Escape(message)}/html";

    public static string MessageImages(string message) => $"/messages/{Escape(message)}/images";

    public static string MessageRaw(string message) => $"/messages/{Escape(message)}/raw";

    /// <summary>Taking an answer back that has not left.</summary>
    public static string MessageRecall(string message) => $"/messages/{Escape(message)}/recall";

    /// <summary>Letting an answer leave that was to leave later.</summary>
    public static string MessageDeparture(string message) => $"/messages/{Escape(message)}/departure";

    /// <summary>Earlier words of a draft.</summary>
    public static string DraftVersions(string ticket, string draft) => $"{Tickets}/{Escape(ticket)}/drafts/{Escape(draft)}/versions";

    public static string MessageDeliveries(string message) => $"/messages/{Escape(message)}/deliveries";

    /// <summary>Reading a sealed mail once more.</summary>
    public static string MessageReadings(string message) => $"/messages/{Escape(message)}/readings";

    /// <summary>The form by which a message gets a ticket of its own, and where that form goes.</summary>
    public static string MessageSplit(string message) => $"/messages/{Escape(message)}/split";

    public static string MessageSplits(string message) => $"/messages/{Escape(message)}/splits";

    /// <summary>Blacking something out of a message: the form, and where it goes.</summary>
    public static string MessageRedaction(string message) => $"/messages/{Escape(message)}/redaction";

    public static string Attachment(string id) => $"/attachments/{Escape(id)}";

    /// <summary>For a picture that is shown in the page.</summary>
    public static string AttachmentShown(string id) => $"{Attachment(id)}?show=true";

    /// <summary>A file of an answer that is not sent yet, for whoever writes it.</summary>
    public static string DraftFile(string id) => $"/draft-files/{Escape(id)}";

    /// <summary>All files of a message in one.</summary>
    public static string MessageFiles(string message) => $"/messages/{Escape(message)}/files";

    public static string Contact(string id) => $"/contacts/{Escape(id)}";

    /// <summary>A kept search.</summary>
    public static string View(string id) => $"{Views}/{Escape(id)}";

    /// <param name="what">place or removal.</param>
    public static string View(string id, string what) => $"{Views}/{Escape(id)}/{what}";

    public static string ParkedMail(string id) => $"{Parked}/{Escape(id)}";

    public static string ParkedRaw(string id) => $"{Parked}/{Escape(id)}/raw";

    public static string ParkedTickets(string id) => $"{Parked}/{Escape(id)}/tickets";

    /// <param name="community">Its id.</param>
    public static string Acknowledgement(string community) => $"{Acknowledgements}/{Escape(community)}";

    /// <param name="community">Its id.</param>
    public static string Signature(string community) => $"{Signatures}/{Escape(community)}";

    public static string Invite(string token) => $"/invites/{Escape(token)}";

    public static string Agent(string id) => $"{Staff}/{Escape(id)}";

    /// <param name="what">deactivation, activation or invites.</param>
    public static string Agent(string id, string what) => $"{Staff}/{Escape(id)}/{what}";

    public static string TokenRevocation(string id) => $"{AccountTokens}/{Escape(id)}/revocation";

    public static string NoticesAfter(string after) => $"{Notices}?after={Escape(after)}";

    public static string Macro(string id) => $"{Macros}/{Escape(id)}";

    /// <summary>What a macro would do to a ticket.</summary>
    public static string MacroRun(string ticket, string macro) => $"{Tickets}/{Escape(ticket)}/macros/{Escape(macro)}";

    /// <param name="what">removal or position.</param>
    public static string Macro(string id, string what) => $"{Macros}/{Escape(id)}/{what}";

    public static string Rule(string id) => $"{Rules}/{Escape(id)}";

    /// <param name="what">removal, position, resumption or trial.</param>
    public static string Rule(string id, string what) => $"{Rule(id)}/{what}";

    public static string RuleLogAfter(string id, string after) => $"{Rule(id)}?after={Escape(after)}";

    public static string Webhook(string id) => $"{Webhooks}/{Escape(id)}";

    /// <param name="what">removal or tests.</param>
    public static string Webhook(string id, string what) => $"{Webhook(id)}/{what}";

    public static string WebhookDelivery(string id, string delivery) => $"{Webhook(id)}/deliveries/{Escape(delivery)}";

    public static string Problem(string id) => $"{Problems}/{Escape(id)}";

    /// <param name="what">tickets, solution, reopening or resolutions.</param>
    public static string Problem(string id, string what) => $"{Problem(id)}/{what}";

    /// <param name="state">open or solved.</param>
    public static string ProblemsIn(string state, string? community = null, string? after = null) => $"{Problems}?state={state}{Part("community", community)}{Part("after", after)}";

    /// <param name="tickets">Numbers of the tickets that it is to begin with.</param>
    public static string NewProblem(params IReadOnlyList<string> tickets) => tickets.Count == 0 ? $"{Problems}/new" : $"{Problems}/new?tickets={Escape(string.Join(',', tickets))}";

    /// <summary>Taking a ticket out of a problem.</summary>
    public static string ProblemTicket(string id, string ticket) => $"{Problem(id)}/tickets/{Escape(ticket)}/removal";

    /// <summary>Tickets that are like one, to be ticked.</summary>
    public static string SimilarPicks(string ticket) => $"{Of(ticket, "similar")}?picks=true";

    /// <summary>What would be told to the customers of a problem.</summary>
    public static string NewInforming(string problem) => $"{Problem(problem)}/informings/new";

    public static string Informings(string problem) => $"{Problem(problem)}/informings";

    public static string Informing(string id) => $"/informings/{Escape(id)}";

    /// <param name="what">undo, stop or continuation.</param>
    public static string Informing(string id, string what) => $"{Informing(id)}/{what}";

    /// <summary>A proposal drafted from a case.</summary>
    public static string ProposedFrom(string ticket) => $"{NewTextBlock}?ticket={Escape(ticket)}";

    public static string ProcedureFrom(string ticket) => $"{Procedures}/new?ticket={Escape(ticket)}";

    /// <summary>For a kind of case that nothing is written for.</summary>
    public static string BlockForKind(string community, string kind) => $"{NewTextBlock}?community={Escape(community)}&case={Escape(kind)}";

    public static string OnBoard(string what, string id) => $"{Knowledge}/{what}/{Escape(id)}/state";

    public static string NewsRead(string id) => $"{Knowledge}/news/{Escape(id)}/reading";

    public static string TextBlock(string id) => $"{TextBlocks}/{Escape(id)}";

    /// <param name="what">edit or versions.</param>
    public static string TextBlock(string id, string what) => $"{TextBlocks}/{Escape(id)}/{what}";

    public static string TextBlockFile(string id, string file) => $"{TextBlocks}/{Escape(id)}/files/{Escape(file)}";

    public static string TextBlockFolder(string id) => $"{TextBlockFolders}/{Escape(id)}";

    public static string Article(string id) => $"{Articles}/{Escape(id)}";

    /// <param name="what">publication or withdrawal.</param>
    public static string Article(string id, string what) => $"{Articles}/{Escape(id)}/{what}";

    public static string NewArticleOfBlock(string block) => $"{Articles}/new?block={Escape(block)}";

    public static string NewArticleOfProcedure(string procedure) => $"{Articles}/new?procedure={Escape(procedure)}";

    public static string ArticlesAfter(string? community, string? state, string after) => $"{Articles}?after={Escape(after)}{Part("community", community)}{Part("state", state)}";

    /// <summary>The list of text blocks, narrowed.</summary>
    public static string TextBlocksIn(string? folder) => folder is null ? TextBlocks : $"{TextBlocks}?folder={Escape(folder)}";

    /// <summary>Its next page: behind a title and id.</summary>
    public static string TextBlocksAfter(string words, string? community, string? state, string? folder, string? product, string behind, string after) =>
        $"{TextBlocks}?after={Escape(after)}{Part("behind", behind)}{Part("q", words)}{Part("community", community)}{Part("state", state)}{Part("folder", folder)}{Part("product", product)}";

    private static string Part(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $"&{name}={Escape(value)}";

    private static string Escape(string value) => Uri.EscapeDataString(value);
}
