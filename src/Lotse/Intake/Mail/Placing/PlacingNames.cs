using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;

namespace Lotse.Intake.Mail.Placing;

/// <summary>What a group of mails names, to be looked up in one go.</summary>
internal sealed class PlacingNames
{
    /// <summary>Ids of one mail that are followed; more would be a bomb, not a thread.</summary>
    private const int IdsAtMost = 60;

    public PlacingNames(SignedMailIds signed, IReadOnlyList<ReadDelivery> mails)
    {
        foreach (var (delivery, print, mail, _) in mails)
        {
            Prints.Add(print);
            if (mail is null) continue;
            foreach (var mailId in Answered(mail).Append(mail.MessageId ?? ""))
            {
                if (signed.TryReadMessageId(mailId, out var messageId)) Messages.Add(messageId);
                else if (mailId.Length > 0) Keys.Add(ThreadKey.KeyOf(mailId));
            }
            foreach (var address in OurAddresses(mail, delivery))
            {
                if (signed.TryReadReplyAddress(address, out var ticketId)) Tickets.Add(ticketId);
            }
            Numbers.UnionWith(SubjectNumbers.Find(mail.Subject));
            Addresses.UnionWith(mail.From.Take(3).Select(from => MailAddresses.Normal(from.Address)));
            if (mail.OriginalSender is { } original) Addresses.Add(MailAddresses.Normal(original.Address));
            if (delivery.EnvelopeSender is { Length: > 0 } sender) Addresses.Add(MailAddresses.Normal(sender));
            Addresses.UnionWith(mail.Dsn.Take(20).Select(status => MailAddresses.Normal(status.Recipient)));
        }
    }

    public HashSet<long> Prints { get; } = [];
    public HashSet<long> Keys { get; } = [];
    public HashSet<long> Messages { get; } = [];
    public HashSet<long> Tickets { get; } = [];
    public HashSet<long> Numbers { get; } = [];
    public HashSet<string> Addresses { get; } = [];

    /// <summary>Ids that the mail answers: In-Reply-To, References from the last to the first, and what a bounce is about.</summary>
    public static IEnumerable<string> Answered(ReadMail mail) => mail.InReplyTo
        .Concat(mail.References.Reverse())
        .Concat(mail.OriginalMessageId is { } original ? [original] : [])
        .Take(IdsAtMost)
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who wrote it, as far as one can know; null where nobody is named.</summary>
    public static MailName? Sender(ReadMail mail, Delivery delivery) =>
        mail.OriginalSender ?? mail.From.FirstOrDefault(from => from.Address.Length > 0)
        ?? (string.IsNullOrEmpty(delivery.EnvelopeSender) ? null : new MailName("", delivery.EnvelopeSender));

    /// <summary>Addresses by which it may have come to us; of a report, also the one by which the mail that it is about is answered.</summary>
    public static IEnumerable<string> OurAddresses(ReadMail mail, Delivery delivery) => delivery.Recipients
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Concat(mail.To.Concat(mail.Cc).Take(100).Select(name => name.Address))
        .Concat(mail.DeliveredTo.Take(20))
        .Concat(mail.OriginalReplyTo is { } original ? [original] : []);
}
