using Lotse.Adapters.MailServer.Reading;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Reading;

public sealed class ShowingTheTextOfHtmlTests
{
    [Theory]
    [InlineData("<p>eins</p><p>zwei<br>drei", "eins\n\nzwei\ndrei")]
    [InlineData("a<b>b</b>c d\n  e", "abc d e")]
    [InlineData("<ul><li>a<li>b</ul>", "- a\n- b")]
    [InlineData("Gr&ouml;&szlig;e &lt;x&gt; &amp;nbsp; &#8364; &auml &unknown; & b", "Größe <x> &nbsp; € ä &unknown; & b")]
    [InlineData("1 < 2 <3 <> <-", "1 < 2 <3 <> <-")]
    [InlineData("a<!-- <p>weg</p> -->b<!-->c<!---->d<!doctype html>e<?php x?>f</>g", "abcdefg")]
    [InlineData("<![if !mso]>a<![endif]><![CDATA[b<c]]>d", "ab<cd")]
    [InlineData("<p title='a>b' class=x>eins<p title=\"c\">zwei", "eins\n\nzwei")]
    [InlineData("<a href=\"x>y\"title=z>eins</a>", "eins")]
    [InlineData("<script>if (a < b) '</p>'</script>eins<style>p{}</STYLE >zwei<title>drei</title>", "einszwei")]
    [InlineData("<textarea><b>roh</b></textarea>", "<b>roh</b>")]
    [InlineData("<div style=\"display : none\">weg<div>weg</div></div>da", "da")]
    [InlineData("<div style='color:red'>da</div>", "da")]
    [InlineData("<pre>a\n  b</pre>c", "a\n  b\nc")]
    [InlineData("<blockquote type=cite>alt<br>mehr</blockquote>neu", "> alt\n> mehr\nneu")]
    [InlineData("<blockquote>eingerückt</blockquote>neu", "eingerückt\nneu")]
    [InlineData("da<p title=\"nie zu Ende> weg", "da")]
    [InlineData("da<p", "da")]
    [InlineData("da<", "da<")]
    [InlineData("<O:P>&nbsp;</O:P>da", "da")]
    public void Shows_what_a_browser_shows(string html, string text) => Assert.Equal(text, HtmlText.Of(html).Text);

    [Theory]
    [InlineData("neu<div id=\"appendonsend\"></div>alt", 3)]
    [InlineData("neu<div class='gmail_quote'>alt</div>", -1)]
    [InlineData("<div name=quote>alt</div>", -1)]
    [InlineData("neu<div name=quote>alt</div>", 3)]
    public void Tells_where_the_mail_program_began_its_quote(string html, int at) => Assert.Equal(at, HtmlText.Of(html).QuoteAt);
}
