using System.Collections.Frozen;
using Lotse.Domain.Search.Words;

namespace Lotse.Domain.Routing.Learning;

/// <summary>The words of a request by which another like it may be known: of the subject first, then the longest of the text. What people write in every mail tells nothing.</summary>
public static class TellingWords
{
    public const int AtMost = 12;

    private const int OfSubject = 7, ShortestInSubject = 4, ShortestInText = 5, Longest = 40;

    private static readonly FrozenSet<string> Idle = string.Join(' ',
        "hallo guten morgen abend liebe lieber liebes sehr geehrte geehrter geehrten damen herren team moin servus danke dank vielen herzlichen besten voraus freundlichen freundliche gruß grüße grüßen viele schöne schönen",
        "bitte bitten leider können könnte könnten kann möchte möchten würde würden werden wurde wird haben hatte hätte habe sind waren nicht noch schon auch aber oder denn weil wenn dass damit dann doch eine einen einem einer eines",
        "unser unsere unserem unseren unserer ihre ihrem ihren ihrer mein meine meinem meinen meiner dieser diese dieses diesem diesen jetzt heute gestern immer wieder einmal etwas nichts alles mehr über unter nach gegen ohne seit",
        "frage fragen anfrage antwort problem probleme hilfe nachricht email mail info information informationen rückmeldung wissen melden schreiben sagen gerne gern vielleicht eigentlich natürlich selbstverständlich mitteilen",
        "hello dear good evening afternoon regards kind best thanks thank please could would should will have been were with from your yours about this that these those there their them they what when where which while after before",
        "question questions request issue issues help support message know want need like just also still again here some something anything nothing because since many much very").Split(' ')
        .Select(word => FoldedWord.Of(word)).ToFrozenSet(StringComparer.Ordinal);

    /// <returns>As they stand there, each once.</returns>
    public static IReadOnlyList<string> Of(string subject, string text)
    {
        var ofSubject = In(subject, ShortestInSubject).OrderByDescending(word => word.Length).Take(OfSubject).ToList();
        var known = ofSubject.Select(word => FoldedWord.Of(word)).ToHashSet(StringComparer.Ordinal);
        var ofText = In(Read(text), ShortestInText).Where(word => !known.Contains(FoldedWord.Of(word))).OrderByDescending(word => word.Length).Take(AtMost - ofSubject.Count);
        return [.. ofSubject, .. ofText];
    }

    /// <summary>All that may say something to whoever has learned.</summary>
    public static IEnumerable<string> All(string subject, string text) => In(subject, ShortestInSubject).Concat(In(Read(text), ShortestInSubject)).DistinctBy(word => FoldedWord.Of(word), StringComparer.Ordinal);

    private static string Read(string text) => text.Length > Classify.CharactersRead ? text[..Classify.CharactersRead] : text;

    private static IEnumerable<string> In(string text, int shortest) => SearchWords.In(text)
        .Where(word => word.Length >= shortest && word.Length <= Longest && !text.AsSpan(word.At, word.Length).ContainsAnyInRange('0', '9'))
        .Select(word => text.Substring(word.At, word.Length)).Where(word => !Idle.Contains(FoldedWord.Of(word))).DistinctBy(word => FoldedWord.Of(word), StringComparer.Ordinal);
}
