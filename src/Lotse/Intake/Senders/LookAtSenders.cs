using System.Globalization;
using System.Net;
using Lotse.Adapters.MailServer.Composing;
using Lotse.Adapters.NameServers;
using Lotse.Domain.Communities;

namespace Lotse.Intake.Senders;

/// <summary>Says of the domains of mailboxes whether their mail is signed, and on asking what DNS says about them.</summary>
public sealed class LookAtSenders(LookUpTexts names, KeptDkimKeys keys)
{
    /// <param name="domains">Those that whoever asks may see.</param>
    /// <param name="asked">The one to look up; null for none.</param>
    /// <param name="server">The host that mail goes out by; null where it does not.</param>
    public async Task<IReadOnlyList<SenderView>> RunAsync(IReadOnlyCollection<string> domains, string? asked, string? server, CancellationToken cancel)
    {
        var (views, known) = (new List<SenderView>(), await keys.FindAllAsync(domains, cancel));
        foreach (var domain in domains)
        {
            var key = known.GetValueOrDefault(domain);
            views.Add(new SenderView(domain, key?.RecordName, domain == asked ? await HintsAsync(domain, key, server, cancel) : null));
        }
        return views;
    }

    private async Task<IReadOnlyList<SenderHint>> HintsAsync(string domain, DkimKey? key, string? server, CancellationToken cancel)
    {
        var ascii = new IdnMapping().GetAscii(domain);
        var (spf, dkim, dmarc) = (names.AskAsync(ascii), key is null ? null : names.AskAsync(key.RecordName), DmarcAsync(ascii));
        await Task.WhenAll(spf, dkim ?? Task.CompletedTask, dmarc).WaitAsync(cancel);
        return
        [
            SenderHints.Spf(ascii, await spf, MechanismOf(server)),
            dkim is null ? new SenderHint(SenderRecord.Dkim, SenderFinding.DkimUnsigned, ascii) : SenderHints.Dkim(key!.RecordName, await dkim, key.RecordText),
            await dmarc,
        ];
    }

    /// <summary>The record of the domain itself, else of those above it. All are asked at once, so that a slow name server is waited for once.</summary>
    private async Task<SenderHint> DmarcAsync(string domain)
    {
        var labels = domain.Split('.');
        var places = Enumerable.Range(0, Math.Clamp(labels.Length - 1, 1, 4)).Select(skip => string.Join('.', labels.Skip(skip))).ToList();
        var answers = await Task.WhenAll(places.Select(place => names.AskAsync($"_dmarc.{place}")));
        var found = Array.FindIndex(answers, texts => texts is null || SenderHints.DmarcIn(texts).Count > 0);
        return SenderHints.Dmarc(domain, places[Math.Max(found, 0)], answers[Math.Max(found, 0)]);
    }

    /// <summary>How an SPF record names the server: those of the large providers by what they ask for, others by their own name.</summary>
    private static string? MechanismOf(string? host) => host switch
    {
        null => null,
        _ when host.EndsWith(".office365.com", StringComparison.Ordinal) || host.EndsWith(".outlook.com", StringComparison.Ordinal) => "include:spf.protection.outlook.com",
        _ when host.EndsWith(".gmail.com", StringComparison.Ordinal) => "include:_spf.google.com",
        _ when IPAddress.TryParse(host, out var address) => IPAddress.IsLoopback(address) ? null : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? $"ip4:{address}" : $"ip6:{address}",
        "localhost" => null,
        _ => $"a:{host}",
    };
}
