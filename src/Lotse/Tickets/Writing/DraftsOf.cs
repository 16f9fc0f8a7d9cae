using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;

namespace Lotse.Tickets.Writing;

/// <summary>What is being written in a ticket, as the composer shows it to one person.</summary>
internal sealed class DraftsOf(IEnumerable<TicketLine> lines, long agentId, Func<long, string> nameOf)
{
    private readonly List<(TicketLine Line, string[] Parts)> _all = [.. lines.Select(line => (line, line.Data.Split(TicketLines.Between)))];

    /// <param name="asked">The draft to go on with; null for one's own.</param>
    public ComposerView Into(ComposerView composer, long? asked)
    {
        var reply = Of(DraftKind.Reply).Where(d => d.Line.Id == asked).Concat(Of(DraftKind.Reply).Where(d => d.Line.Who == agentId)).Select(d => (Known: true, d.Line, d.Parts)).FirstOrDefault();
        var note = Of(DraftKind.Note).Where(d => d.Line.Who == agentId).Select(d => (Known: true, d.Line, d.Parts)).FirstOrDefault();
        var view = composer with
        {
            Shared = [.. Of(DraftKind.Reply).Where(d => d.Line.Who != agentId && d.Line.Id != reply.Line?.Id).Select(d => new OthersDraft(Text(d.Line.Id), nameOf(d.Line.Who), d.Line.Time))],
        };
        if (note.Known) view = view with { Note = note.Line.Name, NoteDraft = Kept(note.Line, note.Parts), OnNote = !reply.Known };
        return !reply.Known ? view : view with
        {
            Reply = reply.Line.Name,
            ReplyHtml = reply.Parts[0],
            To = reply.Parts[1].Length > 0 ? reply.Parts[1] : view.To,
            Cc = reply.Parts[1].Length > 0 ? reply.Parts[2] : view.Cc,
            ReplyDraft = Kept(reply.Line, reply.Parts),
        };
    }

    private IEnumerable<(TicketLine Line, string[] Parts)> Of(DraftKind kind) => _all.Where(d => d.Line.State == (int)kind && d.Parts.Length == 5);

    private KeptWords Kept(TicketLine line, string[] parts) =>
        new(Text(line.Id), line.Count, line.Time, parts[4] is "1" or "true", line.Who == agentId ? null : nameOf(line.Who), parts[3] == "0" ? null : parts[3]);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
