using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Intake.Mail.Forwards;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Placing;

/// <summary>A mail that somebody of ours forwarded.</summary>
/// <param name="By">Of the From header, which anybody can write.</param>
internal sealed record TakenForward(ForwardedMail Inside, MailName By, SenderCheck Check);

/// <summary>Finds those mails of a group that somebody of ours forwarded for a customer. From is only a claim: what it opens is a new ticket that says so,
/// and never anything that is there already.</summary>
public sealed class ForwardedMails(DeskDatabase database, RawMailCodec codec, Spool spool)
{
    private readonly Dictionary<long, TakenForward> _taken = [];

    /// <summary>Whom the forwarded texts name, to be looked up with the group.</summary>
    internal IEnumerable<string> Originals => _taken.Values.Select(forward => MailAddresses.Normal(forward.Inside.From.Address));

    internal TakenForward? Of(ReadDelivery read) => _taken.GetValueOrDefault(read.Delivery.Id);

    /// <summary>Asks the database nothing where no mail of the group says that it is forwarded.</summary>
    /// <returns>The mails, those with an attached one naming its id too, so that what is known of it is found.</returns>
    internal async Task<IReadOnlyList<ReadDelivery>> PrepareAsync(IReadOnlyList<ReadDelivery> mails, CancellationToken cancel)
    {
        _taken.Clear();
        var asked = mails.Where(one => one.Mail is { } mail && ForwardedMail.MayBe(mail)).ToList();
        if (asked.Count == 0) return mails;
        var trusted = (await database.Settings.Where(s => s.Name == Setting.TrustedReceivers).Select(s => s.Value).SingleOrDefaultAsync(cancel) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var one in asked)
        {
            var (mail, by) = (one.Mail!, one.Mail!.From[0]);
            if (!await IsOursAsync(MailAddresses.Normal(by.Address), one.Delivery.CommunityId, cancel)) continue;
            var attached = mail.Nested.Count == 1 ? await AttachedAsync(one.Delivery.RawMailId, cancel) : null;
            if (ForwardedMail.In(mail, attached) is not { } inside || await IsNobodyElsesAsync(MailAddresses.Normal(inside.From.Address), MailAddresses.Normal(by.Address), cancel)) continue;
            _taken[one.Delivery.Id] = new TakenForward(inside, by, CheckSender.By(mail.AuthenticationResults, trusted, MailAddresses.Domain(by.Address)));
        }
        return [.. mails.Select(Named)];
    }

    private ReadDelivery Named(ReadDelivery read) => Of(read)?.Inside is { How: ForwardedAs.Attachment, MessageId: { } id }
        ? read with { Mail = read.Mail! with { References = [.. read.Mail!.References, id] } }
        : read;

    private async Task<bool> IsOursAsync(string address, long communityId, CancellationToken cancel)
    {
        var policy = await database.Communities.Where(c => c.Id == communityId).Select(c => c.Forwards).SingleAsync(cancel);
        if (policy == ForwardsFrom.Nobody) return false;
        var known = address.ToUpperInvariant();
        if (await database.Users.AnyAsync(agent => agent.NormalizedEmail == known && agent.Active
            && (agent.Role == Role.Admin || database.AgentCommunities.Any(link => link.AgentId == agent.Id && link.CommunityId == communityId)), cancel)) return true;
        if (policy != ForwardsFrom.OwnDomains) return false;
        var mailboxes = await database.Mailboxes.Where(m => m.CommunityId == communityId).Select(m => m.Address).ToListAsync(cancel);
        // Our own mailboxes send nothing but what the desk wrote.
        return mailboxes.Exists(mailbox => MailAddresses.Domain(mailbox) == MailAddresses.Domain(address)) && !mailboxes.Contains(MailAddresses.WithoutTag(address));
    }

    /// <summary>The forwarded mail is one of the desk's own, or of whoever forwards it: there is no customer in it.</summary>
    private async Task<bool> IsNobodyElsesAsync(string original, string by, CancellationToken cancel)
    {
        var plain = MailAddresses.WithoutTag(original);
        return original == by || await database.Mailboxes.AnyAsync(m => m.Address == plain, cancel);
    }

    /// <summary>Intake reads only the header of attached mails; this one is wanted as a whole.</summary>
    private async Task<ReadMail?> AttachedAsync(long rawMailId, CancellationToken cancel)
    {
        var packed = await database.RawMails.Where(r => r.Id == rawMailId).Select(r => r.Bytes).SingleAsync(cancel);
        using var mail = codec.Unpack(packed, spool.Folder);
        await using var raw = mail.Open();
        return MailReader.Read(raw, ReadingLimits.Whole).Nested is [var only] ? only : null;
    }
}
