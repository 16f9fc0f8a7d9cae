using Lotse.Adapters.MailServer.Reading.Parts;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>What is left of the limits while one mail is read, and the problems met so far.</summary>
internal sealed class ReadingContext(ReadingLimits limits, CancellationToken stop)
{
    private readonly List<string> _problems = [];
    private int _numbers;

    public ReadingLimits Limits => limits;
    public CancellationToken Stop => stop;
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Of the outermost mail; null while something is read that was unpacked in memory.</summary>
    public RawExtents? Extents { get; set; }

    public void Problem(string word)
    {
        if (!_problems.Contains(word)) _problems.Add(word);
    }

    /// <summary>The number of the next leaf, or false where the mail has had its share.</summary>
    public bool Next(out int number)
    {
        number = ++_numbers;
        if (number <= limits.Parts) return true;
        Problem("too-many-parts");
        return false;
    }
}
