namespace Lotse.Adapters.MailServer.Door;

/// <summary>Finds the end of a mail after DATA and takes out the dots that were doubled on the way (RFC 5321 section 4.5.2).</summary>
/// <remarks>Only CR LF ends a line here. A dot after a bare CR or LF is text: servers that disagree about this let
/// one mail smuggle in another. A bare CR or LF itself is kept as it came.</remarks>
internal struct DotUnstuffing()
{
    private bool _atLineStart = true;

    /// <summary>Takes as much of the input as can be decided.</summary>
    /// <param name="input">What has come so far and was not consumed yet.</param>
    /// <param name="text">The bytes of the mail found; a part of the input, may be empty.</param>
    /// <param name="consumed">How many bytes of the input are done with. Less than all: call again with the rest, and with more once <paramref name="text"/> is empty too.</param>
    /// <returns>True once the lone dot was found; nothing behind <paramref name="consumed"/> belongs to the mail.</returns>
    public bool Next(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> text, out int consumed)
    {
        text = [];
        consumed = 0;
        var start = 0;
        if (_atLineStart && input.Length > 0)
        {
            if (".\r\n"u8.StartsWith(input[..Math.Min(3, input.Length)]))
            {
                if (input.Length < 3) return false;
                consumed = 3;
                return true;
            }
            if (input[0] == (byte)'.') start = 1;
            _atLineStart = false;
        }
        var rest = input[start..];
        var end = rest.IndexOf("\r\n."u8);
        if (end >= 0)
        {
            text = rest[..(end + 2)];
            _atLineStart = true;
        }
        else
        {
            text = rest[..^Undecided(rest)];
        }
        consumed = start + text.Length;
        return false;
    }

    private static int Undecided(ReadOnlySpan<byte> rest) => rest switch
    {
        [.., (byte)'\r', (byte)'\n'] => 2,
        [.., (byte)'\r'] => 1,
        _ => 0,
    };
}
