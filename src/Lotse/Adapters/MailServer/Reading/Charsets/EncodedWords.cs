using System.Buffers;
using System.Text;

namespace Lotse.Adapters.MailServer.Reading.Charsets;

/// <summary>Encoded words in headers (RFC 2047), with what senders make of them: characters split over two words, Q and B mixed in one
/// character, blanks inside words, wrong labels, raw eight-bit bytes (RFC 6532).</summary>
internal static class EncodedWords
{
    /// <summary>The header value as people read it: unfolded, decoded, without control characters.</summary>
    public static string Decode(ReadOnlySpan<byte> raw) => Tidy(raw.IndexOf("=?"u8) < 0 ? Plain(raw) : Pieces(raw, static (text, _) => text));

    /// <summary>The same header with each run of encoded words turned into a single one in UTF-8, so that an address parser that knows only
    /// correct words can go on with it.</summary>
    /// <returns>The same bytes where nothing is to be done.</returns>
    public static byte[] Normalise(byte[] raw)
    {
        if (raw.AsSpan().IndexOf("=?"u8) < 0 && Ascii.IsValid(raw)) return raw;
        var text = Pieces(raw, static (text, encoded) =>
            encoded ? "=?utf-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) + "?=" : text);
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Pieces(ReadOnlySpan<byte> raw, Func<string, bool, string> write)
    {
        var text = new StringBuilder(raw.Length);
        while (raw.Length > 0)
        {
            var start = raw.IndexOf("=?"u8);
            var plain = start < 0 ? raw : raw[..start];
            if (plain.Length > 0) text.Append(write(Plain(plain), false));
            if (start < 0) break;
            raw = raw[start..];
            var run = new WordRun();
            var used = run.Read(raw);
            if (used == 0)
            {
                text.Append("=?");
                raw = raw[2..];
                continue;
            }
            text.Append(write(run.Text, true));
            raw = raw[used..];
        }
        return text.ToString();
    }

    private static string Plain(ReadOnlySpan<byte> bytes) =>
        Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes) : CharsetRepair.Guess(bytes);

    private static string Tidy(string text)
    {
        var inner = text.AsSpan().Trim();
        if (inner.IndexOfAnyInRange('\0', '\u001f') < 0 && inner.IndexOfAnyInRange('\u007f', '\u009f') < 0) return inner.ToString().Normalize();
        if (text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && !text.Contains('\u007f', StringComparison.Ordinal)) return inner.ToString().Normalize();
        var tidy = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\r' or '\n') continue;
            tidy.Append(c == '\t' || char.IsControl(c) ? ' ' : c);
        }
        return tidy.ToString().Trim().Normalize();
    }

    /// <summary>Neighbouring words, whose bytes are joined before they are decoded as long as the charset stays the same.</summary>
    private sealed class WordRun
    {
        /// <summary>Bytes in which its end is looked for. The standard allows 75, senders write whole subjects; a header of beginnings without ends must not be read
        /// to its end for each of them.</summary>
        private const int LongestWord = 8 * 1024;

        private readonly StringBuilder _text = new();
        private readonly ArrayBufferWriter<byte> _bytes = new(64);
        private string _label = "";
        private string _base64 = "";

        public string Text { get; private set; } = "";

        public int Read(ReadOnlySpan<byte> raw)
        {
            var used = 0;
            for (var at = 0; ;)
            {
                var length = Word(raw[at..]);
                if (length == 0) break;
                used = at + length;
                at = used;
                while (at < raw.Length && raw[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') at++;
                if (at >= raw.Length) break;
            }
            Flush();
            Text = _text.ToString();
            return used;
        }

        /// <summary>Takes in one encoded word at the start; gives its length, or 0 where none is.</summary>
        private int Word(ReadOnlySpan<byte> raw)
        {
            if (!raw.StartsWith("=?"u8)) return 0;
            var label = raw[2..].IndexOf((byte)'?');
            if (label is < 1 or > 70 || raw.Length < label + 5) return 0;
            var way = raw[label + 3];
            if (raw[label + 4] != (byte)'?' || way is not ((byte)'q' or (byte)'Q' or (byte)'b' or (byte)'B')) return 0;
            var name = Encoding.ASCII.GetString(raw.Slice(2, label));
            if (name.AsSpan().IndexOfAny(" \t\r\n") >= 0) return 0;
            var body = raw[(label + 5)..];
            var end = End(body, way is (byte)'q' or (byte)'Q');
            if (end < 0) return 0;
            Use(name.Split('*')[0]);
            if (way is (byte)'q' or (byte)'Q') Quoted(body[..end]);
            else Base64(body[..end]);
            return Math.Min(raw.Length, label + 5 + end + 2);
        }

        /// <summary>Where the word ends; an unfinished last word ends with the header.</summary>
        private static int End(ReadOnlySpan<byte> body, bool quoted)
        {
            if (body.Length > LongestWord) body = body[..LongestWord];
            var end = body.IndexOf("?="u8);
            // "=?utf-8?Q?=C3=9F?=": the "?=" of an empty word may be the start of an escape.
            if (quoted && end == 0 && body.Length > 3 && Hex(body[2]) >= 0 && Hex(body[3]) >= 0)
            {
                var next = body[2..].IndexOf("?="u8);
                end = next < 0 ? -1 : next + 2;
            }
            if (end >= 0) return end;
            var rest = body.TrimEnd("\r\n \t"u8);
            return rest.IndexOfAny((byte)'\r', (byte)'\n') < 0 && rest.Length < 400 ? rest.Length : -1;
        }

        private void Use(string label)
        {
            if (label.Equals(_label, StringComparison.OrdinalIgnoreCase)) return;
            Flush();
            _label = label;
        }

        private void Quoted(ReadOnlySpan<byte> body)
        {
            Rest();
            var into = _bytes.GetSpan(body.Length + 1);
            var count = 0;
            for (var i = 0; i < body.Length; i++)
            {
                var b = body[i];
                if (b == (byte)'=' && i + 2 < body.Length && Hex(body[i + 1]) >= 0 && Hex(body[i + 2]) >= 0)
                {
                    into[count++] = (byte)(Hex(body[i + 1]) * 16 + Hex(body[i + 2]));
                    i += 2;
                }
                else if (b is not ((byte)'\r' or (byte)'\n'))
                {
                    into[count++] = b == (byte)'_' ? (byte)' ' : b;
                }
            }
            _bytes.Advance(count);
        }

        /// <summary>A word may end inside a group of four letters; the rest waits for the next word.</summary>
        private void Base64(ReadOnlySpan<byte> body)
        {
            var letters = new StringBuilder(_base64);
            foreach (var b in body) if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/') letters.Append((char)b);
            var whole = letters.Length / 4 * 4;
            var padded = body.IndexOf((byte)'=') >= 0;
            _base64 = letters.ToString(whole, letters.Length - whole);
            _bytes.Write(Convert.FromBase64String(letters.ToString(0, whole)));
            if (padded) Rest();
        }

        private void Rest()
        {
            if (_base64.Length > 1) _bytes.Write(Convert.FromBase64String(_base64.PadRight(4, '=')));
            _base64 = "";
        }

        private void Flush()
        {
            Rest();
            if (_bytes.WrittenCount > 0) _text.Append(CharsetRepair.Decode(_bytes.WrittenSpan, _label, out _));
            _bytes.Clear();
        }

        private static int Hex(byte b) => b switch
        {
            >= (byte)'0' and <= (byte)'9' => b - '0',
            >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
            _ => -1,
        };
    }
}
