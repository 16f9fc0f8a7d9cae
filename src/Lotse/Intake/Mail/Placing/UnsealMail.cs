using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Adapters.MailServer.Unsealing;
using Lotse.Domain.Intake;

namespace Lotse.Intake.Mail.Placing;

/// <summary>A sealed mail that has been opened as far as the desk's keys go.</summary>
/// <param name="Opened">What was inside, to be kept beside the raw mail; null where the raw mail shows everything itself.</param>
internal sealed record UnsealedDelivery(ReadMail Mail, RawMail? Opened);

/// <summary>Opens and verifies a sealed mail with the keys of the community it came to.</summary>
public sealed class UnsealMail(KeptMailKeys kept, RawMailCodec codec, Ids ids)
{
    /// <param name="mail">As it reads without any key.</param>
    internal async Task<UnsealedDelivery> RunAsync(Stream raw, ReadMail mail, Delivery delivery, CancellationToken cancel)
    {
        var sender = PlacingNames.Sender(mail, delivery)?.Address ?? "";
        var at = delivery.Door == Importing.ImportMail.Door && mail.Date is { } date ? date : delivery.ReceivedAt;
        var unsealed = Run(await kept.FindAsync(delivery.CommunityId, [sender], cancel));
        // Only a look inside tells which key signed it: that of another address, perhaps.
        if (unsealed.Mail.Seal is { Signature: SignatureState.KeyUnknown, Fingerprint: { } wanted })
        {
            var more = await kept.FindAsync(delivery.CommunityId, [sender, wanted], cancel);
            if (more.Contacts.Count > 0) unsealed = Run(more);
        }
        return new UnsealedDelivery(unsealed.Mail, unsealed.Opened is { } opened ? new RawMail { Id = ids.Next(), Bytes = codec.Pack(new MemoryStream(opened, writable: false)) } : null);

        UnsealedMail Run(MailKeys keys) => Unseal.Run(raw, mail, sender, keys, at, ReadingLimits.Default);
    }
}
