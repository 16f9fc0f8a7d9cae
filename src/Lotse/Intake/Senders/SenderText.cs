using Lotse.Domain.Communities;
using Lotse.Ui.Language;

namespace Lotse.Intake.Senders;

/// <summary>What to say about a domain's records. Written out, so that every key is found by a search.</summary>
public static class SenderText
{
    public static string Of(Texts t, SenderHint hint) => hint.Finding switch
    {
        SenderFinding.Right => t["sender.right"],
        SenderFinding.SpfMissing => t["sender.spfMissing"],
        SenderFinding.SpfSeveral => t["sender.spfSeveral"],
        SenderFinding.SpfOpen => t["sender.spfOpen"],
        SenderFinding.SpfLacksServer => t["sender.spfLacksServer"],
        SenderFinding.DkimUnsigned => t["sender.dkimUnsigned", ("command", $"lotse mailbox dkim --domain {hint.Name}")],
        SenderFinding.DkimMissing => t["sender.dkimMissing"],
        SenderFinding.DkimDiffers => t["sender.dkimDiffers"],
        SenderFinding.DmarcMissing => t["sender.dmarcMissing"],
        SenderFinding.DmarcSeveral => t["sender.dmarcSeveral"],
        SenderFinding.DmarcWatches => t["sender.dmarcWatches"],
        _ => t["sender.notKnown"],
    };

    /// <summary>The chip's words.</summary>
    public static string State(Texts t, SenderHint hint) => hint switch
    {
        { Finding: SenderFinding.Right } => t["sender.state.right"],
        { Finding: SenderFinding.NotKnown } => t["sender.state.notKnown"],
        { Finding: SenderFinding.DmarcWatches } => t["sender.state.weak"],
        _ => t["sender.state.wrong"],
    };

    public static string? Colour(SenderHint hint) => hint.Finding switch
    {
        SenderFinding.Right => "good",
        SenderFinding.NotKnown => null,
        SenderFinding.DmarcWatches => "note",
        _ => "late",
    };

    public static string NameOf(SenderRecord record) => record switch { SenderRecord.Spf => "SPF", SenderRecord.Dkim => "DKIM", _ => "DMARC" };
}
