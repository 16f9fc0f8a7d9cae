using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Lotse.Tickets.Images;

/// <summary>The addresses under which a mail's frame shows pictures from elsewhere. Each is made after a click, for one agent, one message and one picture,
/// and for a short time: nobody else can make the desk fetch anything. The picture's own address is sealed inside, so that it stands in no log.
/// A frame without an origin sends no cookies, so these addresses have to say by themselves who is looking.</summary>
public sealed class ImageAddresses(IDataProtectionProvider protection, TimeProvider clock)
{
    private const int Head = 3 * sizeof(long);

    /// <summary>Long enough for the browser to load what it was just given.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _seal = protection.CreateProtector("lotse-images");

    public string For(long agentId, long messageId, string picture)
    {
        var bytes = new byte[Head + Encoding.UTF8.GetByteCount(picture)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, agentId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), messageId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), (clock.GetUtcNow() + Life).ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(picture, bytes.AsSpan(Head));
        return string.Create(CultureInfo.InvariantCulture, $"/messages/{messageId}/images/{WebEncoders.Base64UrlEncode(_seal.Protect(bytes))}");
    }

    /// <returns>Null where it was not made here, not for this message, or is too old.</returns>
    public AskedImage? Read(string sealedPart, long messageId)
    {
        try
        {
            var bytes = _seal.Unprotect(WebEncoders.Base64UrlDecode(sealedPart));
            var asked = new AskedImage(BinaryPrimitives.ReadInt64LittleEndian(bytes), Encoding.UTF8.GetString(bytes.AsSpan(Head)));
            var ends = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)));
            return BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)) == messageId && clock.GetUtcNow() < ends ? asked : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }
}

/// <param name="AgentId">Who clicked.</param>
public sealed record AskedImage(long AgentId, string Picture);
