namespace Lotse.Domain.Intake.Mail.Quotes;

/// <summary>The pass of <see cref="SplitMailText"/> over one text.</summary>
internal sealed class SplitPass
{
    private const int LongestFooter = 12;

    /// <summary>So many lines are tried as the beginning of an attribution; a log of a hundred thousand lines has to end as well.</summary>
    private int _attempts = 4000;

    private readonly string[] _lines;
    private readonly List<string> _visible = [], _quoted = [], _signature = [];
    private readonly bool _isForward;
    private readonly int _marked;
    private int _end, _lastWords;

    public SplitPass(string text, int quoteAt, bool isForward)
    {
        _lines = text.Split('\n');
        _isForward = isForward;
        _marked = quoteAt > 0 && !isForward ? text.AsSpan(0, Math.Min(quoteAt, text.Length)).Count('\n') + (quoteAt < text.Length && text[quoteAt] == '\n' ? 1 : 0) : int.MaxValue;
        _end = _lines.Length;
    }

    public string Visible => Joined(_visible);
    public string Quoted => Joined(_quoted);
    public string Signature => Joined(_signature);

    public void Run()
    {
        var tail = TailSignature();
        _end = tail;
        _lastWords = LastWords();
        for (var at = 0; at < _end;) at = Step(at);
        Sign();
        for (var at = tail; at < _lines.Length; at++) _signature.Add(_lines[at]);
    }

    /// <summary>The first signature mark with no quote behind it; the end where there is none.</summary>
    private int TailSignature()
    {
        var tail = _lines.Length;
        if (!Array.Exists(_lines, l => SignatureLines.IsDelimiter(l) || SignatureLines.IsFooterRuler(l))) return tail;
        for (var at = _lines.Length - 1; at > 0; at--)
        {
            var line = _lines[at];
            if (QuoteMarks.IsQuoted(line) || QuoteMarks.IsOriginal(line) || QuoteMarks.IsForward(line) || AttributionAt(at, _lines.Length) > 0) break;
            if (SignatureLines.IsFooterRuler(line) && (HeaderBlock.Lines(_lines, at, _lines.Length) > 0 || _lines.Length - at > LongestFooter)) break;
            if (SignatureLines.IsDelimiter(line) || SignatureLines.IsFooterRuler(line)) tail = at;
        }
        for (var at = 0; at < tail; at++) if (!IsBlank(_lines[at])) return tail;
        return _lines.Length;
    }

    /// <summary>Index of the last line that is neither blank nor quoted.</summary>
    private int LastWords()
    {
        for (var at = _end - 1; at >= 0; at--)
        {
            if (!IsBlank(_lines[at]) && !QuoteMarks.IsQuoted(_lines[at]) && !SignatureLines.IsMobile(_lines[at])) return at;
        }
        return -1;
    }

    private bool HasWords { get; set; }

    private int AttributionAt(int at, int end) => Attribution.MayBegin(_lines[at]) && --_attempts > 0 ? Attribution.LinesFrom(_lines, at, end) : 0;

    /// <summary>Decides about the line and gives the index of the next one to look at.</summary>
    private int Step(int at)
    {
        var line = _lines[at];
        if (IsBlank(line)) return Keep(at);
        if (at >= _marked && HasWords) return QuoteRest(at);
        if (IsProse(line)) return Keep(at);
        if (line.StartsWith("-----BEGIN PGP ", StringComparison.Ordinal)) return Armour(at);
        if (QuoteMarks.IsForward(line)) return Forward(at);
        if (QuoteMarks.IsOriginal(line) && HasWords) return _isForward ? KeepRest(at) : QuoteRest(at);
        if (HeaderBlock.Lines(_lines, at, _end) is > 0 and var header)
        {
            if (!HasWords) return Quote(at, at + header);
            return _isForward ? KeepRest(at) : QuoteRest(at);
        }
        if (AttributionAt(at, _end) is > 0 and var lines) return Attributed(at, at + lines);
        if (QuoteMarks.IsQuoted(line)) return QuotedRun(at);
        if (SignatureLines.IsDelimiter(line) && HasWords) return SignatureBeforeQuote(at);
        if (Attribution.InsideLine(line) is > 0 and var inside)
        {
            _visible.Add(line[..inside]);
            HasWords = true;
            _lines[at] = line[inside..];
            return at;
        }
        return Keep(at);
    }

    /// <summary>Begins with a letter and has none of the marks that every line needs that is looked at below: most lines of most mails.</summary>
    private static bool IsProse(string line) =>
        char.IsLetter(line[0]) && line.AsSpan().IndexOfAny(Telling) < 0 && line[^1] != '-' && !Attribution.MayBegin(line);

    private static readonly System.Buffers.SearchValues<char> Telling = System.Buffers.SearchValues.Create(":：@<>|");

    private int Keep(int at)
    {
        _visible.Add(_lines[at]);
        HasWords |= !IsBlank(_lines[at]);
        return at + 1;
    }

    private int KeepRest(int at)
    {
        while (at < _end) Keep(at++);
        return _end;
    }

    private int Quote(int from, int to)
    {
        for (var at = from; at < to; at++) _quoted.Add(_lines[at]);
        return to;
    }

    private int QuoteRest(int at) => Quote(at, _end);

    /// <summary>A forwarded mail is what the sender wants us to read; only its header is put aside when he wrote nothing himself.</summary>
    private int Forward(int at)
    {
        if (HasWords) return KeepRest(at);
        var next = at + 1;
        while (next < _end && IsBlank(_lines[next])) next++;
        var header = next < _end ? HeaderBlock.Lines(_lines, next, _end) : 0;
        return header > 0 ? Quote(at, next + header) : Quote(at, at + 1);
    }

    private int Attributed(int at, int behind)
    {
        var next = behind;
        while (next < _end && IsBlank(_lines[next])) next++;
        var bar = next < _end && _lines[next].StartsWith('|');
        if (next < _end && !QuoteMarks.IsQuoted(_lines[next]) && !bar)
        {
            if (HasWords) return _isForward ? KeepRest(at) : QuoteRest(at);
            return Quote(at, behind);
        }
        var end = RunEnd(next, bar);
        // Quoted lines with a bar in front mean the same as those with ">" and are shown alike.
        for (var i = next; bar && i < end; i++) if (_lines[i].StartsWith('|')) _lines[i] = ">" + _lines[i][1..];
        return Quote(at, end);
    }

    /// <summary>Quoted lines without a word about whose they are: context of an answer that follows, otherwise the rest of a quote.</summary>
    private int QuotedRun(int at)
    {
        var end = RunEnd(at, bar: false);
        if (end > _lastWords && (HasWords || IsAttributedInside(at))) return Quote(at, end);
        while (at < end) Keep(at++);
        return end;
    }

    private bool IsAttributedInside(int at) => Attribution.Lines([_lines[at].TrimStart('>', ' ')], 0, 1) > 0;

    private int RunEnd(int at, bool bar)
    {
        var end = at;
        for (; at < _end; at++)
        {
            if (bar ? _lines[at].StartsWith('|') : QuoteMarks.IsQuoted(_lines[at])) end = at + 1;
            else if (!IsBlank(_lines[at]) && !Broken(at)) break;
        }
        return end;
    }

    /// <summary>A link that a mail program broke out of its quoted line.</summary>
    private bool Broken(int at) =>
        at + 1 < _end && QuoteMarks.IsQuoted(_lines[at + 1]) && at > 0 && QuoteMarks.IsQuoted(_lines[at - 1])
        && (_lines[at].TrimStart().StartsWith('(') || _lines[at].TrimStart().StartsWith('<'));

    private int SignatureBeforeQuote(int at)
    {
        var next = at;
        while (next < _end && !QuoteMarks.IsQuoted(_lines[next]) && !QuoteMarks.IsOriginal(_lines[next]) && (next == at || AttributionAt(next, _end) == 0)
            && HeaderBlock.Lines(_lines, next, _end) == 0) _signature.Add(_lines[next++]);
        return next;
    }

    /// <summary>PGP armour: the head is left out, the signed text is text, the signature is one.</summary>
    private int Armour(int at)
    {
        if (_lines[at].Contains("SIGNED MESSAGE", StringComparison.Ordinal))
        {
            while (at < _end && !IsBlank(_lines[at])) at++;
            return at;
        }
        if (!_lines[at].Contains("SIGNATURE", StringComparison.Ordinal)) return KeepRest(at);
        while (at < _end)
        {
            _signature.Add(_lines[at++]);
            if (_lines[at - 1].StartsWith("-----END PGP", StringComparison.Ordinal)) break;
        }
        return at;
    }

    /// <summary>Moves the last lines of what is visible to the signature: marks, a mobile's advertisement, a dash and a name.</summary>
    private void Sign()
    {
        var moved = new List<string>();
        var cut = _visible.Count;
        for (var at = _visible.Count - 1; at > 0; at--)
        {
            var line = _visible[at];
            if (IsBlank(line)) continue;
            var name = SignatureLines.IsSignedName(line) && IsBlank(_visible[at - 1]);
            if (!name && !SignatureLines.IsMobile(line) && !SignatureLines.IsMarksOnly(line)) break;
            cut = at;
            if (name) break;
        }
        if (cut == _visible.Count || !_visible.Take(cut).Any(l => !IsBlank(l))) return;
        moved.AddRange(_visible.Skip(cut));
        _visible.RemoveRange(cut, _visible.Count - cut);
        _signature.InsertRange(0, moved);
    }

    private static bool IsBlank(string line)
    {
        foreach (var c in line) if (!char.IsWhiteSpace(c) && c is not ('\u200b' or '\u2060' or '\ufeff')) return false;
        return true;
    }

    private static string Joined(List<string> lines)
    {
        int first = 0, last = lines.Count - 1;
        while (first <= last && IsBlank(lines[first])) first++;
        while (last >= first && IsBlank(lines[last])) last--;
        return string.Join('\n', System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lines)[first..(last + 1)]!).TrimEnd();
    }
}
