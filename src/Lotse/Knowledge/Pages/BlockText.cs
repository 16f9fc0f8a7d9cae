using System.Net;
using Lotse.Domain.Knowledge;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;

namespace Lotse.Knowledge.Pages;

/// <summary>Words about text blocks: their states, what stands in the way, and marks made visible.</summary>
internal static class BlockText
{
    public static string State(Texts t, TextBlockState state) => state switch
    {
        TextBlockState.Proposed => t["block.state.proposed"],
        TextBlockState.InReview => t["block.state.inReview"],
        TextBlockState.Published => t["block.state.published"],
        TextBlockState.NeedsReview => t["block.state.needsReview"],
        _ => t["block.state.retired"],
    };

    public static Refusal Say(Texts t, Domain.Refusal refusal) => new(FieldOf(refusal), refusal.Code switch
    {
        WriteTextBlock.TitleMissing => t["block.refused.title"],
        WriteTextBlock.TitleTooLong => t["block.refused.titleTooLong"],
        WriteTextBlock.ShortcutNotRight => t["block.refused.shortcut"],
        "text-block-shortcut-taken" => t["block.refused.shortcutTaken"],
        WriteTextBlock.ProductTooLong => t["block.refused.product"],
        WriteTextBlock.NoText => t["block.refused.noText"],
        WriteTextBlock.TextTooLong => t["block.refused.textTooLong"],
        WriteTextBlock.LanguageNotRight => t["block.refused.language"],
        TextBlockWays.NoWay => t["block.refused.state"],
        "text-block-template-not-right" => t["block.refused.template", ("why", refusal.About)],
        "text-block-not-yours" => t["block.refused.notYours"],
        "text-block-no-such-folder" => t["block.refused.folder"],
        "text-block-no-such-owner" => t["block.refused.owner"],
        "text-block-too-many-files" => t["block.refused.files"],
        "image-not-shown" => t["block.refused.picture"],
        BlockFolders.NameMissing => t["folder.refused.name"],
        BlockFolders.NameTooLong => t["folder.refused.nameTooLong"],
        BlockFolders.TooDeep => t["folder.refused.deep"],
        BlockFolders.InsideItself => t["folder.refused.inside"],
        BlockFolders.OtherCommunity => t["folder.refused.community"],
        BlockFolders.Taken => t["folder.refused.taken"],
        BlockFolders.NotEmpty => t["folder.refused.notEmpty"],
        BlockFolders.TooMany => t["folder.refused.tooMany"],
        _ => Forms.Say(t, refusal).Text,
    });

    /// <summary>Cleaned HTML with each mark in an element that shows it.</summary>
    public static string Marked(string html) => html.Replace(MissingValues.Open.ToString(), $"<mark class=\"missing\">{MissingValues.Open}", StringComparison.Ordinal)
        .Replace(MissingValues.Close.ToString(), $"{MissingValues.Close}</mark>", StringComparison.Ordinal);

    /// <summary>What was typed without a script, as HTML.</summary>
    public static string OfPlain(string text) => string.Concat(text.ReplaceLineEndings("\n").Split('\n').Select(line => $"<div>{(line.Length == 0 ? "<br>" : WebUtility.HtmlEncode(line))}</div>"));

    private static string? FieldOf(Domain.Refusal refusal) => refusal.Code switch
    {
        WriteTextBlock.TitleMissing or WriteTextBlock.TitleTooLong => "title",
        WriteTextBlock.ShortcutNotRight or "text-block-shortcut-taken" => "shortcut",
        WriteTextBlock.ProductTooLong => "product",
        _ => null,
    };
}
