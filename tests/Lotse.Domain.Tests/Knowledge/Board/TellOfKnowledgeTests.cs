using CsCheck;
using Lotse.Domain.Knowledge.Board;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge.Board;

public class TellOfKnowledgeTests
{
    private static CommunityLevels Of(params long[] first) => new(
        [new(Level.Secretariat, Operators: [new(9)], WritesToCustomers: false), new(Level.First, Operators: [.. first.Select(team => new LevelOperator(team))]), new(Level.Second, Operators: [new(8)])], EscalationReason.Usual, [HandOverForm.General]);

    [Fact]
    public void Tells_those_who_answer_first_and_nobody_beyond_the_wall() => Gen.Select(
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 3].Select(n => (long)n).Array[0, 2], Gen.Int[7, 10].Select(n => (long)n).Array[0, 2]).Array[0, 12], Gen.Int[0, 2], Gen.Int[0, 11]).Sample((people, to, by) =>
    {
        var levels = new Dictionary<long, CommunityLevels> { [1] = Of(7), [2] = Of(), [3] = Of(7, 10) };
        var readers = people.Select((one, n) => new Reader(n, (Role)one.Item1, one.Item2, one.Item3)).ToList();
        long? community = to == 0 ? null : to;
        var told = TellOfKnowledge.Of(community, levels, readers, by);

        Assert.Equal(told.Count, told.Distinct().Count());
        foreach (var reader in readers)
        {
            var reached = levels.Keys.Where(id => community is null || id == community).Where(reader.Sees).ToList();
            var expected = reader.AgentId != by && reached.Exists(id => id == 2 || reader.Teams.Contains(7) || (id == 3 && reader.Teams.Contains(10)));
            Assert.Equal(expected, told.Contains(reader.AgentId));
        }
    });

    [Fact]
    public void A_community_without_a_first_level_tells_its_lowest()
    {
        var levels = new Dictionary<long, CommunityLevels> { [1] = new([new(Level.Second, Operators: [new(8)])], EscalationReason.Usual, [HandOverForm.General]) };

        Assert.Equal([4L], TellOfKnowledge.Of(1, levels, [new(4, Role.Agent, [1], [8]), new(5, Role.Agent, [1], [7]), new(6, Role.Agent, [2], [8])], 99));
    }
}
