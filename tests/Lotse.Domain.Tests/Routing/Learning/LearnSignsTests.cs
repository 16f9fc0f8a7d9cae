using CsCheck;
using Lotse.Domain.Routing.Learning;
using Xunit;

namespace Lotse.Domain.Tests.Routing.Learning;

public sealed class LearnSignsTests
{
    private const long Boats = 11, Sails = 12;

    private static int s_id;

    private static readonly string[] s_words = ["Ruderpinne", "Segeltuch", "Ankerkette", "Rechnung", "Lieferung", "Werft", "Kompassnadel", "Schwimmweste"];

    private static readonly Gen<Correction> Corrections = Gen.Select(Gen.Long[1, 60], Gen.Int[0, 2], Gen.Long[0, 4], Gen.Int[0, s_words.Length - 1].Select(n => s_words[n]).Array[1, 5]).Select((ticket, kind, to, words) =>
        new Correction { Id = ticket, TicketId = ticket, CommunityId = 1, Kind = kind == 2 ? LearnedKind.Spam : (LearnedKind)kind, To = kind == 2 ? to % 2 : to == 0 ? null : to, Words = string.Join(' ', words) });

    private static Correction Of(long? to, string words, long community = 1, LearnedKind kind = LearnedKind.Product) => new() { Id = ++s_id, TicketId = s_id, CommunityId = community, Kind = kind, To = to, Words = words };

    private static LearnedGuess? Tell(IEnumerable<Correction> corrections, string subject, string text = "") => new LearnSigns(corrections).Best(1, LearnedKind.Product, subject, text);

    [Fact]
    public void One_correction_suggests_and_does_not_act()
    {
        var guess = Tell([Of(Boats, "Ruderpinne gebrochen Werft")], "Meine Ruderpinne", "liegt in der Werft");
        Assert.Equal((Boats, 1, false), (guess!.To, guess.Corrections, guess.Acts));
        Assert.Equal(["Ruderpinne", "Werft"], guess.Words);
    }

    [Fact]
    public void Two_that_agree_on_two_words_act_and_so_do_three_on_one()
    {
        Assert.True(Tell([Of(Boats, "Ruderpinne Werft"), Of(Boats, "Ruderpinne Werft")], "Ruderpinne", "in der Werft")!.Acts);
        Assert.False(Tell([Of(Boats, "Ruderpinne Werft"), Of(Boats, "Ruderpinne Anker")], "Ruderpinne")!.Acts);
        var guess = Tell([Of(Boats, "Ruderpinne Werft"), Of(Boats, "Ruderpinnen Anker"), Of(Boats, "Ruderpinne Kette")], "Zwei Ruderpinnen");
        Assert.Equal((true, 3), (guess!.Acts, guess.Corrections)); // Forms of a word are one.
    }

    [Fact]
    public void What_others_contradict_is_no_sign()
    {
        var mixed = new[] { Of(Boats, "Ruderpinne Werft"), Of(Boats, "Ruderpinne Werft"), Of(Sails, "Ruderpinne Werft"), Of(null, "Ruderpinne Werft") };
        Assert.Null(Tell(mixed, "Ruderpinne Werft"));
        Assert.False(Tell([.. mixed, Of(Boats, "Ruderpinne Werft")], "Ruderpinne Werft")!.Acts); // Three for, two against.
    }

    [Fact]
    public void Two_categories_that_are_as_likely_are_none() => Assert.Null(Tell([Of(Boats, "Ruderpinne"), Of(Sails, "Segeltuch")], "Ruderpinne und Segeltuch"));

    [Fact]
    public void Communities_are_walls() => Assert.Null(Tell([Of(Boats, "Ruderpinne Werft", community: 2), Of(Boats, "Ruderpinne Werft", community: 2)], "Ruderpinne Werft"));

    [Fact]
    public void What_people_write_in_every_mail_is_not_learned()
    {
        Assert.Equal(["Segeltuch"], TellingWords.Of("Anfrage Segeltuch 2026", "Sehr geehrte Damen und Herren, vielen Dank und freundliche Grüße"));
        Assert.Equal(TellingWords.AtMost, TellingWords.Of(string.Join(' ', s_words), string.Join(' ', Enumerable.Range(0, 60).Select(n => $"Wortwort{(char)('a' + (n % 26))}{(char)('a' + (n / 26))}"))).Count);
    }

    [Fact]
    public void Product_and_topic_speak_against_spam()
    {
        Correction[] marked = [Of(LearnedSpam.Is, "Rechnung Mahnung spam@x.example", kind: LearnedKind.Spam), Of(LearnedSpam.Is, "Rechnung Mahnung spam@x.example", kind: LearnedKind.Spam)];
        Assert.True(LearnedSpam.Of(new LearnSigns(marked), 1, "spam@x.example", "", "")!.SenderMarked);
        Assert.NotNull(LearnedSpam.Of(new LearnSigns(marked), 1, "anna@kunde.example", "Rechnung und Mahnung", "")!.Guess);
        Assert.Null(LearnedSpam.Of(new LearnSigns([.. marked, Of(Boats, "Rechnung Boot"), Of(Boats, "Mahnung Boot")]), 1, "anna@kunde.example", "Rechnung und Mahnung", ""));
        Assert.True(LearnedSpam.Of(new LearnSigns([.. marked, Of(LearnedSpam.IsNot, "Angebot anna@kunde.example", kind: LearnedKind.Spam)]), 1, "anna@kunde.example", "Hallo", "")!.SenderBroughtBack);
    }

    [Fact]
    public void Knows_so_many_words_and_no_more()
    {
        var many = Enumerable.Range(0, 1000).Select(n => Of(n % 7, string.Join(' ', Enumerable.Range(0, 6).Select(w => $"wort{Letters(n)}{(char)('a' + w)}")))).Append(Of(Boats, "Ruderpinne Werft")).Append(Of(Boats, "Ruderpinne Werft"));
        var signs = new LearnSigns(many);
        Assert.True(Enumerable.Range(0, 7).Append(11).Sum(to => signs.WordsOf(1, LearnedKind.Product, to).Count) <= LearnSigns.MostWords);
        Assert.True(signs.Best(1, LearnedKind.Product, "Ruderpinne Werft", "")!.Acts); // What is of most use is kept.

        static string Letters(int n) => string.Concat(n.ToString("D4", System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + (digit - '0'))));
    }

    [Fact]
    public void Learns_the_same_in_whatever_order_and_forgets_by_leaving_out() => Gen.Select(Corrections.Array[0, 40], Gen.Int[0, s_words.Length - 1].Select(n => s_words[n]).Array[1, 4]).Sample((all, said) =>
    {
        var corrections = all.DistinctBy(one => (one.TicketId, one.Kind)).ToList();
        var text = string.Join(' ', said);
        var (straight, back) = (new LearnSigns(corrections), new LearnSigns(Enumerable.Reverse(corrections)));
        foreach (var kind in Enum.GetValues<LearnedKind>())
        {
            var (one, other) = (straight.Best(1, kind, text, ""), back.Best(1, kind, text, ""));
            Assert.Equal(one is null ? null : (one.To, one.Corrections, one.Acts, string.Join(' ', one.Words)), other is null ? null : ((long, int, bool, string)?)(other.To, other.Corrections, other.Acts, string.Join(' ', other.Words)));
            foreach (var guess in straight.Suggest(1, kind, text, ""))
            {
                var speaking = corrections.Where(c => c.Kind == kind && c.To == guess.To).ToList();
                if (kind != LearnedKind.Spam) Assert.InRange(guess.Corrections, 1, speaking.Count); // Never more than there were.
                if (guess.Acts) Assert.True(guess.Corrections > 1);
                var without = new LearnSigns(corrections.Except(speaking).Where(c => kind != LearnedKind.Spam || c.Kind == LearnedKind.Spam));
                Assert.DoesNotContain(without.Suggest(1, kind, text, ""), left => left.To == guess.To);
            }
        }
    });
}
