using CsCheck;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Xunit;

namespace Lotse.Domain.Tests.Routing;

public class PlanningRowsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 29, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly KnownHere s_known = new(Set(1), Set(10, 11, 12), Set(20), Set(30), Set(40), Set(50), Set(60, 61));

    [Fact]
    public void Says_what_becomes_of_each_row()
    {
        KeptRow[] kept = [Row(1, 10), Row(2, 11), Row(3, 12), Row(4, null)];
        var lines = PlanRows.Of(kept, [Wanted(2, kept[0].Rule), Wanted(3, kept[1].Rule with { Deputies = [61] }), Wanted(4, kept[2].Rule with { Until = s_now }), Wanted(5, Rule(0, null, "de")), Wanted(6, Rule(0, 99)), Wanted(7, Rule(7, 10))], s_known, complete: false, s_now);

        Assert.Equal([LineStep.Unchanged, LineStep.Changed, LineStep.Ended, LineStep.Added, LineStep.Refused, LineStep.Refused], lines.Select(line => line.Step));
        Assert.Equal((Columns.Product, PlanRows.NotKnown), (lines[4].Troubles[0].Column, lines[4].Troubles[0].Refusal.Code));
        Assert.Equal((Columns.Id, PlanRows.NotThere), (lines[5].Troubles[0].Column, lines[5].Troubles[0].Refusal.Code));
        Assert.Equal(5, PlanRows.After(kept, lines).Count);
    }

    [Fact]
    public void Ends_what_a_complete_table_does_not_have_and_leaves_what_is_over()
    {
        KeptRow[] kept = [Row(1, 10), Row(2, 11), new(Rule(3, 12) with { Until = s_now.AddDays(-1) }, "", 1), new(Rule(4, null) with { From = s_now.AddDays(2) }, "", 1)];
        var lines = PlanRows.Of(kept, [Wanted(2, kept[0].Rule)], s_known, complete: true, s_now);

        Assert.Equal([1, 2, 4], lines.Select(line => line.Before!.Rule.Id));
        Assert.Equal([LineStep.Unchanged, LineStep.Ended, LineStep.Ended], lines.Select(line => line.Step));
        Assert.Equal((s_now, s_now), (lines[2].After.From, lines[2].After.Until)); // It never held.
    }

    [Fact]
    public void Refuses_both_of_two_new_rows_for_the_same_cases_and_only_the_new_one_beside_one_that_stays()
    {
        var twice = PlanRows.Of([], [Wanted(2, Rule(0, 10)), Wanted(3, Rule(0, 10)), Wanted(4, Rule(0, 11))], s_known, complete: false, s_now);
        Assert.Equal([LineStep.Refused, LineStep.Refused, LineStep.Added], twice.Select(line => line.Step));

        KeptRow[] kept = [Row(1, 10)];
        Assert.Equal(LineStep.Refused, PlanRows.Of(kept, [Wanted(2, Rule(0, 10))], s_known, complete: false, s_now)[0].Step);
        // One that ends makes room for one that begins then, and what a complete table leaves out makes room as well.
        Assert.DoesNotContain(PlanRows.Of(kept, [Wanted(2, kept[0].Rule with { Until = s_now.AddDays(1) }), Wanted(3, Rule(0, 10) with { From = s_now.AddDays(1) })], s_known, complete: false, s_now), line => line.Step == LineStep.Refused);
        Assert.Equal([LineStep.Added, LineStep.Ended], PlanRows.Of(kept, [Wanted(2, Rule(0, 10))], s_known, complete: true, s_now).Select(line => line.Step));
        Assert.Equal([LineStep.Refused, LineStep.Refused], PlanRows.Of([], [Wanted(2, Rule(0, 10) with { From = s_now.AddDays(1), Until = s_now.AddDays(9) }), Wanted(3, Rule(0, 10) with { From = s_now.AddDays(8) })], s_known, complete: false, s_now).Select(line => line.Step));
    }

    [Fact]
    public void Does_not_change_what_was_changed_meanwhile_nor_one_row_twice()
    {
        KeptRow[] kept = [new(Rule(1, 10), "", 5)];
        var changed = Wanted(2, kept[0].Rule with { Deputies = [61] }) with { Version = 4 };
        Assert.Equal(PlanRows.Changed, PlanRows.Of(kept, [changed], s_known, complete: false, s_now)[0].Troubles[0].Refusal.Code);
        Assert.Equal(LineStep.Unchanged, PlanRows.Of(kept, [changed with { Rule = kept[0].Rule }], s_known, complete: false, s_now)[0].Step);
        Assert.Equal(PlanRows.Twice, PlanRows.Of(kept, [changed with { Version = 5 }, changed with { Version = 5, Line = 3 }], s_known, complete: false, s_now)[1].Troubles[0].Refusal.Code);
    }

    [Fact]
    public void Leaves_a_row_that_names_somebody_who_has_gone_as_it_is_but_does_not_name_them_anew()
    {
        KeptRow[] kept = [new(Rule(1, 10) with { Holders = [new Holder(77, null)] }, "", 1)];
        Assert.Equal(LineStep.Unchanged, PlanRows.Of(kept, [Wanted(2, kept[0].Rule)], s_known, complete: false, s_now)[0].Step);
        Assert.Equal(Columns.Holders, PlanRows.Of(kept, [Wanted(2, kept[0].Rule with { Deputies = [60] })], s_known, complete: false, s_now)[0].Troubles[0].Column);
    }

    /// <summary>The quick way finds the same as comparing each row with each.</summary>
    [Fact]
    public void Finds_all_rows_that_cross_as_one_by_one() => Gen.Select(Ids(10, 12), Ids(20, 21), Any<string?>("de", "en", null), Gen.Int[0, 5], Gen.Int[0, 5]).List[0, 25].Sample(some =>
    {
        var rows = some.Select((one, at) => new Responsibility(at + 1, new Scope(1, null, one.Item1, one.Item2, null, one.Item3), [new Holder(60, null)], [], null, s_now.AddDays(one.Item4), s_now.AddDays(one.Item4 + one.Item5 + 1), null)).ToList();
        var slow = rows.SelectMany(row => CheckResponsibilities.Overlaps(row, rows)).Select(one => (Math.Min(one.RowId, one.OtherId), Math.Max(one.RowId, one.OtherId), one.WinsId)).Distinct().Order();
        Assert.Equal(slow, CheckResponsibilities.Overlaps(rows).Select(one => (Math.Min(one.RowId, one.OtherId), Math.Max(one.RowId, one.OtherId), one.WinsId)).Order());
    });

    [Fact]
    public void Moments_are_read_again_as_they_were_written_also_in_the_night_when_clocks_change() => Gen.Select(Gen.Long[0, 2 * 366 * 24 * 60], Any<long>(0, 0, 0, 12_345), Gen.Bool).Sample(one =>
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(one.Item1 / 30 * 30).AddMilliseconds(one.Item2);
        Assert.Equal(at, CellTimes.Read(CellTimes.Write(at, one.Item3, s_berlin), one.Item3, s_berlin));
    });

    [Theory]
    [InlineData("31.12.2026", false, "2026-12-30T23:00:00Z"), InlineData("31.12.2026", true, "2026-12-31T23:00:00Z"), InlineData("2026-12-31", true, "2026-12-31T23:00:00Z"), InlineData("1.7.2026 8:30", false, "2026-07-01T06:30:00Z")]
    [InlineData("2026-07-01T08:30", true, "2026-07-01T06:30:00Z"), InlineData("2026-07-01T08:30:00+00:00", true, "2026-07-01T08:30:00Z"), InlineData("2026-07-01T08:30Z", false, "2026-07-01T08:30:00Z"), InlineData("2026-03-29 02:30", false, "2026-03-29T01:30:00Z")]
    [InlineData("12/31/2026", true, null), InlineData("morgen", true, null), InlineData("31.2.2026", true, null), InlineData("9999-12-31", true, null), InlineData("0001-01-01", false, null)]
    public void Reads_days_and_times_as_people_write_them(string written, bool until, string? meant) =>
        Assert.Equal(meant is null ? null : DateTimeOffset.Parse(meant, System.Globalization.CultureInfo.InvariantCulture), CellTimes.Read(written, until, s_berlin));

    private static Gen<long?> Ids(long from, long to) => Gen.Long[from - 1, to].Select(id => id < from ? (long?)null : id);

    private static KeptRow Row(long id, long? product) => new(Rule(id, product), "", 1);

    private static Responsibility Rule(long id, long? product, string? language = null) => new(id, new Scope(1, null, product, null, null, language), [new Holder(60, null)], [], null, null, null, null);

    private static WantedRow Wanted(int line, Responsibility rule) => new(line, rule, "", null, []);

    private static HashSet<long> Set(params long[] ids) => [.. ids];

    private static Gen<T> Any<T>(params T[] values) => Gen.OneOf([.. values.Select(value => Gen.Const(value))]);
}
