using CsCheck;
using Lotse.Domain.Levels;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Levels;

public class ConsultTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly CommunityLevels s_levels = CommunityLevels.Usual with
    {
        Levels = [new(Level.First, Operators: [new(1)]), new(Level.Second, Operators: [new(2)]), new(Level.Third, WritesToCustomers: false, Operators: [new(3)])],
    };

    private static Ticket TicketOf(Level level = Level.Second) => Ticket.From(new TicketOpened(7, 1, 1, 1, "Sache", "de", level, "mail", s_now));

    [Fact]
    public void A_level_that_writes_to_nobody_is_asked_and_the_ticket_stays_where_it_is()
    {
        var ticket = TicketOf();
        var decision = new Consult(1, 2, Level.Third, null, "Woran liegt es?").Decide(ticket, new Standing(s_levels, [2], false), 9, false, s_now);

        foreach (var fact in decision.Facts) ticket.Apply((TicketFact)fact);
        Assert.Equal([new LevelConsulted(7, 1, Level.Third, null, s_now)], decision.Facts);
        Assert.Equal((Level.Second, null, 0), (ticket.Level, ticket.HandOverId, ticket.LevelChanges));
    }

    [Theory]
    [InlineData(null, null, "Worte", Consult.NobodyAsked)]
    [InlineData(Level.Third, 8L, "Worte", Consult.NobodyAsked)]
    [InlineData(Level.Second, null, "Worte", Consult.NoSuchLevel)]
    [InlineData(Level.Secretariat, null, "Worte", Consult.NoSuchLevel)]
    [InlineData(null, 9L, "Worte", Consult.AskedOneself)]
    [InlineData(null, 66L, "Worte", Consult.NoSuchAgent)]
    [InlineData(Level.Third, null, " ", Consult.WordsMissing)]
    public void Says_what_is_in_the_way(Level? level, long? asked, string words, string code) =>
        Assert.Equal(code, new Consult(1, 2, level, asked, words).Decide(TicketOf(), new Standing(s_levels, [2], false), 9, asked is 8 or 9, s_now).Refusal?.Code);

    /// <summary>Whoever says something in whatever order: only the asked side answers, whoever asked never answers himself, and nothing is said once it is closed.</summary>
    [Fact]
    public void Only_the_side_that_was_asked_answers() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 4], Gen.Bool, Gen.Bool, Gen.Bool).Sample((agent, team, leads, byLevel, closed) =>
    {
        var question = new OpenQuestion(1, 2, byLevel ? Level.Third : null, byLevel ? null : 3, null, closed ? s_now : null);
        var decision = new SayInConsultation(5, "Worte").Decide(TicketOf(), question, new Standing(s_levels, [team], leads), agent, s_now);

        if (closed)
        {
            Assert.Equal(SayInConsultation.Closed, decision.Refusal?.Code);
            return;
        }
        var said = Assert.IsType<ConsultationSaid>(Assert.Single(decision.Facts));
        Assert.Equal(agent != 2 && (byLevel ? leads || team == 3 : agent == 3), said.Answers);
        Assert.Equal(said.Answers ? 2 : byLevel ? null : 3L, said.To);
    });
}
