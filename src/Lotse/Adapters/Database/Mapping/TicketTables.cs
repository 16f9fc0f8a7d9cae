using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Communities;
using Lotse.Domain.Contacts;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

internal static class TicketTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<Ticket>(ticket =>
        {
            ticket.Property(t => t.Id).ValueGeneratedNever();
            ticket.Property(t => t.Version).IsConcurrencyToken();
            ticket.Property(t => t.State).HasConversion<int>();
            ticket.Property(t => t.Lane).HasConversion<int>();
            ticket.Property(t => t.Level).HasConversion<int>();
            ticket.Property(t => t.Priority).HasConversion<int>();
            ticket.Property(t => t.Channel).HasConversion<int>();
            ticket.Ignore(t => t.IsDone);
            ticket.HasIndex(t => t.Number).IsUnique();
            ticket.HasIndex(t => new { t.Lane, t.UpdatedAt, t.Id });
            ticket.HasIndex(t => new { t.AssigneeId, t.Lane, t.UpdatedAt, t.Id });
            ticket.HasIndex(t => new { t.ActsForId, t.Lane, t.Id }, "ix_tickets_acts_for").HasFilter("acts_for_id IS NOT NULL");
            ticket.HasIndex(t => new { t.CommunityId, t.Lane, t.UpdatedAt, t.Id });
            ticket.HasIndex(t => new { t.Level, t.Lane, t.UpdatedAt, t.Id });
            ticket.HasIndex(t => new { t.ContactId, t.Id });
            ticket.HasIndex(t => new { t.UpdatedAt, t.Id });
            ticket.HasIndex(t => new { t.TeamId, t.Lane, t.UpdatedAt, t.Id });
            ticket.HasIndex(t => new { t.SnoozedUntil, t.Id }).HasFilter("snoozed_until IS NOT NULL");
            ticket.HasIndex(t => new { t.DueAt, t.Id }).HasFilter("due_at IS NOT NULL");
            ticket.HasIndex(t => t.PossibleMatchId, "ix_tickets_possible_match").HasFilter("possible_match_id IS NOT NULL");
            ticket.HasIndex(t => t.MergedIntoId).HasFilter("merged_into_id IS NOT NULL");
            ticket.HasIndex(t => t.Id, "ix_tickets_bouncing").HasFilter("level_changes > 2 AND lane = 0");
        });
        MapMessages(builder);
        MapTags(builder);
        MapContacts(builder);
        builder.Entity<Participant>().HasKey(p => new { p.TicketId, p.Address });
        builder.Entity<ThreadKey>(key =>
        {
            key.Property(k => k.Id).ValueGeneratedNever();
            key.HasIndex(k => new { k.Key, k.TicketId }).IsUnique();
            key.HasIndex(k => k.TicketId);
        });
    }

    private static void MapContacts(ModelBuilder builder)
    {
        builder.Entity<Contact>(contact =>
        {
            contact.Property(c => c.Id).ValueGeneratedNever();
            contact.HasIndex(c => c.OrganisationId);
        });
        builder.Entity<Organisation>(organisation =>
        {
            organisation.Property(o => o.Id).ValueGeneratedNever();
            organisation.HasIndex(o => new { o.CommunityId, o.Name }).IsUnique();
        });
        builder.Entity<ContactAddress>(address =>
        {
            address.Property(a => a.Id).ValueGeneratedNever();
            address.HasIndex(a => new { a.Address, a.CommunityId }).IsUnique();
            address.HasIndex(a => a.ContactId);
        });
        builder.Entity<ContactPhone>(phone =>
        {
            phone.Property(p => p.Id).ValueGeneratedNever();
            phone.HasIndex(p => new { p.ContactId, p.Number }).IsUnique();
        });
    }

    private static void MapMessages(ModelBuilder builder)
    {
        builder.Entity<Message>(message =>
        {
            message.Property(m => m.Id).ValueGeneratedNever();
            message.Property(m => m.Kind).HasConversion<int>();
            message.Ignore(m => m.IsAutomatic);
            message.Ignore(m => m.ContentMailId);
            message.Property(m => m.Seal).HasConversion(AsJson.Seal);
            message.Property(m => m.MailKind).HasConversion<int>();
            message.Property(m => m.Delivery).HasConversion<int?>();
            message.Property(m => m.To).HasConversion(AsJson.MailNames, AsJson.SameMailNames);
            message.Property(m => m.Cc).HasConversion(AsJson.MailNames, AsJson.SameMailNames);
            message.Property(m => m.ReplyTo).HasConversion(AsJson.MailNames, AsJson.SameMailNames);
            message.HasIndex(m => new { m.TicketId, m.Id });
            message.HasIndex(m => m.TicketId, "ix_messages_undelivered").HasFilter("delivery >= 2");
            message.HasMany(m => m.Attachments).WithOne().HasForeignKey(a => a.MessageId);
            message.HasOne<Ticket>().WithMany().HasForeignKey(m => m.TicketId);
        });
        builder.Entity<Attachment>(file =>
        {
            file.Property(a => a.Id).ValueGeneratedNever();
            file.HasIndex(a => a.Sha256);
        });
        builder.Entity<DraftFile>(file =>
        {
            file.Property(f => f.Id).ValueGeneratedNever();
            file.HasIndex(f => new { f.AgentId, f.TicketId, f.Id });
        });
    }

    private static void MapTags(ModelBuilder builder)
    {
        builder.Entity<Tag>(tag =>
        {
            tag.Property(t => t.Id).ValueGeneratedNever();
            tag.HasIndex(t => new { t.CommunityId, t.Name }).IsUnique();
        });
        builder.Entity<TicketTag>(link =>
        {
            link.HasKey(t => new { t.TicketId, t.TagId });
            link.HasIndex(t => new { t.TagId, t.TicketId });
        });
    }
}
