using CsCheck;
using Lotse.Domain.Intake.Mail.Forwards;
using Lotse.Domain.Intake.Spam;
using Lotse.Domain.Routing.Learning;
using Xunit;

namespace Lotse.Domain.Tests.Intake.Spam;

public sealed class ScoreSpamTests
{
    private static readonly SpamSigns s_plain = new([], SenderCheck.NotKnown, "anna@kunde.example", [], null, false);

    private static readonly MailFilterSays s_yes = new("X-Spam-Flag", "YES");

    private static readonly string[] s_values = ["NO", "YES", "No, score=-99.0 required=5.0", "Yes, score=7.5 required=5.0", "*****", "-100", "ham", "[-3 / 15]"];

    private static readonly Gen<MailFilterSays> Filters = Gen.Select(Gen.Int[0, ReadSpamFilter.Fields.Count - 1].Select(n => ReadSpamFilter.Fields.Order().ElementAt(n)), Gen.OneOf(Gen.Int[0, s_values.Length - 1].Select(n => s_values[n]), Gen.String))
        .Select((field, value) => new MailFilterSays(field, value));

    private static readonly Gen<SpamSigns> Signs = Gen.Select(Filters.Array[0, 4], Gen.Enum<SenderCheck>(), Gen.Bool.Select(own => own ? "anna@kunde.example" : "x@y.example").Array[0, 2], Gen.Bool, Gen.Bool, Gen.Bool).Select((filters, check, replyTo, known, marked, back) =>
        new SpamSigns(filters, check, "anna@kunde.example", replyTo, marked || back ? new LearnedSpam(null, marked, back && !marked) : null, known));

    [Theory]
    [InlineData("X-Spam-Flag", "YES", 70)]
    [InlineData("X-Spam-Flag", "NO", 0)]
    [InlineData("X-Spam-Status", "Yes, score=10.0 required=5.0 tests=BAYES_99 autolearn=no", 90)]
    [InlineData("X-Spam-Status", "No, score=4.5 required=5.0 tests=HTML_MESSAGE", 37)]
    [InlineData("X-Spam-Status", "No, score=-2.6 required=5.0", 0)]
    [InlineData("X-Spam-Level", "*******", 78)]
    [InlineData("X-Spam-Score", "5.0", 70)]
    [InlineData("X-Spamd-Result", "default: False [3.20 / 15.00]; ARC_NA(0.00)[]", 0)]
    [InlineData("X-Spamd-Result", "default: True [18.20 / 15.00]", 90)]
    [InlineData("X-Spamd-Result", "default: False [6.00 / 15.00]", 70)]
    [InlineData("X-Rspamd-Action", "add header", 70)]
    [InlineData("X-Rspamd-Score", "-1.5", 0)]
    [InlineData("X-MS-Exchange-Organization-SCL", "9", 85)]
    [InlineData("X-Bogosity", "Ham, tests=bogofilter", 0)]
    [InlineData("X-Spam-Status", "Yes, score=nan required=inf", 70)]
    [InlineData("X-Something", "YES", 0)]
    public void Reads_what_filters_write(string field, string value, int points) => Assert.Equal(points, ReadSpamFilter.Points(field, value));

    [Fact]
    public void Nothing_against_a_mail_is_no_score()
    {
        Assert.Null(ScoreSpam.Of(s_plain));
        Assert.Null(ScoreSpam.Of(s_plain with { ReplyTo = ["help@mail.kunde.example"], KnownWell = true, Check = SenderCheck.Passed }));
    }

    [Fact]
    public void Weighs_and_says_why()
    {
        var score = ScoreSpam.Of(s_plain with { Filters = [s_yes], ReplyTo = ["x@elsewhere.example"] });
        Assert.Equal(85, score!.Score);
        Assert.Equal([ScoreSpam.Filter, ScoreSpam.AnswersElsewhere], score.Reasons.Select(reason => reason.Code));
        Assert.Equal(score.Reasons, SpamScore.Read(score.Write()));
    }

    [Fact]
    public void Whoever_is_known_is_believed_unless_the_name_is_forged()
    {
        var known = s_plain with { Filters = [s_yes], KnownWell = true };
        Assert.Equal(30, ScoreSpam.Of(known)!.Score);
        Assert.Equal(10, ScoreSpam.Of(known with { Check = SenderCheck.Passed })!.Score);
        Assert.Equal(100, ScoreSpam.Of(known with { Check = SenderCheck.Failed })!.Score);
    }

    /// <summary>A header that the sender may have written never whitewashes.</summary>
    [Fact]
    public void No_header_lowers_it() => Gen.Select(Signs, Filters).Sample((signs, more) =>
    {
        var (without, with) = (ScoreSpam.Of(signs)?.Score ?? 0, ScoreSpam.Of(signs with { Filters = [.. signs.Filters, more] })?.Score ?? 0);
        Assert.InRange(with, without, SpamScore.Most);
        Assert.True((ScoreSpam.Of(signs with { Check = SenderCheck.Failed })?.Score ?? 0) >= (ScoreSpam.Of(signs)?.Score ?? 0));
    });

    [Fact]
    public void Is_kept_and_read_as_it_was_but_for_what_nobody_can_see() => Signs.Sample(signs =>
    {
        if (ScoreSpam.Of(signs) is not { } score) return;
        var read = SpamScore.Read(score.Write());
        Assert.Equal(score.Reasons.Select(reason => (reason.Code, reason.Points)), read.Select(reason => (reason.Code, reason.Points)));
        Assert.All(read, reason => Assert.InRange(reason.Words.Length, 0, 120));
    });
}
