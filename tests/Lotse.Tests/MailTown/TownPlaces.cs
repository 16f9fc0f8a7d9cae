using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lotse.Tests.Desk;

namespace Lotse.Tests.MailTown;

/// <summary>The throw-away folder of one town, and its ports.</summary>
internal sealed record TownPlaces(string Root, int Smtp, int Smtps, int Imap, int Imaps, int MailboxLmtp, int SignIn, int DeskLmtp, int BearerSmtp)
{
    /// <summary>Whose mailboxes they are on disk.</summary>
    public const int NobodyId = 65534;

    public string Certificate => Path.Combine(Root, "town.pem");
    public string Key => Path.Combine(Root, "town.key");
    public string Mail => Path.Combine(Root, "mail");

    public static TownPlaces Reserve()
    {
        var ports = Enumerable.Range(0, 8).Select(_ => FreePorts.Take()).ToList();
        var root = Path.Combine(Path.GetTempPath(), "lotse-town-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));
        return new TownPlaces(root, ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], ports[6], ports[7]);
    }

    /// <summary>The same mailboxes at other doors.</summary>
    public TownPlaces AtOtherPorts() => this with { Imap = FreePorts.Take(), Imaps = FreePorts.Take(), MailboxLmtp = FreePorts.Take(), SignIn = FreePorts.Take() };

    public async Task PrepareAsync()
    {
        Directory.CreateDirectory(Mail);
        await RunAsync("chmod", "755", Root);
        await RunAsync("chown", $"{NobodyId}:{NobodyId}", Mail);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await File.WriteAllTextAsync(Certificate, certificate.ExportCertificatePem() + "\n");
        await File.WriteAllTextAsync(Key, key.ExportPkcs8PrivateKeyPem() + "\n");
        await RunAsync("chmod", "600", Key);
    }

    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Remove()
    {
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }

    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed.");
    }
}
