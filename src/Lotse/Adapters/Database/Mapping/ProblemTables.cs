using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Problems;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

/// <summary>Problems, their tickets, and what their customers are told.</summary>
internal static class ProblemTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<Problem>(problem =>
        {
            problem.Property(p => p.Id).ValueGeneratedNever();
            problem.Property(p => p.State).HasConversion<int>();
            problem.Property(p => p.Changes).IsConcurrencyToken();
            problem.HasIndex(p => new { p.CommunityId, p.Id }, "ix_problems_unsolved").HasFilter("state < 2");
            problem.HasIndex(p => new { p.CommunityId, p.Id }, "ix_problems_solved").HasFilter("state = 2");
        });
        builder.Entity<ProblemTicket>(ticket =>
        {
            ticket.HasKey(t => t.TicketId);
            ticket.Property(t => t.TicketId).ValueGeneratedNever();
            ticket.HasIndex(t => new { t.ProblemId, t.TicketId });
            ticket.HasIndex(t => new { t.ProblemId, t.ContactId });
            ticket.HasIndex(t => t.ContactId);
        });
        builder.Entity<InformRun>(informing =>
        {
            informing.Property(i => i.Id).ValueGeneratedNever();
            informing.HasIndex(i => new { i.ProblemId, i.Id });
            informing.HasIndex(i => i.Id, "ix_informings_unfinished").HasFilter("finished_at IS NULL");
        });
        builder.Entity<InformItem>(item =>
        {
            item.HasKey(i => new { i.InformingId, i.TicketId });
            item.Property(i => i.Step).HasConversion<int>().IsConcurrencyToken();
            item.HasIndex(i => new { i.InformingId, i.Step, i.TicketId });
        });
        builder.Entity<InformedCustomer>().HasKey(c => new { c.InformingId, c.Customer });
    }
}
