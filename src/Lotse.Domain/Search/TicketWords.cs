using System.Text;
using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Search;

/// <summary>A text of a ticket and the language it is in (ISO 639-1, or null).</summary>
public readonly record struct SaidText(string Text, string? Language);

/// <summary>All words of one ticket in the forms under which they are found, by where they stand.</summary>
/// <param name="Marks">What is looked for by itself and not among words; see <see cref="TicketMarks"/>.</param>
public sealed record TicketWords(long TicketId, IReadOnlyList<string> Marks, IReadOnlyList<string> Subject, IReadOnlyList<string> People, IReadOnlyList<string> Files, IReadOnlyList<string> Text)
{
    /// <summary>Words of one message, and of all messages of a ticket, that are kept: logs and lists are pasted into mails, and nobody looks for line 40,000.</summary>
    public const int MostOfMessage = 4_000, Most = 16_000, MostOfFiles = 8_000;

    /// <summary>Bytes of all words of a ticket in UTF-8, about: ten times what so many words of a language have. Lists of hashes have more; an index ends at a megabyte (PostgreSQL: textsearch-limitations).</summary>
    public const int MostBytes = 400_000;

    /// <param name="messages">Oldest first; of too many the newest are kept.</param>
    /// <param name="inFiles">The texts of files, newest first. They are found with the words of messages, and not by the names of files.</param>
    public static TicketWords Of(
        long id, IReadOnlyList<string> marks, SaidText subject, IEnumerable<string> people, IEnumerable<string> files, IReadOnlyList<SaidText> messages, IEnumerable<SaidText> inFiles)
    {
        var left = MostBytes;
        List<string> Within(IEnumerable<string> words) => [.. words.TakeWhile(word => (left -= Encoding.UTF8.GetByteCount(word)) >= 0)];
        var (said, whose, named) = (Within(Words(subject).Take(MostOfMessage)), Within(people.SelectMany(Unbent).Take(MostOfMessage)), Within(files.SelectMany(Unbent).Take(MostOfMessage)));
        var text = new List<string>();
        foreach (var message in messages.Reverse())
        {
            if (text.Count >= Most) break;
            text.AddRange(Within(Words(message).Take(Math.Min(MostOfMessage, Most - text.Count))));
        }
        text.AddRange(Within(inFiles.SelectMany(file => Words(file).Take(MostOfMessage)).Take(MostOfFiles)));
        return new TicketWords(id, marks, said, whose, named, text);
    }

    private static IEnumerable<string> Words(SaidText said) => SearchWords.In(said.Text).Select(word => SearchWords.Kept(said.Text.AsSpan(word.At, word.Length), said.Language));

    /// <summary>Names of people and files belong to no language: none of their letters is an ending.</summary>
    private static IEnumerable<string> Unbent(string name) => SearchWords.In(name).Select(word => FoldedWord.Of(name.AsSpan(word.At, word.Length)));
}
