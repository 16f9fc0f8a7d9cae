using System.Collections.Concurrent;
using System.Text;

namespace Lotse.Adapters.MailServer.Reading.Charsets;

/// <summary>Answers for code pages that were asked for before. The runtime's table of code pages is read anew from a stream for each question about one that it
/// does not hold, and UTF-8 and ISO 8859-1 are among those: a mail asks some twenty times.</summary>
internal sealed class KeptEncodings : EncodingProvider
{
    /// <summary>There are fewer code pages than this; numbers come out of mails, so the store is bounded all the same.</summary>
    private const int Most = 200;

    private readonly ConcurrentDictionary<int, Encoding> _byPage = new(
    [
        new(Encoding.UTF8.CodePage, Encoding.UTF8), new(Encoding.Latin1.CodePage, Encoding.Latin1), new(Encoding.ASCII.CodePage, Encoding.ASCII),
        new(Encoding.Unicode.CodePage, Encoding.Unicode), new(Encoding.BigEndianUnicode.CodePage, Encoding.BigEndianUnicode), new(Encoding.UTF32.CodePage, Encoding.UTF32),
    ]);

    /// <summary>Null leaves the question to the next provider.</summary>
    public override Encoding? GetEncoding(int codepage)
    {
        if (_byPage.TryGetValue(codepage, out var kept)) return kept;
        var found = CodePagesEncodingProvider.Instance.GetEncoding(codepage);
        if (found is not null && _byPage.Count < Most) _byPage.TryAdd(codepage, found);
        return found;
    }

    public override Encoding? GetEncoding(string name) => null;
}
