using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Intake.Mail.Forwards;
using Lotse.Domain.Intake.Spam;
using Lotse.Domain.Routing.Learning;
using Lotse.Domain.Tickets;
using Lotse.Intake.Mail.Importing;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Placing;

/// <summary>How much the mails of a group look like spam. Of mails that show no sign of it, and that is nearly all, the database is asked nothing.</summary>
internal sealed class SuspectMails
{
    /// <summary>From so many points on it is asked whether the sender is known well: less does nothing.</summary>
    private const int AskedFrom = 30;

    private readonly Dictionary<long, SpamScore> _scores = [];

    public static SuspectMails Nobody { get; } = new();

    /// <summary>Null where nothing speaks for it.</summary>
    public SpamScore? Of(Delivery delivery) => _scores.GetValueOrDefault(delivery.Id);

    public static async Task<SuspectMails> PrepareAsync(DeskDatabase database, LearnSigns learned, IReadOnlyList<ReadDelivery> mails, PlacingGround ground, CancellationToken cancel)
    {
        var suspects = mails.Select(one => (One: one, Signs: First(one, learned))).Where(one => one.Signs is not null).Select(one => (one.One, Signs: one.Signs!)).ToList();
        if (suspects.Exists(one => MayFail(one.One.Mail!)))
        {
            var trusted = (await database.Settings.Where(s => s.Name == Setting.TrustedReceivers).Select(s => s.Value).SingleOrDefaultAsync(cancel) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            suspects = suspects.ConvertAll(one => (one.One, one.Signs with { Check = CheckSender.By(one.One.Mail!.AuthenticationResults, trusted, MailAddresses.Domain(one.Signs.From)) }));
        }
        var asked = suspects.Where(one => ScoreSpam.Of(one.Signs)?.Score >= AskedFrom).Select(one => ground.KnownContact(one.Signs.From, one.One.Delivery.CommunityId)).OfType<long>().Distinct().ToList();
        var known = asked.Count == 0 ? [] : await AnsweredAsync(database, asked, cancel);
        var found = new SuspectMails();
        foreach (var (one, signs) in suspects)
        {
            var well = ground.KnownContact(signs.From, one.Delivery.CommunityId) is { } contact && known.Contains(contact);
            if (ScoreSpam.Of(signs with { KnownWell = well }) is { } score) found._scores[one.Delivery.Id] = score;
        }
        return found;
    }

    /// <summary>Whom somebody of ours has answered in a ticket that nobody has put aside.</summary>
    private static Task<HashSet<long>> AnsweredAsync(DeskDatabase database, List<long> contacts, CancellationToken cancel) => database.Tickets
        .Where(t => contacts.Contains(t.ContactId) && t.Lane != Lane.Spam && database.Messages.Any(m => m.TicketId == t.Id && m.Kind == MessageKind.Outgoing && m.AuthorId != null))
        .Select(t => t.ContactId).Distinct().ToHashSetAsync(cancel);

    /// <summary>What the mail itself shows and what was learned; null where that is nothing. What is imported is history.</summary>
    private static SpamSigns? First(ReadDelivery one, LearnSigns learned)
    {
        if (one is not { Mail: { } mail, Delivery: { Door: not ImportMail.Door } delivery } || MailReports.IsReport(mail.Kind) || PlacingNames.Sender(mail, delivery) is not { } sender) return null;
        IReadOnlyList<string> elsewhere = mail.OriginalSender is null ? [.. mail.ReplyTo.Select(name => name.Address).Where(address => address.Contains('@', StringComparison.Ordinal))] : [];
        var signs = new SpamSigns(mail.FilterSays, SenderCheck.NotKnown, MailAddresses.Normal(sender.Address), elsewhere,
            LearnedSpam.Of(learned, delivery.CommunityId, MailAddresses.Normal(sender.Address), mail.Subject, mail.Visible), KnownWell: false);
        return MayFail(mail) || ScoreSpam.Of(signs) is not null ? signs : null;
    }

    private static bool MayFail(ReadMail mail) => mail.AuthenticationResults.Any(header => header.Contains("fail", StringComparison.OrdinalIgnoreCase) || header.Contains("permerror", StringComparison.OrdinalIgnoreCase));
}
