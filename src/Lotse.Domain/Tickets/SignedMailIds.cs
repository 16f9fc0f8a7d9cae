using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lotse.Domain.Tickets;

/// <summary>Message-IDs and reply addresses that only this desk can make, so that they prove where an answer belongs.
/// Both survive being turned to lower case, which some servers do to local parts.</summary>
public sealed class SignedMailIds(byte[] key)
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuv";
    private const int MacLength = 16; // 80 bits in base 32: out of reach for guessing by mail.

    /// <summary>An id for the mail that carries the given message, without brackets.</summary>
    public string MessageId(long messageId, string domain) => $"{Encode(messageId)}.{Mac('m', messageId)}@{domain}";

    /// <summary>The message whose mail this id names; false where the id is not ours.</summary>
    public bool TryReadMessageId(string mailId, out long messageId)
    {
        var at = mailId.LastIndexOf('@');
        return TryRead('m', at < 0 ? mailId : mailId[..at], out messageId);
    }

    /// <summary>An id for a mail that tells an agent of unread notices, without brackets.</summary>
    /// <param name="noticeId">The newest of them.</param>
    public string NoticeMailId(long noticeId, string domain) => $"{Encode(noticeId)}.{Mac('n', noticeId)}@{domain}";

    /// <summary>True for an id as of <see cref="NoticeMailId"/>: whoever answers such a mail is no customer.</summary>
    public bool IsNoticeMailId(string mailId)
    {
        var at = mailId.LastIndexOf('@');
        return TryRead('n', at < 0 ? mailId : mailId[..at], out _);
    }

    /// <summary>The mailbox's address with the ticket's token after a plus sign.</summary>
    public string ReplyAddress(string mailbox, long ticketId)
    {
        var at = mailbox.LastIndexOf('@');
        return $"{mailbox[..at]}+{Encode(ticketId)}.{Mac('t', ticketId)}{mailbox[at..]}";
    }

    /// <summary>The ticket that a plus address names; false where there is no token of ours.</summary>
    public bool TryReadReplyAddress(string address, out long ticketId)
    {
        ticketId = 0;
        var at = address.LastIndexOf('@');
        var plus = at < 0 ? -1 : address.IndexOf('+', StringComparison.Ordinal);
        return plus >= 0 && plus < at && TryRead('t', address[(plus + 1)..at], out ticketId);
    }

    private bool TryRead(char purpose, string token, out long id)
    {
        id = 0;
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || token.Length - dot - 1 != MacLength || !TryDecode(token.AsSpan(0, dot), out id)) return false;
        var right = Encoding.ASCII.GetBytes(Mac(purpose, id));
        return CryptographicOperations.FixedTimeEquals(right, Encoding.UTF8.GetBytes(token[(dot + 1)..].ToLowerInvariant()));
    }

    private string Mac(char purpose, long id)
    {
        var hash = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{purpose}{id}")));
        var text = new StringBuilder(MacLength);
        var (bits, count) = (0, 0);
        foreach (var b in hash)
        {
            (bits, count) = ((bits << 8) | b, count + 8);
            while (count >= 5 && text.Length < MacLength)
            {
                text.Append(Digits[(bits >> (count - 5)) & 31]);
                count -= 5;
            }
        }
        return text.ToString();
    }

    private static string Encode(long id)
    {
        Span<char> buffer = stackalloc char[13];
        var at = buffer.Length;
        var rest = (ulong)id;
        do
        {
            buffer[--at] = Digits[(int)(rest & 31)];
            rest >>= 5;
        }
        while (rest != 0);
        return new string(buffer[at..]);
    }

    private static bool TryDecode(ReadOnlySpan<char> text, out long id)
    {
        id = 0;
        if (text.Length is 0 or > 13) return false;
        var value = 0UL;
        foreach (var c in text)
        {
            var digit = Digits.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (digit < 0) return false;
            value = (value << 5) | (uint)digit;
        }
        id = (long)value;
        return id > 0;
    }
}
