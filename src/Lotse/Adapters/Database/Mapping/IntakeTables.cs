using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

internal static class IntakeTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<Delivery>(delivery =>
        {
            delivery.Property(d => d.Id).ValueGeneratedNever();
            delivery.Property(d => d.Step).HasConversion<int>().IsConcurrencyToken(); // Two agents at one parked mail: the second finds it gone.
            delivery.HasIndex(d => new { d.Fingerprint, d.CommunityId }).IsUnique(); // Two desks that take the same mail at once: the second sees it here.
            delivery.HasIndex(d => new { d.Step, d.Id }).HasFilter("step <> 1"); // SQLite takes it only where the same words stand in the question.
            delivery.HasIndex(d => d.MessageId);
            delivery.HasIndex(d => d.TicketId, "ix_deliveries_no_message").HasFilter("message_id IS NULL AND ticket_id IS NOT NULL");
        });
        builder.Entity<RawMail>().Property(r => r.Id).ValueGeneratedNever();
        builder.Entity<RawMailFile>(file =>
        {
            file.HasKey(f => new { f.Sha256, f.RawMailId });
            file.HasOne<RawMail>().WithMany().HasForeignKey(f => f.RawMailId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<MailKey>(key =>
        {
            key.Property(k => k.Id).ValueGeneratedNever();
            key.Property(k => k.Use).HasConversion<int>();
            key.Property(k => k.Kind).HasConversion<int>();
            key.HasIndex(k => k.MailboxId);
            key.HasIndex(k => new { k.Use, k.Fingerprint });
        });
        builder.Entity<MailKeyName>().HasKey(n => new { n.Name, n.MailKeyId });
        builder.Entity<OutboxItem>(item =>
        {
            item.Property(o => o.Id).ValueGeneratedNever();
            item.Property(o => o.Step).HasConversion<int>();
            item.Property(o => o.LeasedUntil).IsConcurrencyToken(); // Taken back while it is being claimed: only one of both happens.
            item.HasIndex(o => new { o.NextAt, o.Id }).HasFilter("step = 0");
            item.HasIndex(o => o.MessageId);
        });
        builder.Entity<AutomaticMail>(mail =>
        {
            mail.Property(m => m.Id).ValueGeneratedNever();
            mail.HasIndex(m => new { m.AddressKey, m.At, m.SubjectKey }); // Counted without a look at the row.
            mail.HasIndex(m => m.At);
            mail.HasIndex(m => m.TicketId);
        });
    }
}
