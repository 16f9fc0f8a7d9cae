using System.Text;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Xunit.Sdk;

namespace Lotse.Tests.MailTown;

/// <summary>A door without a desk where the town's relay delivers. It remembers the mails to one recipient only: what the relay still holds
/// from another test is taken over too, and is nobody's here.</summary>
internal sealed class OpenDoor : IAsyncDisposable
{
    private readonly Town _town;
    private readonly List<(string Text, MailEnvelope Envelope)> _taken = [];
    private readonly MailListener _listener;

    private OpenDoor(Town town, string recipient, Func<TakeOverAnswer> answer)
    {
        _town = town;
        var desk = new MailDoor(
            (address, _) => ValueTask.FromResult(address.StartsWith("no", StringComparison.Ordinal) ? RecipientAnswer.Unknown : RecipientAnswer.Known),
            async (mail, envelope, cancel) =>
            {
                if (!envelope.Recipients.Contains(recipient)) return TakeOverAnswer.Durable;
                using var reader = new StreamReader(mail.Open(), Encoding.Latin1);
                var text = await reader.ReadToEndAsync(cancel);
                lock (_taken) _taken.Add((text, envelope));
                return answer();
            });
        var options = new MailDoorOptions { Spool = Path.GetTempPath(), Endpoints = [new(MailProtocol.Lmtp, town.DeskLmtp)] };
        _listener = new MailListener(options, desk, TimeProvider.System, NullLogger<MailListener>.Instance);
    }

    /// <summary>The recipient's mails so far, each as often as it came.</summary>
    public IReadOnlyList<(string Text, MailEnvelope Envelope)> Taken
    {
        get { lock (_taken) return [.. _taken]; }
    }

    public static async Task<OpenDoor> OpenAsync(Town town, string recipient, Func<TakeOverAnswer> answer)
    {
        var door = new OpenDoor(town, recipient, answer);
        await door._listener.StartAsync(CancellationToken.None);
        return door;
    }

    /// <summary>Waits until so many are there. Patient enough for Postfix to put a mail aside for a minute once (see <see cref="TownPostfix"/>).</summary>
    public async Task HasAsync(int count)
    {
        try
        {
            await Intake.Mail.Doors.Eventually.Async(() => Taken.Count >= count, seconds: 120);
        }
        catch (XunitException late)
        {
            Assert.Fail($"{late.Message} {Taken.Count} instead of {count} mails came.\n{_town.Log}");
        }
        Assert.Equal(count, Taken.Count);
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
