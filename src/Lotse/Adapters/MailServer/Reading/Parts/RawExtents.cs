using System.Text;
using MimeKit;
using MimeKit.IO;

namespace Lotse.Adapters.MailServer.Reading.Parts;

/// <summary>Where attached mails and multiparts lie in the raw bytes. Writing a parsed mail out again would change its line ends and so its hash.</summary>
internal sealed class RawExtents
{
    private const int Tail = 400;
    private const int MostBoundaries = 50;
    private readonly Stream _mail;
    // Most mails have no attached mail and many no multipart: nothing is made for these.
    private Dictionary<MimeMessage, (long Begin, long End)>? _messages;
    private Dictionary<MimeEntity, long>? _ends;
    private List<(string Boundary, long Begin)>? _boundaries;

    private RawExtents(Stream mail) => _mail = mail;

    public static RawExtents Of(MimeParser parser, Stream mail)
    {
        var extents = new RawExtents(mail);
        parser.MimeMessageEnd += (_, e) =>
        {
            if (e.Parent is not null) (extents._messages ??= [])[e.Message] = (e.BeginOffset, e.EndOffset);
        };
        parser.MimeEntityEnd += (_, e) =>
        {
            if (e.Entity is not Multipart multipart) return;
            (extents._ends ??= [])[multipart] = e.EndOffset;
            if (multipart.Boundary is not { Length: > 0 and < Tail } boundary) return;
            extents._boundaries ??= [];
            if (extents._boundaries.Count < MostBoundaries) extents._boundaries.Add((boundary, e.BeginOffset));
        };
        return extents;
    }

    /// <summary>The raw bytes of an attached mail, or null where they are not known.</summary>
    public Stream? Open(MimeMessage message) =>
        _messages is not null && _messages.TryGetValue(message, out var at) && at.End > at.Begin ? new BoundStream(_mail, at.Begin, End(at.Begin, at.End), leaveOpen: true) : null;

    /// <summary>Behind an attached mail that lacks its own boundary the parser counts the boundary around it as well.</summary>
    private long End(long begin, long end)
    {
        var from = Math.Max(begin, end - Tail);
        var bytes = new byte[end - from];
        _mail.Position = from;
        var tail = bytes.AsSpan(0, _mail.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        var first = -1;
        foreach (var (boundary, start) in _boundaries ?? [])
        {
            if (start >= begin) continue;
            var at = tail.IndexOf(Encoding.Latin1.GetBytes("\n--" + boundary));
            if (at >= 0 && (first < 0 || at < first)) first = at;
        }
        if (first < 0) return end;
        return from + first - (first > 0 && tail[first - 1] == (byte)'\r' ? 1 : 0);
    }

    /// <summary>True where a multipart ends without its closing boundary (RFC 2046, section 5.1.1): the mail was cut or put together wrongly.</summary>
    public bool IsUnclosed(Multipart multipart)
    {
        if (_ends is null || !_ends.TryGetValue(multipart, out var end) || multipart.Boundary is not { Length: > 0 } boundary) return false;
        var wanted = Encoding.Latin1.GetBytes("--" + boundary + "--");
        var bytes = new byte[Math.Min(end + 2 * wanted.Length, _mail.Length) - Math.Max(0, end - Tail - wanted.Length)];
        _mail.Position = Math.Max(0, end - Tail - wanted.Length);
        var length = _mail.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        // What stands behind the last boundary may be longer than the bytes looked at; asking for it decodes it, and is rarely needed.
        return bytes.AsSpan(0, length).IndexOf(wanted) < 0 && string.IsNullOrEmpty(multipart.Epilogue);
    }
}
