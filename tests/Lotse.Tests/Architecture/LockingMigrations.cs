using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Lotse.Tests.Architecture;

/// <summary>Finds steps of a migration during which PostgreSQL lets nobody write to a table that may be large, for as long as it takes to go through it.
/// See https://www.postgresql.org/docs/current/sql-altertable.html and sql-createindex.html.</summary>
internal static partial class LockingMigrations
{
    /// <summary>As many rows as there are tickets, or more. A test asks of each table to stand here or among the small ones.</summary>
    private static readonly HashSet<string> s_large = new(StringComparer.Ordinal)
    {
        "tickets", "messages", "attachments", "journal", "contacts", "contact_addresses", "contact_phones", "participants", "thread_keys", "deliveries", "raw_mails", "raw_mail_files", "mail_keys", "mail_key_names", "outbox",
        "ticket_tags", "ticket_links", "ticket_merges", "ticket_promises", "automatic_mails", "file_texts", "notices", "watchers", "hand_overs", "hand_over_drafts", "consultations", "consultation_words",
        "corrections", "text_block_uses", "text_block_words", "knowledge_news", "drafts", "draft_versions", "draft_files", "pending_replies", "webhook_deliveries", "rule_runs", "problem_tickets", "bulk_items", "inform_items",
        "informed_customers", "procedure_runs", "article_feedback", "article_remarks", "organisations",
    };

    /// <summary>As many rows as a house has people, settings and texts of its own, or kept few.</summary>
    private static readonly HashSet<string> s_small = new(StringComparer.Ordinal)
    {
        "absences", "sign_users", "agent_communities", "agent_teams", "api_tokens", "articles", "article_texts", "article_words", "retention_plans", "rules", "webhooks", "bulk_runs", "former_slugs", "help_sites",
        "informings", "invites", "level_settings", "macros", "procedures", "procedure_step_counts", "procedure_versions", "service_plans", "queue_counts", "responsibilities", "saved_views", "sequences", "settings",
        "stand_ins", "text_blocks", "text_block_files", "text_block_folders", "text_block_texts", "text_block_versions", "communities", "mailboxes", "tags", "teams", "problems", "categories", "data_protection_keys",
        "sign_user_claims", "sign_user_logins", "sign_user_tokens", "files_to_forget",
    };

    public static IEnumerable<string> Unknown(IEnumerable<string> tables) => tables.Where(table => !s_large.Contains(table) && !s_small.Contains(table));

    /// <returns>One line for each such step.</returns>
    public static IEnumerable<string> Find(string migration, IReadOnlyList<MigrationOperation> steps)
    {
        // What the same migration makes is empty.
        var made = steps.OfType<CreateTableOperation>().Select(step => step.Name).ToHashSet(StringComparer.Ordinal);
        bool IsLarge(string table) => s_large.Contains(table) && !made.Contains(table);
        foreach (var step in steps)
        {
            if (Of(step, IsLarge) is { } line) yield return $"{migration}: {line}";
        }
    }

    private static string? Of(MigrationOperation step, Func<string, bool> isLarge) => step switch
    {
        CreateIndexOperation index when isLarge(index.Table) => $"index {index.Name} on {index.Table}; see CreateIndexConcurrently",
        AddColumnOperation column when isLarge(column.Table) && (column.DefaultValueSql is not null || column.ComputedColumnSql is not null) => $"column {column.Name} of {column.Table} is reckoned for each row",
        AlterColumnOperation column when isLarge(column.Table) && column.OldColumn.ColumnType != column.ColumnType => $"column {column.Name} of {column.Table} gets another type",
        AlterColumnOperation column when isLarge(column.Table) && column.OldColumn.IsNullable && !column.IsNullable => $"column {column.Name} of {column.Table} may not be null any more",
        AddForeignKeyOperation key when isLarge(key.Table) || isLarge(key.PrincipalTable ?? "") => $"foreign key {key.Name} on {key.Table}",
        AddPrimaryKeyOperation key when isLarge(key.Table) => $"primary key on {key.Table}",
        AddUniqueConstraintOperation key when isLarge(key.Table) => $"unique constraint {key.Name} on {key.Table}",
        AddCheckConstraintOperation check when isLarge(check.Table) => $"check constraint {check.Name} on {check.Table}",
        SqlOperation sql => Said(sql.Sql, isLarge),
        _ => null,
    };

    /// <summary>Statements that change all rows hold each of them until the commit.</summary>
    private static string? Said(string sql, Func<string, bool> isLarge)
    {
        if (Index().Match(sql) is { Success: true } index && isLarge(index.Groups["table"].Value)) return $"index on {index.Groups["table"].Value}; see CreateIndexConcurrently";
        if (Alter().Match(sql) is { Success: true } alter && isLarge(alter.Groups["table"].Value)) return $"alter {alter.Groups["table"].Value}";
        return Rows().Match(sql) is { Success: true } rows && isLarge(rows.Groups["table"].Value) ? $"rows of {rows.Groups["table"].Value}" : null;
    }

    [GeneratedRegex(@"CREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)[^;]*?\sON\s+""?(?<table>\w+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Index();

    [GeneratedRegex(@"ALTER\s+TABLE\s+""?(?<table>\w+)""?\s[^;]*?(\sTYPE\s|\sSET\s+NOT\s+NULL|ADD\s+(PRIMARY|UNIQUE|CHECK|FOREIGN|CONSTRAINT))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alter();

    [GeneratedRegex(@"(UPDATE|DELETE\s+FROM)\s+""?(?<table>\w+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rows();
}
