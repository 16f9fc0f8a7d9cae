using System.Text;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Reading;

public sealed class ReadingACharsetTests
{
    [Theory]
    [InlineData("us-ascii")]
    [InlineData("iso-8859-1")]
    [InlineData("no-such-charset")]
    public void Decodes_a_mislabelled_windows_1252_body(string label) =>
        Assert.Equal("Größe – 5 €", Mails.Read(Mails.Text("Gr\u00f6\u00dfe \u0096 5 \u0080", $"text/plain; charset={label}")).Text);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    [InlineData("us-ascii")]
    public void Decodes_utf_8_whatever_its_label_says(string label) =>
        Assert.Equal("Größe", Mails.Read(Mails.Text(Utf8("Größe"), $"text/plain; charset={label}")).Text);

    [Fact]
    public void Says_that_a_charset_was_guessed() =>
        Assert.Contains("charset-guessed", Mails.Read(Mails.Text(Utf8("Größe"), "text/plain; charset=us-ascii")).Problems);

    [Fact]
    public void Keeps_utf_8_that_was_cut_in_the_middle_of_its_last_character() =>
        Assert.StartsWith("5 € und Ende", Mails.Read(Mails.Text(Utf8("5 €") + " und Ende \u00c3")).Text, StringComparison.Ordinal);

    [Fact]
    public void Decodes_utf_7() => Assert.Equal("Größe + mehr", Mails.Read(Mails.Text("Gr+APYA3w-e +- mehr", "text/plain; charset=utf-7")).Text);

    [Fact]
    public void Decodes_japanese_in_seven_bits() =>
        Assert.Equal("プリンタ", Mails.Read(Mails.Text("\u001b$B%W%j%s%?\u001b(B", "text/plain; charset=iso-2022-jp")).Text);

    [Fact]
    public void Joins_a_character_that_was_split_over_two_encoded_words() =>
        Assert.Equal("Kviečiame", Subject("=?utf-8?Q?Kvie=C4?= =?utf-8?Q?=8Diame?="));

    [Fact]
    public void Joins_a_character_that_was_split_over_a_q_word_and_a_b_word() =>
        Assert.Equal("Grüße", Subject("=?utf-8?Q?Gr=C3?= =?utf-8?B?vMOfZQ==?="));

    [Theory]
    [InlineData("=?utf-8?Q?a b=20c?=", "a b c")]
    [InlineData("=?utf-8?Q?Gr=C3=BC=C3=9Fe", "Grüße")]
    [InlineData("=?utf-8?Q?=C3=9Cber?= uns =?utf-8?Q?=C3=BC?=", "Über uns ü")]
    [InlineData("2 =? 3", "2 =? 3")]
    [InlineData("=?iso-8859-1*de?Q?Gr=FC=DFe?=", "Grüße")]
    public void Reads_encoded_words_as_people_meant_them(string raw, string subject) => Assert.Equal(subject, Subject(raw));

    [Fact]
    public void Reads_raw_utf_8_in_headers()
    {
        var mail = Mails.Read($"From: {Utf8("Jürgen Größe")} <jg@c.example>\nSubject: {Utf8("Gerät hängt")}\n\nx");
        Assert.Equal(("Gerät hängt", "Jürgen Größe"), (mail.Subject, Assert.Single(mail.From).Name));
    }

    [Fact]
    public void Makes_text_composed_and_its_lines_even() => Assert.Equal("Größe\nzwei", Mails.Read(Mails.Text(Utf8("Gro\u0308ße\rzwei"))).Text);

    private static string Subject(string raw) => Mails.Read($"From: a@b.example\nSubject: {raw}\n\nx").Subject;

    /// <summary>The bytes of UTF-8, one character each, as <see cref="Mails.Bytes"/> wants them.</summary>
    private static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
