using Lotse.Adapters.Database;
using Lotse.Adapters.Telephony;
using Lotse.Domain.Contacts;
using Lotse.Domain.Intake;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Placing;

/// <summary>Telephone numbers under the mails of people become numbers of their contacts. They are only ever added: what is there stays as it is, whoever put it there.</summary>
internal sealed class SignaturePhones
{
    private readonly Dictionary<long, List<string>> _known = [];
    private readonly Dictionary<long, string> _languages;

    private SignaturePhones(Dictionary<long, string> languages) => _languages = languages;

    /// <returns>Null, without a question to the database, where no signature of the group can hold a number.</returns>
    public static async Task<SignaturePhones?> PrepareAsync(DeskDatabase database, IReadOnlyList<ReadDelivery> mails, PlacingGround ground, CancellationToken cancel)
    {
        var signed = mails.Where(m => m.Mail is { Kind: MailKind.Human } mail && PhonesInText.MayHold(mail.Signature)).ToList();
        if (signed.Count == 0) return null;
        var communities = signed.Select(m => m.Delivery.CommunityId).Distinct().ToList();
        var phones = new SignaturePhones(await database.Communities.Where(c => communities.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Language, cancel));
        var contacts = signed.Select(m => PlacingNames.Sender(m.Mail!, m.Delivery) is { } sender ? ground.KnownContact(sender.Address, m.Delivery.CommunityId) ?? 0 : 0).ToHashSet();
        foreach (var phone in await database.ContactPhones.Where(p => contacts.Contains(p.ContactId)).ToListAsync(cancel)) phones.Of(phone.ContactId).Add(phone.Number);
        return phones;
    }

    public void Add(Journal journal, Ids ids, ReadMail mail, Message message, long contactId, long communityId)
    {
        if (mail.Kind != MailKind.Human || !PhonesInText.MayHold(mail.Signature)) return;
        var known = Of(contactId);
        foreach (var number in PhonesInText.Find(mail.Signature, RegionOf(_languages.GetValueOrDefault(communityId)), ContactPhone.AtMost))
        {
            if (known.Count >= ContactPhone.AtMost || known.Contains(number)) continue;
            known.Add(number);
            journal.Insert(new ContactPhone { Id = ids.Next(), ContactId = contactId, CommunityId = communityId, Number = number, MessageId = message.Id, At = message.At });
        }
    }

    /// <summary>Where numbers without a country are at home: nothing better is known of a community than its language.</summary>
    private static string RegionOf(string? language) => language == "en" ? "GB" : "DE";

    private List<string> Of(long contactId) => _known.TryGetValue(contactId, out var numbers) ? numbers : _known[contactId] = [];
}
