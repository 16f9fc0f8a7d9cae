using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Xunit;

namespace Lotse.Domain.Tests.Routing;

public class PlanningCategoriesTests
{
    private static readonly Category[] s_kept = [One(1, CategoryKind.Product, "Atlas"), One(2, CategoryKind.Topic, "Rechnung"), One(3, CategoryKind.SupportGroup, "Buchhaltung")];

    [Fact]
    public void Says_what_becomes_of_each()
    {
        var lines = Plan(false, Wanted(2, 1, null, "Atlas"), Wanted(3, 2, CategoryKind.Topic, "Rechnungen"), Wanted(4, 3, null, "Buchhaltung", retired: true), Wanted(5, 0, CategoryKind.Product, "Brise"));
        Assert.Equal([LineStep.Unchanged, LineStep.Changed, LineStep.Ended, LineStep.Added], lines.Select(line => line.Step));
    }

    [Fact]
    public void Says_what_stands_in_the_way()
    {
        var lines = Plan(false, Wanted(2, 9, null, "X"), Wanted(3, 1, CategoryKind.Topic, "Atlas"), Wanted(4, 0, null, "Y"), Wanted(5, 0, CategoryKind.Topic, ""), Wanted(6, 0, CategoryKind.Topic, "Rechnung"), Wanted(7, 0, CategoryKind.Product, new string('x', 81)),
            Wanted(8, 0, CategoryKind.Product, "Z") with { MailboxId = 77 }, Wanted(9, 1, null, "Atlas"));
        Assert.Equal([PlanRows.NotThere, PlanCategories.KindStays, PlanCategories.KindMissing, PlanCategories.NameMissing, PlanCategories.Exists, PlanCategories.TooLong, PlanCategories.NoSuchMailbox, PlanRows.Twice], lines.Select(line => line.Troubles[0].Refusal.Code));
        Assert.All(lines, line => Assert.Equal(LineStep.Refused, line.Step));
    }

    [Fact]
    public void Two_may_change_their_names_with_each_other_and_one_may_take_that_of_another_kind()
    {
        var lines = PlanCategories.Of([One(1, CategoryKind.Product, "A"), One(2, CategoryKind.Product, "B")], [Wanted(2, 1, null, "B"), Wanted(3, 2, null, "A"), Wanted(4, 0, CategoryKind.Topic, "A")], new HashSet<long>(), needsGroup: false);
        Assert.DoesNotContain(lines, line => line.Step == LineStep.Refused);
        Assert.All(PlanCategories.Of([], [Wanted(2, 0, CategoryKind.Product, "A"), Wanted(3, 0, CategoryKind.Product, "A")], new HashSet<long>(), needsGroup: false), line => Assert.Equal(PlanCategories.Exists, line.Troubles[0].Refusal.Code));
    }

    [Fact]
    public void The_last_support_group_stays_where_tickets_need_one()
    {
        Assert.Equal(PlanCategories.LastGroup, Plan(true, Wanted(2, 3, null, "Buchhaltung", retired: true))[0].Troubles[0].Refusal.Code);
        Assert.DoesNotContain(Plan(true, Wanted(2, 3, null, "Buchhaltung", retired: true), Wanted(3, 0, CategoryKind.SupportGroup, "Kasse")), line => line.Step == LineStep.Refused);
    }

    private static IReadOnlyList<PlannedCategory> Plan(bool needsGroup, params WantedCategory[] wanted) => PlanCategories.Of(s_kept, wanted, new HashSet<long> { 40 }, needsGroup);

    private static Category One(long id, CategoryKind kind, string name) => new() { Id = id, CommunityId = 1, Kind = kind, Name = name };

    private static WantedCategory Wanted(int line, long id, CategoryKind? kind, string name, bool retired = false) => new(line, id, kind, name, "", null, retired, []);
}
