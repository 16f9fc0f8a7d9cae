using System.Text;
using Lotse.Adapters.MailServer.Reading.Headers;
using MimeKit;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Reading;

/// <summary>Usual addresses are read without the whole parser, and mean the same to both.</summary>
public sealed class ReadingSimpleAddressesTests
{
    private static readonly ParserOptions s_options = new() { AllowAddressesWithoutDomain = true };

    private static readonly string[] s_pieces =
    [
        "anna", "Kunde", "anna@kunde.example", "<anna@kunde.example>", "<", ">", "\"", "\"Anna Kunde\"", "\"Kunde, Anna\"", " ", "  ", ".", "-", "'", ",", "(", ")", "=?", "?=", "\\", ":", ";", "@",
        "_", "+", "\t", "\r\n ", "xn--kndchen-n2a.example", "1", "&", "/", "[", "]", "é", "\"\"", "..", "%", "!",
    ];

    [Theory]
    [InlineData(" anna@kunde.example\r\n", "", "anna@kunde.example")]
    [InlineData(" Anna Kunde <anna@kunde.example>\r\n", "Anna Kunde", "anna@kunde.example")]
    [InlineData("\"Kunde, Anna\" <a.k+x@kunde.example>", "Kunde, Anna", "a.k+x@kunde.example")]
    public void The_usual_forms_are_read(string raw, string name, string address)
    {
        Assert.True(SimpleAddress.TryRead(Encoding.UTF8.GetBytes(raw), out var found, out var box));
        Assert.Equal((name, address), (found, box));
    }

    [Fact]
    public void Whatever_is_taken_for_simple_means_the_same_to_the_whole_parser()
    {
        var random = new Random(4711);
        var taken = 0;
        for (var i = 0; i < 500_000; i++)
        {
            var raw = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => s_pieces[random.Next(s_pieces.Length)])));
            if (!SimpleAddress.TryRead(raw, out var name, out var address)) continue;
            taken++;
            Assert.True(InternetAddressList.TryParse(s_options, raw, out var list), Encoding.UTF8.GetString(raw));
            var box = Assert.IsType<MailboxAddress>(Assert.Single(list));
            Assert.Equal((name, address), (box.Name ?? "", box.Address));
        }
        Assert.InRange(taken, 5_000, 500_000);
    }
}
