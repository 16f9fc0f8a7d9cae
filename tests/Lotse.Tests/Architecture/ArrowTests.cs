using Xunit;

namespace Lotse.Tests.Architecture;

public sealed class ArrowTests
{
    public static TheoryData<string> AllRules => [.. Rules.All(House.Gates("gates.txt"), new HashSet<string>()).Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(AllRules))]
    public void The_desk_breaks_no_rule_but_where_exceptions_txt_says_so(string name)
    {
        var broken = Broken(House.Desk, name, "gates.txt").Select(use => use.ToString()).ToList();
        var excepted = Exceptions(name);

        House.None("Breaks " + name, broken.Where(arrow => !excepted.Any(entry => Fits(entry, arrow))));
        House.None("Stands in exceptions.txt although nothing needs it: " + name, excepted.Where(entry => !broken.Any(arrow => Fits(entry, arrow))));
    }

    /// <summary>A rule that finds nothing is worth nothing until it is seen to find what is there.</summary>
    [Theory]
    [MemberData(nameof(AllRules))]
    public void Every_rule_finds_exactly_the_offenders_that_are_planted_for_it(string name)
    {
        var planted = House.Planted.Select(use => use.From).Distinct().Where(type => type.Breaks.Contains(name)).Select(type => type.Name).Order().ToList();
        var found = Broken(House.Planted, name, "planted-gates.txt").Select(use => use.From.Name).Distinct().Order().ToList();

        Assert.NotEmpty(planted);
        Assert.Equal(planted, found);
    }

    [Fact]
    public void Every_exception_names_a_rule_that_there_is() =>
        House.None("No such rule", House.Listed("exceptions.txt").Where(line => !AllRules.Any(row => line.StartsWith(row.Data + ": ", StringComparison.Ordinal))));

    [Fact]
    public void Every_gate_and_every_gated_table_is_there()
    {
        var types = House.Desk.Select(use => use.From.Name).ToHashSet();
        var members = House.Desk.Select(use => $"{use.To}.{use.Member}").ToHashSet();
        foreach (var (table, gates) in House.Gates("gates.txt"))
        {
            Assert.Contains(table, members);
            Assert.All(gates, gate => Assert.Contains(gate, types));
        }
    }

    [Fact]
    public void There_is_one_clock_and_one_maker_of_ids_at_most()
    {
        var names = House.Desk.Select(use => use.From).Distinct().Select(type => type.ShortName).ToList();

        Assert.True(names.Count(name => name == "Clock") <= 1);
        Assert.True(names.Count(name => name == "Ids") <= 1);
    }

    [Fact]
    public void The_desk_is_read_at_all()
    {
        Assert.Contains(House.Desk, use => use.From.Name == "Lotse.Domain.Intake.ReadMail");
        Assert.Contains(House.Desk, use => use.From.Name == "Lotse.Adapters.MailServer.ReceivedMail" && use.To == "System.IO.FileStream");
        Assert.Contains(House.Desk, use => use.From.LongestMethod.Lines > 1);
    }

    private static IEnumerable<Use> Broken(IReadOnlyList<Use> uses, string rule, string gates) =>
        uses.Where(Rules.All(House.Gates(gates), Rules.Asking(uses)).Single(each => each.Name == rule).IsBrokenBy);

    private static List<string> Exceptions(string rule) =>
        [.. House.Listed("exceptions.txt").Where(line => line.StartsWith(rule + ": ", StringComparison.Ordinal)).Select(line => line[(rule.Length + 2)..])];

    private static bool Fits(string entry, string arrow)
    {
        var (wanted, given) = (entry.Split(" -> "), arrow.Split(" -> "));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair =>
            pair.First.EndsWith('*') ? pair.Second.StartsWith(pair.First[..^1], StringComparison.Ordinal) : pair.First == pair.Second);
    }
}
