using System.Globalization;

namespace Lotse.Adapters.MailServer.Door;

/// <summary>One mail under way on a connection: from MAIL to the answer after DATA.</summary>
internal sealed class MailTransaction
{
    private readonly List<string> _recipients = [];

    /// <summary>Null until MAIL was accepted.</summary>
    public string? Sender { get; private set; }

    /// <summary>In the order of RCPT; LMTP answers in this order after DATA (RFC 2033 section 4.2).</summary>
    public IReadOnlyList<string> Recipients => _recipients;

    public bool IsOpen => Sender is not null;

    /// <summary>Takes MAIL FROM, or says what is wrong with it.</summary>
    public ReadOnlySpan<byte> Begin(ReadOnlySpan<byte> argument, long maxBytes)
    {
        if (IsOpen) return Replies.SecondMail;
        if (EnvelopePath.Read(argument, "FROM:"u8) is not { } path) return Replies.BadSender;
        foreach (var parameter in path.Parameters)
        {
            var equals = parameter.IndexOf('=');
            var name = (equals < 0 ? parameter : parameter[..equals]).ToUpperInvariant();
            var value = equals < 0 ? "" : parameter[(equals + 1)..];
            switch (name)
            {
                case "SIZE" when value.Length is 0 or > 20 || !value.All(char.IsAsciiDigit):
                    return Replies.BadParameter;
                case "SIZE" when decimal.Parse(value, CultureInfo.InvariantCulture) > maxBytes:
                    return Replies.TooLarge;
                case "BODY" when value.ToUpperInvariant() is not ("7BIT" or "8BITMIME"):
                    return Replies.BadParameter;
                case "SIZE" or "BODY":
                case "SMTPUTF8" when equals < 0:
                    break;
                default:
                    return Replies.UnknownParameter;
            }
        }
        Sender = path.Address;
        return Replies.SenderOk;
    }

    public void Add(string recipient) => _recipients.Add(recipient);

    public void Clear()
    {
        Sender = null;
        _recipients.Clear();
    }
}
