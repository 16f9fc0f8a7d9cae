using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Lotse.Domain.Staff;

/// <summary>Six-digit codes that change every 30 seconds (RFC 6238 over RFC 4226), as authenticator apps make them.</summary>
public static class TimeCodes
{
    public const string Wrong = "code-wrong";

    private const int StepSeconds = 30, Digits = 6;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step a code belongs to: the present one or one beside it, for clocks that differ.</summary>
    /// <param name="after">The last step that was used: a code works once (RFC 6238, 5.2).</param>
    /// <returns>Null where the code is wrong.</returns>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now, long after)
    {
        var typed = new string([.. code.Where(c => !char.IsWhiteSpace(c))]);
        var present = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = present - 1; step <= present + 1; step++)
        {
            var same = CryptographicOperations.FixedTimeEquals(
                System.Text.Encoding.UTF8.GetBytes(typed), System.Text.Encoding.UTF8.GetBytes(Code(secret, step)));
            if (same && step > after) found = step;
        }
        return found;
    }

    public static string CodeAt(byte[] secret, DateTimeOffset at) => Code(secret, at.ToUnixTimeSeconds() / StepSeconds);

    /// <summary>RFC 4648 without padding.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new System.Text.StringBuilder((bytes.Length * 8 / 5) + 1);
        var (held, bits) = (0, 0);
        foreach (var b in bytes)
        {
            (held, bits) = ((held << 8) | b, bits + 8);
            for (; bits >= 5; bits -= 5) text.Append(Letters[(held >> (bits - 5)) & 31]);
            held &= (1 << bits) - 1;
        }
        if (bits > 0) text.Append(Letters[(held << (5 - bits)) & 31]);
        return text.ToString();
    }

    public static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (held, bits) = (0, 0);
        foreach (var letter in text)
        {
            (held, bits) = ((held << 5) | Letters.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal), bits + 5);
            if (bits < 8) continue;
            bytes.Add((byte)(held >> (bits - 8)));
            (held, bits) = (held & ((1 << (bits - 8)) - 1), bits - 8);
        }
        return [.. bytes];
    }

    private static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // SHA-1 is what the RFC names and the apps know; as a keyed hash it is not broken.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var value = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (value % 1_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }
}
