using Lotse.Adapters.MailServer.Imap;
using Lotse.Adapters.MailServer.Sending;
using Lotse.Domain.Communities;
using Lotse.Intake;
using Lotse.Intake.Mail.Fetching;
using Lotse.Intake.Senders;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;
using Lotse.Ui.Layout.Telling;
using Xunit;

namespace Lotse.Tests.Ui;

/// <summary>What is wrong at the moment, in words that somebody at the desk understands.</summary>
public sealed class TellingTroubleTests
{
    [Theory]
    [InlineData("store-full", "trouble.store.full")]
    [InlineData("store-locked", "trouble.store.locked")]
    [InlineData("store-gone", "trouble.store.gone")]
    [InlineData("store-read-only", "trouble.store.readOnly")]
    public async Task A_banner_says_why_nothing_can_be_saved(string code, string text)
    {
        var banner = Sample.Of<Troubles>("banner", ("List", (Trouble[])[new Trouble(TroubleKind.StoreCannotWrite, Drawing.Now, Detail: code)]));

        foreach (var words in (Texts[])[Texts.German, Texts.English])
        {
            var page = System.Net.WebUtility.HtmlDecode(await Drawing.Draw(banner, words.Language));
            Assert.Contains(words[text], page);
            Assert.Contains(words["trouble.store.text"], page);
            Assert.DoesNotContain(code, page);
        }
    }

    [Fact]
    public void Each_kind_of_trouble_with_a_mailbox_has_words_and_keeps_those_of_the_server()
    {
        foreach (var trouble in Enum.GetNames<MailboxTrouble>().Concat(Enum.GetNames<SendingTrouble>()))
        {
            var said = MailboxTroubleText.Of(Texts.English, new Moments(Texts.English, TimeZoneInfo.Utc, Drawing.Now), $"{trouble}: NO [AUTHENTICATIONFAILED] nope: sorry");
            Assert.DoesNotContain($"{trouble}:", said);
            Assert.DoesNotContain("⟦", said);
            Assert.EndsWith(" NO [AUTHENTICATIONFAILED] nope: sorry", said);
        }
    }

    [Fact]
    public void Mails_that_were_left_behind_are_counted_in_both_languages_beside_whatever_else_is_wrong()
    {
        var at = new DateTimeOffset(2026, 11, 14, 9, 12, 0, TimeSpan.Zero);
        var lines = LeftBehindNote.Lines([
            new LeftBehindMail(4, LeftBehindReason.TooLarge, 41_000_000, at.AddDays(2)), new LeftBehindMail(2, LeftBehindReason.TooLarge, 43_100_000, at), new LeftBehindMail(3, LeftBehindReason.Unreadable, 5000, at),
        ]);
        var kept = string.Join('\n', lines.Prepend("ConnectionLost: bye"));

        var (german, english) = (Say(Texts.German, kept), Say(Texts.English, kept));
        Assert.StartsWith($"{Texts.German["imap.connectionLost"]} bye 2 Mails sind größer", german);
        Assert.Contains($"(43,1 MB, 41,0 MB; die älteste seit {new Moments(Texts.German, TimeZoneInfo.Utc, Drawing.Now).Exact(at)})", german);
        Assert.Contains($"hand out 1 mail (5 KB; since {new Moments(Texts.English, TimeZoneInfo.Utc, Drawing.Now).Exact(at)})", english);
        Assert.DoesNotContain("Left", english);
        Assert.Equal((false, true), (MailboxTroubleText.IsLeftBehind(kept), MailboxTroubleText.IsLeftBehind(string.Join('\n', lines))));
        Assert.Null(LeftBehindNote.Read("LeftTooLarge: many"));
    }

    private static string Say(Texts words, string kept) => MailboxTroubleText.Of(words, new Moments(words, TimeZoneInfo.Utc, Drawing.Now), kept);

    [Fact]
    public void Each_finding_about_a_sender_has_words()
    {
        foreach (var finding in Enum.GetValues<SenderFinding>())
        {
            var hint = new SenderHint(SenderRecord.Spf, finding, "hafen.example");
            Assert.DoesNotContain("⟦", SenderText.Of(Texts.German, hint) + SenderText.State(Texts.German, hint));
            Assert.Equal(finding == SenderFinding.NotKnown, SenderText.Of(Texts.English, hint) == Texts.English["sender.notKnown"]);
        }
    }
}
