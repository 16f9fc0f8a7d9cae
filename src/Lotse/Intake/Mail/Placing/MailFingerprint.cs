using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Lotse.Domain.Intake;

namespace Lotse.Intake.Mail.Placing;

/// <summary>The same number for the same mail, whichever way it came: over id, sender, date, subject and content, not over trace headers.
/// A reused Message-ID with other content is another mail. Without an id only the very same bytes are the same mail.</summary>
internal static class MailFingerprint
{
    public static long Of(ReadMail? mail, byte[] rawHash)
    {
        if (mail?.MessageId is null) return BinaryPrimitives.ReadInt64BigEndian(rawHash.Length >= 8 ? rawHash : SHA256.HashData(rawHash));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, mail.MessageId);
        Add(hash, mail.From is [var from, ..] ? from.Address : "");
        Add(hash, mail.Date?.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "");
        Add(hash, mail.Subject);
        Add(hash, mail.Text);
        foreach (var file in mail.Attachments) Add(hash, file.Sha256);
        return BinaryPrimitives.ReadInt64BigEndian(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
