using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Domain.Communities;
using Lotse.Domain.Contacts;
using Lotse.Domain.Problems;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Lotse.Adapters.Database.Checking;

/// <summary>A column that names a row of another table.</summary>
/// <param name="Key">The columns that tell the naming row from others.</param>
public sealed record Reference(string Table, IReadOnlyList<string> Key, string Column, string Target, bool ZeroIsNone, bool MayBeEmpty);

/// <summary>All columns that name rows, by what they are called: a new table is checked from the day it is there.</summary>
public static class References
{
    private static readonly Dictionary<string, Type> Named = new(StringComparer.Ordinal)
    {
        ["TicketId"] = typeof(Ticket), ["PossibleMatchId"] = typeof(Ticket), ["MessageId"] = typeof(Message), ["NewestMessageId"] = typeof(Message),
        ["AnswersId"] = typeof(Message), ["RawMailId"] = typeof(RawMail), ["OpenedMailId"] = typeof(RawMail), ["MailKeyId"] = typeof(MailKey), ["CommunityId"] = typeof(Community), ["MailboxId"] = typeof(Mailbox),
        ["TeamId"] = typeof(Team), ["TagId"] = typeof(Tag), ["ContactId"] = typeof(Contact), ["AgentId"] = typeof(AgentAccount),
        ["OrganisationId"] = typeof(Organisation), ["AliasOfId"] = typeof(Tag), ["MergedIntoId"] = typeof(Ticket), ["OtherTicketId"] = typeof(Ticket), ["IntoTicketId"] = typeof(Ticket),
        ["DraftId"] = typeof(Draft), ["BulkRunId"] = typeof(BulkRun), ["ByAgentId"] = typeof(AgentAccount),
        ["AssigneeId"] = typeof(AgentAccount), ["AuthorId"] = typeof(AgentAccount), ["UserId"] = typeof(AgentAccount), ["DeliveryId"] = typeof(Delivery),
        ["HandOverId"] = typeof(HandOver), ["OuterId"] = typeof(HandOver), ["NoteId"] = typeof(Message), ["TeamBeforeId"] = typeof(Team), ["AssigneeBeforeId"] = typeof(AgentAccount),
        ["AcceptedById"] = typeof(AgentAccount), ["ReturnedById"] = typeof(AgentAccount), ["ConsultationId"] = typeof(Consultation), ["AskedId"] = typeof(AgentAccount),
        ["ProblemId"] = typeof(Problem), ["InformingId"] = typeof(InformRun), ["OwnerId"] = typeof(AgentAccount), ["OpenedById"] = typeof(AgentAccount), ["SolvedById"] = typeof(AgentAccount),
        ["ProcedureId"] = typeof(Procedure), ["TextBlockId"] = typeof(TextBlock), ["FolderId"] = typeof(TextBlockFolder), ["ParentFolderId"] = typeof(TextBlockFolder), ["UpdatedById"] = typeof(AgentAccount),
        ["FromTicketId"] = typeof(Ticket),
        ["ActsForId"] = typeof(AgentAccount), ["AgreementWithId"] = typeof(AgentAccount), ["EnteredById"] = typeof(AgentAccount),
        ["ProductId"] = typeof(Category), ["TopicId"] = typeof(Category), ["SupportGroupId"] = typeof(Category),
        ["ArticleId"] = typeof(Article),
        ["RuleId"] = typeof(RuleRow), ["WebhookId"] = typeof(Webhook),
    };

    public static IReadOnlyList<Reference> All(DeskDatabase database) =>
        [.. Columns(database).Where(column => Named.ContainsKey(column.Name)).Select(column => Make(database, column))];

    /// <summary>Columns that look like references, yet nobody has said to what. A test keeps this empty.</summary>
    public static IReadOnlyList<string> Unknown(DeskDatabase database) =>
        [.. Columns(database).Where(column => !Named.ContainsKey(column.Name)).Select(column => $"{column.DeclaringType.ShortName()}.{column.Name}")];

    /// <summary>Numbers whose name ends in "Id". Texts (MailId, ContentId) are other people's ids.</summary>
    private static IEnumerable<IProperty> Columns(DeskDatabase database) => database.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
        .Where(property => property.Name.Length > 2 && property.Name.EndsWith("Id", StringComparison.Ordinal)
            && (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(long));

    private static Reference Make(DeskDatabase database, IProperty column)
    {
        var entity = (IEntityType)column.DeclaringType;
        // The mail of a message that was blacked out is gone; that it came is not.
        var zeroIsNone = column.Name == nameof(Ticket.NewestMessageId) || (entity.ClrType == typeof(Delivery) && column.Name == nameof(Delivery.RawMailId)) || entity.ClrType == typeof(QueueCount);
        return new Reference(entity.GetTableName()!, [.. entity.FindPrimaryKey()!.Properties.Select(key => key.GetColumnName())], column.GetColumnName(),
            database.Model.FindEntityType(Named[column.Name])!.GetTableName()!, zeroIsNone, column.IsNullable);
    }
}
