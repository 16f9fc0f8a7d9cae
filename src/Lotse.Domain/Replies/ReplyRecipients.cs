using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;

namespace Lotse.Domain.Replies;

/// <summary>Who an answer goes to: derived from the message it answers, never from another ticket or an earlier draft.</summary>
public static class ReplyRecipients
{
    /// <summary>Where an answer to this message goes: its Reply-To where it has one, else its sender; never one of our own mailboxes.</summary>
    public static IReadOnlyList<MailName> Answering(Message message, Func<string, bool> isOurs)
    {
        var wanted = message.ReplyTo.Where(name => MailAddresses.LooksRight(name.Address) && !isOurs(name.Address)).Take(3).ToList();
        return wanted.Count > 0 ? wanted : [new MailName(message.FromName, message.FromAddress)];
    }

    /// <summary>The others who got the message too.</summary>
    public static IReadOnlyList<MailName> Others(Message message, Func<string, bool> isOurs) =>
        [.. message.To.Concat(message.Cc)
            .Where(name => MailAddresses.LooksRight(name.Address) && !isOurs(name.Address)
                && !string.Equals(name.Address, message.FromAddress, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(name => MailAddresses.Normal(name.Address))];

    /// <summary>Reads what somebody typed: "Name &lt;a@b&gt;" or an address each.</summary>
    public static IReadOnlyList<MailName> Read(IReadOnlyList<string> typed) => [.. typed.SelectMany(Split).Select(Read).OfType<MailName>()];

    private static IEnumerable<string> Split(string typed) => typed.Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static MailName Read(string one)
    {
        var open = one.LastIndexOf('<');
        return open >= 0 && one.EndsWith('>')
            ? new MailName(one[..open].Trim().Trim('"'), one[(open + 1)..^1].Trim())
            : new MailName("", one);
    }
}
