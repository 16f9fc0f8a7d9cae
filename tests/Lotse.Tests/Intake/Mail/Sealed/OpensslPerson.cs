using System.Diagnostics;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Sealed;

/// <summary>Somebody with a certificate, whose mails a real OpenSSL makes: another program's idea of what the standards say.</summary>
internal sealed class OpensslPerson : IDisposable
{
    private const string Program = "/usr/bin/openssl", Password = "geheim";
    private readonly string _folder = Directory.CreateTempSubdirectory("lotse-openssl-").FullName;

    private OpensslPerson()
    {
    }

    /// <param name="key">"rsa", or the name of a curve.</param>
    public static async Task<OpensslPerson> OfAsync(string key, string name, string address)
    {
        Assert.SkipUnless(File.Exists(Program), "The Debian package openssl is not installed.");
        var person = new OpensslPerson();
        string[] kind = key == "rsa" ? ["rsa:2048"] : ["ec", "-pkeyopt", $"ec_paramgen_curve:{key}"];
        await person.RunAsync([], ["req", "-x509", "-nodes", "-newkey", .. kind, "-keyout", person.Key, "-out", person.Certificate, "-subj", $"/CN={name}", "-days", "300", "-addext", $"subjectAltName=email:{address}"]);
        return person;
    }

    private string Key => Path.Combine(_folder, "key.pem");
    private string Certificate => Path.Combine(_folder, "certificate.pem");

    public byte[] Pem => File.ReadAllBytes(Certificate);

    /// <summary>With the password "geheim".</summary>
    public Task<byte[]> Pkcs12Async() => RunAsync([], "pkcs12", "-export", "-inkey", Key, "-in", Certificate, "-passout", $"pass:{Password}");

    /// <param name="arguments">The cipher first, then what is to be done otherwise than usual.</param>
    public Task<byte[]> EnvelopeAsync(byte[] content, string arguments) =>
        RunAsync(content, ["cms", "-encrypt", "-binary", "-outform", "DER", .. arguments.Split(' ')[..1], "-recip", Certificate, .. arguments.Split(' ')[1..]]);

    public Task<byte[]> SignatureAsync(byte[] content) => RunAsync(content, "cms", "-sign", "-binary", "-outform", "DER", "-signer", Certificate, "-inkey", Key, "-md", "sha256");

    private static async Task<byte[]> RunAsync(Process process, byte[] input)
    {
        var stop = TestContext.Current.CancellationToken;
        using var output = new MemoryStream();
        var (read, problem) = (process.StandardOutput.BaseStream.CopyToAsync(output, stop), process.StandardError.ReadToEndAsync(stop));
        await process.StandardInput.BaseStream.WriteAsync(input, stop);
        process.StandardInput.Close();
        await process.WaitForExitAsync(stop).WaitAsync(TimeSpan.FromSeconds(30), stop);
        await read;
        Assert.True(process.ExitCode == 0, await problem);
        return output.ToArray();
    }

    private async Task<byte[]> RunAsync(byte[] input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder,
        })!;
        return await RunAsync(process, input);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
