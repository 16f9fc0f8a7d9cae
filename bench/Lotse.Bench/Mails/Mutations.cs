using System.Globalization;
using System.Text;

namespace Lotse.Bench.Mails;

/// <summary>Makes of a mail what broken programs and ill will make of it. The same for the same seed.</summary>
internal sealed class Mutations(Random random)
{
    private static readonly string[] Charsets = ["utf-8", "utf-7", "utf-16", "utf-32", "iso-2022-jp", "hz-gb-2312", "x-unknown", "us-ascii", "gb18030", "\"", ""];

    public byte[] Of(byte[] mail, byte[] other)
    {
        for (var changes = random.Next(1, 6); changes > 0; changes--) mail = One(mail, other);
        return mail;
    }

    private byte[] One(byte[] mail, byte[] other)
    {
        if (mail.Length < 16) return [.. mail, .. other];
        var at = random.Next(mail.Length);
        return random.Next(9) switch
        {
            0 => Flipped(mail),
            1 => mail[..at],
            2 => [.. mail[..at], .. mail.AsSpan(Math.Min(mail.Length, at + random.Next(200)))],
            3 => [.. mail[..at], .. other.AsSpan(random.Next(other.Length))],
            4 => [.. mail[..at], .. mail.AsSpan(at, Math.Min(mail.Length - at, random.Next(2000))), .. mail[at..]],
            5 => Nested(mail),
            6 => [.. Header(), .. mail],
            7 => Replaced(mail, "charset="u8, Encoding.ASCII.GetBytes(Charsets[random.Next(Charsets.Length)] + "; x=")),
            _ => Replaced(mail, "boundary="u8, "b"u8.ToArray()),
        };
    }

    private byte[] Flipped(byte[] mail)
    {
        var copy = mail.ToArray();
        for (var flips = random.Next(1, 30); flips > 0; flips--) copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private byte[] Nested(byte[] mail)
    {
        var head = new StringBuilder();
        for (var levels = random.Next(1, 80); levels > 0; levels--)
        {
            head.Append(random.Next(2) == 0 ? "Content-Type: message/rfc822\r\n\r\n"
                : string.Create(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{levels}\r\n\r\n--b{levels}\r\n"));
        }
        return [.. Encoding.ASCII.GetBytes("From: a@kunde.example\r\n" + head), .. mail];
    }

    private byte[] Header()
    {
        string[] bodies = ["=?utf-8?Q?=C3?= ", "<a@b> ", "\"a ", "(", "a@b.example, ", "=?utf-8?B?////", "\r\n ", "[#1] Re: "];
        string[] names = ["Subject", "To", "References", "Content-Type", "From", "Date", "X-Any", "Received"];
        return Encoding.ASCII.GetBytes($"{names[random.Next(names.Length)]}: {string.Concat(Enumerable.Repeat(bodies[random.Next(bodies.Length)], random.Next(1, 20_000)))}\r\n");
    }

    private static byte[] Replaced(byte[] mail, ReadOnlySpan<byte> mark, byte[] by)
    {
        var at = mail.AsSpan().IndexOf(mark);
        return at < 0 ? [.. mail, .. by] : [.. mail[..(at + mark.Length)], .. by, .. mail[(at + mark.Length)..]];
    }
}
