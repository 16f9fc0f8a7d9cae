using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Mapping;

internal static class DeskTables
{
    public static void Map(ModelBuilder builder)
    {
        builder.Entity<JournalRow>(row =>
        {
            row.ToTable("journal");
            row.Property(r => r.Id).ValueGeneratedNever();
            row.HasIndex(r => new { r.TicketId, r.Id });
        });
        builder.Entity<Sequence>(sequence =>
        {
            sequence.HasKey(s => s.Name);
            sequence.HasData(
                new Sequence { Name = Sequence.JournalId, Value = 0 },
                new Sequence { Name = Sequence.TicketNumber, Value = 1000 },
                new Sequence { Name = Sequence.WhoActs, Value = 1 },
                new Sequence { Name = Sequence.Learned, Value = 1 },
                new Sequence { Name = Sequence.Desk, Value = 1 });
        });
        builder.Entity<QueueCount>().HasKey(c => new { c.CommunityId, c.State, c.Level, c.AssigneeId, c.TeamId });
        builder.Entity<Setting>().HasKey(s => s.Name);
    }
}
