using Lotse.Domain.Communities;
using Xunit;

namespace Lotse.Domain.Tests.Communities;

public class SenderHintsTests
{
    private const string Microsoft = "include:spf.protection.outlook.com";

    [Theory]
    [InlineData(null, SenderFinding.NotKnown, null)]
    [InlineData("", SenderFinding.SpfMissing, "v=spf1 mx include:spf.protection.outlook.com ~all")]
    [InlineData("google-site-verification=x|v=spf10 mx|", SenderFinding.SpfMissing, "v=spf1 mx include:spf.protection.outlook.com ~all")]
    [InlineData("v=spf1 include:spf.protection.outlook.com -all", SenderFinding.Right, null)]
    [InlineData("V=SPF1 mx ?INCLUDE:spf.protection.outlook.com ~all", SenderFinding.Right, null)]
    [InlineData("v=spf1 redirect=_spf.hafen.example", SenderFinding.Right, null)]
    [InlineData("v=spf1 mx -all", SenderFinding.SpfLacksServer, "v=spf1 include:spf.protection.outlook.com mx -all")]
    [InlineData("v=spf1", SenderFinding.SpfLacksServer, "v=spf1 include:spf.protection.outlook.com")]
    [InlineData("v=spf1 -include:spf.protection.outlook.com ~all", SenderFinding.SpfLacksServer, "v=spf1 include:spf.protection.outlook.com -include:spf.protection.outlook.com ~all")]
    [InlineData("v=spf1 mx +all", SenderFinding.SpfOpen, "v=spf1 mx ~all")]
    [InlineData("v=spf1 mx all", SenderFinding.SpfOpen, "v=spf1 mx ~all")]
    [InlineData("v=spf1 mx -all|v=spf1 a:mail.example mx ~all", SenderFinding.SpfSeveral, "v=spf1 mx a:mail.example ~all")]
    public void Reads_who_may_send(string? texts, SenderFinding finding, string? add)
    {
        var hint = SenderHints.Spf("hafen.example", Split(texts), Microsoft);
        Assert.Equal((SenderRecord.Spf, finding, "hafen.example", add), (hint.Record, hint.Finding, hint.Name, hint.Add));
    }

    [Fact]
    public void Does_not_ask_for_a_server_that_may_be_named_in_many_ways()
    {
        Assert.Equal(SenderFinding.Right, SenderHints.Spf("hafen.example", ["v=spf1 mx -all"], "a:relay.hafen.example").Finding);
        Assert.Equal("v=spf1 mx a:relay.hafen.example ~all", SenderHints.Spf("hafen.example", [], "a:relay.hafen.example").Add);
        Assert.Equal("v=spf1 mx ~all", SenderHints.Spf("hafen.example", [], null).Add);
    }

    [Theory]
    [InlineData(null, SenderFinding.NotKnown)]
    [InlineData("", SenderFinding.DkimMissing)]
    [InlineData("v=spf1 mx", SenderFinding.DkimMissing)]
    [InlineData("v=DKIM1; k=rsa; p=MIIB/+=", SenderFinding.Right)]
    [InlineData("p= MIIB /+=", SenderFinding.Right)]
    [InlineData("v=DKIM1; p=", SenderFinding.DkimDiffers)]
    [InlineData("v=DKIM1; k=rsa; p=other", SenderFinding.DkimDiffers)]
    [InlineData("p=MIIB/+=|p=other", SenderFinding.DkimDiffers)]
    public void Reads_the_published_key(string? texts, SenderFinding finding)
    {
        const string expected = "v=DKIM1; k=rsa; p=MIIB/+=";
        var hint = SenderHints.Dkim("lotse._domainkey.hafen.example", Split(texts), expected);
        Assert.Equal((finding, finding is SenderFinding.DkimMissing or SenderFinding.DkimDiffers ? expected : null), (hint.Finding, hint.Add));
    }

    [Theory]
    [InlineData(null, SenderFinding.NotKnown, "_dmarc.hafen.example")]
    [InlineData("", SenderFinding.DmarcMissing, "_dmarc.hafen.example")]
    [InlineData("v=DMARC1; p=reject", SenderFinding.Right, "_dmarc.hafen.example")]
    [InlineData("v = DMARC1 ;p=Quarantine;rua=mailto:x@y.example", SenderFinding.Right, "_dmarc.hafen.example")]
    [InlineData("v=DMARC1; p=none", SenderFinding.DmarcWatches, "_dmarc.hafen.example")]
    [InlineData("v=DMARC1; rua=mailto:x@y.example", SenderFinding.DmarcMissing, "_dmarc.hafen.example")]
    [InlineData("v=DMARC1; p=none|v=DMARC1; p=reject", SenderFinding.DmarcSeveral, "_dmarc.hafen.example")]
    public void Reads_what_receivers_are_asked_to_do(string? texts, SenderFinding finding, string name)
    {
        var hint = SenderHints.Dmarc("hafen.example", "hafen.example", Split(texts));
        Assert.Equal((finding, name), (hint.Finding, hint.Name));
    }

    [Fact]
    public void A_domain_above_speaks_for_those_below()
    {
        Assert.Equal(SenderFinding.DmarcWatches, SenderHints.Dmarc("hilfe.hafen.example", "hafen.example", ["v=DMARC1; p=reject; sp=none"]).Finding);
        Assert.Equal(SenderFinding.Right, SenderHints.Dmarc("hilfe.hafen.example", "hafen.example", ["v=DMARC1; p=reject"]).Finding);
        Assert.Equal("_dmarc.hilfe.hafen.example", SenderHints.Dmarc("hilfe.hafen.example", "hilfe.hafen.example", []).Name);
    }

    private static string[]? Split(string? texts) => texts is null ? null : texts.Length == 0 ? [] : texts.Split('|');
}
