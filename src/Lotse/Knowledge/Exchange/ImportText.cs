using Lotse.Adapters.Files;
using Lotse.Domain;
using Lotse.Domain.Knowledge.Exchange;
using Lotse.Knowledge.Pages;
using Lotse.Ui.Language;

namespace Lotse.Knowledge.Exchange;

/// <summary>Why something is not taken in, in the words of whoever looks.</summary>
internal static class ImportText
{
    public const string NoZip = "zip-missing";

    public static string Say(Texts t, Refusal refusal) => refusal.Code switch
    {
        NoZip => t["exchange.zip.missing"],
        UnpackZip.TooLarge => t["exchange.zip.tooLarge"],
        UnpackZip.TooMany => t["exchange.zip.tooMany"],
        UnpackZip.TooMuch => t["exchange.zip.tooMuch", ("path", refusal.About)],
        UnpackZip.Broken => t["exchange.zip.broken"],
        UnpackZip.Encrypted => t["exchange.zip.encrypted", ("path", refusal.About)],
        UnpackZip.Astray => t["exchange.zip.astray", ("path", refusal.About)],
        UnpackZip.Twice => t["exchange.zip.twice", ("path", refusal.About)],
        UnpackZip.Link => t["exchange.zip.link", ("path", refusal.About)],
        BlockTree.NotUnderstood => t["exchange.file.notUnderstood"],
        BlockTree.NoBlock => t["exchange.file.noBlock"],
        BlockTree.Differs => t["exchange.file.differs", ("field", refusal.About)],
        BlockTree.NotText => t["exchange.file.notText"],
        BlockSource.NoHead => t["exchange.file.noHead"],
        BlockSource.LineNotRight => t["exchange.file.line", ("line", refusal.About)],
        BlockSource.NoTitle => t["block.refused.title"],
        ExchangeBlocks.TitleTwice => t["exchange.titleTwice"],
        ExchangeBlocks.BlocksTooMany => t["exchange.tooMany"],
        Tickets.Refusals.LeadsOnly => t["refused.leadsOnly"],
        "no-such-community" => t["exchange.noCommunity", ("name", refusal.About)],
        "review-not-right" => t["exchange.review"],
        _ => BlockText.Say(t, refusal).Text,
    };
}
