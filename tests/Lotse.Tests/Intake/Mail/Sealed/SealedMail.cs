using System.Text;
using Lotse.Tests.Desk;

namespace Lotse.Tests.Intake.Mail.Sealed;

/// <summary>Sealed mails as mail programs make them, and as nobody should.</summary>
internal static class SealedMail
{
    private static int s_count;

    public static byte[] Of(string from, byte[] entity, string subject = "Vertraulich") => Encoding.UTF8.GetBytes(
        $"From: {from}\r\nTo: {CustomerMail.Mailbox}\r\nSubject: {subject}\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\nMessage-ID: <sealed-{Interlocked.Increment(ref s_count)}@kunde.example>\r\nMIME-Version: 1.0\r\n")
        .Concat(entity).ToArray();

    public static byte[] Text(string text, string type = "text/plain") => Bytes($"Content-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n");

    public static byte[] WithFile(string text, string name, byte[] file) => Mixed("innen", Text(text),
        Bytes($"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(file)}\r\n"));

    public static byte[] Mixed(string boundary, params byte[][] parts) => Multipart($"multipart/mixed; boundary=\"{boundary}\"", boundary, parts);

    public static byte[] Smime(byte[] cms, string kind) =>
        Bytes($"Content-Type: application/pkcs7-mime; smime-type={kind}; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7m\r\n\r\n{Base64(cms)}\r\n");

    public static byte[] SmimeSigned(byte[] entity, byte[] signature, params byte[][] more) => Multipart(
        "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"auszen\"", "auszen",
        [entity, Bytes($"Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7s\r\n\r\n{Base64(signature)}\r\n"), .. more]);

    public static byte[] PgpSigned(byte[] entity, string signature) => Multipart(
        "multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256; boundary=\"auszen\"", "auszen",
        [entity, Bytes($"Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n{signature}\r\n")]);

    public static byte[] PgpEncrypted(byte[] message) => Multipart("multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=\"auszen\"", "auszen",
        [Bytes("Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"), Bytes($"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n{PgpPerson.Armour(message)}\r\n")]);

    private static byte[] Multipart(string type, string boundary, byte[][] parts)
    {
        var whole = new MemoryStream();
        whole.Write(Bytes($"Content-Type: {type}\r\n\r\n"));
        foreach (var part in parts)
        {
            whole.Write(Bytes($"--{boundary}\r\n"));
            whole.Write(part);
            whole.Write("\r\n"u8);
        }
        whole.Write(Bytes($"--{boundary}--\r\n"));
        return whole.ToArray();
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
