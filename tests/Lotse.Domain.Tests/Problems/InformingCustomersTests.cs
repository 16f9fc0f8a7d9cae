using CsCheck;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Xunit;

namespace Lotse.Domain.Tests.Problems;

/// <summary>Whatever joins, leaves, is retried, stopped, taken back or cut off in whatever order: nobody is told twice, and nothing crosses a wall.</summary>
public class InformingCustomersTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Acting s_lead = new(5, "Lea", Role.Lead, [1, 2]);

    private sealed class Item
    {
        public InformStep Step { get; set; }
        public string[] Customers { get; set; } = [];
    }

    /// <summary>What is saved: what a killed desk finds when it comes back.</summary>
    private sealed class Rows
    {
        public Dictionary<int, long> IsIn { get; } = [];
        public Dictionary<int, Item> Items { get; } = [];
        public Dictionary<string, int> Told { get; } = [];

        /// <summary>Mails that have left for good, by customer.</summary>
        public List<string> Left { get; } = [];

        public List<(int Ticket, string Customer)> Held { get; } = [];
    }

    private sealed record Act(int What, int Ticket, int Second, bool Killed);

    /// <summary>Sixteen tickets of nine customers: some have several, some answers go to two.</summary>
    private static string[] CustomersOf(int ticket) => ticket % 5 == 4 ? [$"c{ticket % 9}", $"c{(ticket + 1) % 9}"] : [$"c{ticket % 9}"];

    [Fact]
    public void No_customer_is_told_twice_whatever_happens_between() => Gen.Select(Gen.Int[0, 6], Gen.Int[0, 15], Gen.Int[0, 15], Gen.Bool).Select((what, ticket, second, killed) => new Act(what, ticket, second, killed))
        .List[1, 120].Sample(acts =>
    {
        var rows = new Rows();
        foreach (var act in acts) Do(rows, act);

        var all = rows.Left.Concat(rows.Held.Select(one => one.Customer)).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(all.Order(), rows.Told.Keys.Order());
        // Where all are told, nothing is gone about again.
        foreach (var item in rows.Items.Values.Where(i => i.Step is InformStep.Noted or InformStep.Told && i.Customers.All(rows.Told.ContainsKey))) Assert.False(TellCustomer.Again(item.Step, item.Customers, rows.Told.Keys.ToHashSet()));
        // Going on to the end leaves nobody out.
        GoOn(rows);
        foreach (var ticket in rows.Items.Keys.Order().ToList()) Tell(rows, ticket, killed: false);
        foreach (var ticket in rows.Items.Where(i => rows.IsIn.ContainsKey(i.Key)).Select(i => i.Key)) Assert.All(CustomersOf(ticket), customer => Assert.Contains(customer, rows.Told.Keys));
        var ended = rows.Left.Concat(rows.Held.Select(one => one.Customer)).ToList();
        Assert.Equal(ended.Count, ended.Distinct().Count());
    }, iter: 2000);

    private static void Do(Rows rows, Act act)
    {
        switch (act.What)
        {
            case 0: rows.IsIn.TryAdd(act.Ticket, 1); break;
            case 1: rows.IsIn.Remove(act.Ticket); break;
            case 2 or 3: Tell(rows, act.Ticket, act.Killed); break;
            case 4: GoOn(rows); break;
            case 5: TakeBack(rows, act.Ticket); break;
            default: // The hold is over: what waits leaves.
                rows.Left.AddRange(rows.Held.Select(one => one.Customer));
                rows.Held.Clear();
                break;
        }
    }

    /// <param name="killed">Before it is saved; what was decided is gone, and so is the answer.</param>
    private static void Tell(Rows rows, int ticket, bool killed)
    {
        if (!rows.Items.TryGetValue(ticket, out var item)) return;
        var customers = CustomersOf(ticket);
        var (whom, refusal) = new TellCustomer(item.Step, rows.IsIn.ContainsKey(ticket), true, false).Decide(customers, rows.Told.Keys.ToHashSet());
        if (killed || refusal?.Code == TellCustomer.Settled) return;
        if (refusal is not null) item.Step = rows.Told.ContainsValue(ticket) ? InformStep.Told : InformStep.Refused;
        else if (whom.Count == 0) (item.Step, item.Customers) = (rows.Told.ContainsValue(ticket) ? InformStep.Told : InformStep.Noted, customers);
        else
        {
            (item.Step, item.Customers) = (InformStep.Told, customers);
            foreach (var customer in whom)
            {
                rows.Told.Add(customer, ticket);
                rows.Held.Add((ticket, customer));
            }
        }
    }

    private static void GoOn(Rows rows)
    {
        foreach (var item in rows.Items.Values.Where(i => TellCustomer.Again(i.Step, i.Customers, rows.Told.Keys.ToHashSet())).ToList()) item.Step = InformStep.Waiting;
        foreach (var ticket in rows.IsIn.Keys) rows.Items.TryAdd(ticket, new Item());
    }

    private static void TakeBack(Rows rows, int ticket)
    {
        if (rows.Items.GetValueOrDefault(ticket) is not { Step: InformStep.Told or InformStep.Waiting } item || !rows.Held.Exists(one => one.Ticket == ticket)) return;
        foreach (var (_, customer) in rows.Held.Where(one => one.Ticket == ticket)) rows.Told.Remove(customer);
        rows.Held.RemoveAll(one => one.Ticket == ticket);
        if (!rows.Told.ContainsValue(ticket)) item.Step = InformStep.TakenBack; // Else one of its two answers has left.
    }

    [Fact]
    public void A_ticket_is_in_one_problem_at_most_and_counted_right() => Gen.Select(Gen.Bool, Gen.Int[0, 9], Gen.Int[0, 2]).List[1, 80].Sample(acts =>
    {
        var problems = Enumerable.Range(0, 3).Select(i => Problem.From(new ProblemOpened(i + 1, i == 2 ? 2 : 1, new ProblemWords("Fault", "", null, "", ""), 5, s_now))).ToList();
        var tickets = Enumerable.Range(0, 10).Select(i => Ticket.From(new TicketOpened(100 + i, i % 4 == 3 ? 2 : 1, 1, 1000 + (i % 6), "Subject", "de", Level.First, "mail", s_now))).ToList();
        var isIn = new Dictionary<long, long>();
        foreach (var (joins, ticketAt, problemAt) in acts)
        {
            var (ticket, problem) = (tickets[ticketAt], problems[problemAt]);
            long? now = isIn.TryGetValue(ticket.Id, out var there) ? there : null;
            var decision = joins ? JoinProblem.Decide(problem, ticket, now, s_now) : JoinProblem.Leave(problem, ticket, now, s_now);
            if (decision.Facts is not [var fact]) continue;
            var others = tickets.Exists(t => t.Id != ticket.Id && t.ContactId == ticket.ContactId && isIn.GetValueOrDefault(t.Id) == problem.Id) ? 0 : 1;
            if (fact is TicketJoinedProblem)
            {
                Assert.True(isIn.TryAdd(ticket.Id, problem.Id), "It was in another one.");
                problem.Gain(others);
            }
            else
            {
                Assert.True(isIn.Remove(ticket.Id), "It was in none.");
                problem.Lose(others);
            }
        }
        foreach (var problem in problems)
        {
            var its = tickets.Where(t => isIn.GetValueOrDefault(t.Id) == problem.Id).ToList();
            Assert.All(its, ticket => Assert.Equal(problem.CommunityId, ticket.CommunityId));
            Assert.Equal((its.Count, its.Select(t => t.ContactId).Distinct().Count()), (problem.Tickets, problem.Customers));
        }
    }, iter: 2000);

    [Theory]
    [InlineData(Role.Agent, 9, false)]
    [InlineData(Role.Agent, 5, true)]
    [InlineData(Role.Lead, 9, true)]
    [InlineData(Role.Admin, 9, true)]
    public void Leads_admins_and_its_owner_tell_customers(Role role, long agent, bool may)
    {
        var problem = Problem.From(new ProblemOpened(1, 1, new ProblemWords("Fault", "", 5, "Hallo", "Hello"), 5, s_now));
        var why = StartInforming.WhyNot(new Acting(agent, "A", role, [1]), problem, new InformWords("Hallo", "Hello"), false, null, 3, 1);

        Assert.Equal(may ? null : ProblemRights.NotYours, why?.Code);
        Assert.Equal(ProblemRights.NotYours, StartInforming.WhyNot(new Acting(5, "A", Role.Lead, [2]), problem, new InformWords("Hallo", "Hello"), false, null, 3, 1)?.Code);
    }

    [Fact]
    public void Nothing_begins_without_words_for_everybody_twice_or_beside_another()
    {
        var problem = Problem.From(new ProblemOpened(1, 1, new ProblemWords("Fault", "", 5, "", ""), 5, s_now));
        string? Why(string german, string english, bool underWay = false, InformWords? before = null, int de = 1, int en = 1) =>
            StartInforming.WhyNot(s_lead, problem, new InformWords(german, english), underWay, before, de, en) is { } refusal ? $"{refusal.Code} {refusal.About}".Trim() : null;

        Assert.Equal("inform-nothing-written german", Why("", ""));
        Assert.Equal("inform-words-missing english", Why("Hallo", ""));
        Assert.Null(Why("Hallo", "", en: 0));
        Assert.Equal("inform-words-missing german", Why("", "Hello"));
        Assert.Equal("inform-no-such-variable german", Why("{{ contact.shoe }}", "Hello"));
        Assert.Equal("inform-under-way", Why("Hallo", "Hello", underWay: true));
        Assert.Equal("inform-same-words", Why("Hallo", "Hello", before: new InformWords("Hallo", "Hello")));
        Assert.Equal("inform-nobody-there", Why("Hallo", "Hello", de: 0, en: 0));
    }

    [Theory]
    [InlineData("de", "en", true)]
    [InlineData("de-AT", "en", true)]
    [InlineData("en", "de", false)]
    [InlineData("fr", "de", false)]
    [InlineData(null, "de", true)]
    [InlineData(null, "en", false)]
    public void German_tickets_get_German_and_all_others_English(string? ticket, string community, bool german) => Assert.Equal(german, InformWords.IsGerman(ticket, community));

    [Fact]
    public void What_is_missing_is_never_sent_as_nothing()
    {
        var words = new InformWords("Guten Tag {{ contact.name }}, in {{ number }}", "");

        Assert.Equal("Guten Tag Kim, in 7", words.For(true, name => name == "number" ? "7" : "Kim").Text);
        Assert.Equal(("inform-value-missing", "contact.name"), (words.For(true, name => name == "number" ? "7" : " ").Refusal!.Code, words.For(true, name => name == "number" ? "7" : " ").Refusal!.About));
        Assert.Equal("inform-words-missing", words.For(false, _ => "x").Refusal!.Code);
    }
}
