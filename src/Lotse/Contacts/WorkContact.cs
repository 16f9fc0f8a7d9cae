using Lotse.Adapters.Database;
using Lotse.Adapters.Telephony;
using Lotse.Domain;
using Lotse.Domain.Contacts;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Contacts;

/// <summary>Changes what is known of a contact: name, language, organisation, notes, addresses, telephone numbers.</summary>
public sealed class WorkContact(DeskDatabase database, Journal journal, Ids ids, TimeProvider clock)
{
    public static readonly Refusal AddressWrong = new("address-not-right", "address"), AddressTaken = new("contact-address-taken", "address"),
        LastAddress = new("contact-last-address"), PhoneWrong = new("contact-phone-not-right", "phone"), PhonesFull = new("contact-phones-full", "phone");

    /// <summary>Where a number without a country belongs.</summary>
    private const string Region = "DE";

    /// <param name="version">As whoever writes has seen it, see <see cref="EditContact.VersionOf"/>; null to change whatever is there.</param>
    public Task<Answer<Contact>> EditAsync(Acting by, long id, EditContact edit, string? version, CancellationToken cancel) => ChangeAsync(by, id, async contact =>
    {
        if (version is { } seen && seen != EditContact.VersionOf(contact)) return Refusals.Changed;
        if (edit.Check() is { } refusal) return refusal;
        var what = new List<string>();
        if (edit.Name is { } name && name.Trim() != contact.Name) (contact.Name, what) = (name.Trim(), [.. what, "name"]);
        if (edit.Language is { } language && (language.Length == 0 ? null : language) != contact.Language) (contact.Language, what) = (language.Length == 0 ? null : language, [.. what, "language"]);
        if (edit.Notes is { } notes && notes.ReplaceLineEndings("\n").Trim() != contact.Notes) (contact.Notes, what) = (notes.ReplaceLineEndings("\n").Trim(), [.. what, "notes"]);
        if (edit.Organisation is { } organisation && await OrganisationAsync(contact.CommunityId, organisation.Trim(), cancel) is var its && its != contact.OrganisationId)
        {
            (contact.OrganisationId, what) = (its, [.. what, "organisation"]);
        }
        return what;
    }, cancel);

    public Task<Answer<Contact>> AddAddressAsync(Acting by, long id, string? typed, CancellationToken cancel) => ChangeAsync(by, id, async contact =>
    {
        if (MailAddresses.Clean(typed) is not { } address) return AddressWrong;
        var known = await database.ContactAddresses.SingleOrDefaultAsync(a => a.Address == address && a.CommunityId == contact.CommunityId, cancel);
        if (known is not null) return known.ContactId == id ? new List<string>() : AddressTaken;
        database.ContactAddresses.Add(new Domain.Contacts.ContactAddress { Id = ids.Next(), ContactId = id, CommunityId = contact.CommunityId, Address = address });
        return new List<string> { "address" };
    }, cancel);

    /// <summary>Whoever writes from it afterwards is somebody new.</summary>
    public Task<Answer<Contact>> RemoveAddressAsync(Acting by, long id, string? address, CancellationToken cancel) => ChangeAsync(by, id, async _ =>
    {
        var all = await database.ContactAddresses.AsTracking().Where(a => a.ContactId == id).ToListAsync(cancel);
        if (all.Find(a => a.Address == address) is not { } gone) return new List<string>();
        if (all.Count == 1) return LastAddress;
        database.ContactAddresses.Remove(gone);
        return new List<string> { "address" };
    }, cancel);

    public Task<Answer<Contact>> AddPhoneAsync(Acting by, long id, string? typed, CancellationToken cancel) => ChangeAsync(by, id, async contact =>
    {
        if (PhonesInText.Find(typed ?? "", Region, 1) is not [var number]) return PhoneWrong;
        var all = await database.ContactPhones.Where(p => p.ContactId == id).Select(p => p.Number).ToListAsync(cancel);
        if (all.Contains(number)) return new List<string>();
        if (all.Count >= ContactPhone.AtMost) return PhonesFull;
        database.ContactPhones.Add(new ContactPhone { Id = ids.Next(), ContactId = id, CommunityId = contact.CommunityId, Number = number, At = clock.GetUtcNow() });
        return new List<string> { "phone" };
    }, cancel);

    public Task<Answer<Contact>> RemovePhoneAsync(Acting by, long id, string? number, CancellationToken cancel) => ChangeAsync(by, id, async _ =>
    {
        if (await database.ContactPhones.AsTracking().SingleOrDefaultAsync(p => p.ContactId == id && p.Number == number, cancel) is not { } gone) return new List<string>();
        database.ContactPhones.Remove(gone);
        return new List<string> { "phone" };
    }, cancel);

    /// <param name="change">What of it has changed, by name; none where all is as it was.</param>
    private Task<Answer<Contact>> ChangeAsync(Acting by, long id, Func<Contact, Task<Answer<List<string>>>> change, CancellationToken cancel) => journal.RetryAsync<Answer<Contact>>(async () =>
    {
        if (await database.Contacts.AsTracking().VisibleTo(by).SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } contact) return Refusals.NotFound;
        var what = await change(contact);
        if (what.Refusal is { } refusal)
        {
            journal.Forget();
            return refusal;
        }
        if (what.Value!.Count == 0) return contact;
        journal.Record(new ContactChanged(id, what.Value), contact.CommunityId, by.AgentId);
        await journal.SaveAsync(cancel);
        return contact;
    });

    /// <summary>The one of that name; a new one where there is none.</summary>
    private async Task<long?> OrganisationAsync(long communityId, string name, CancellationToken cancel)
    {
        if (name.Length == 0) return null;
        if (await database.Organisations.SingleOrDefaultAsync(o => o.CommunityId == communityId && o.Name == name, cancel) is { } known) return known.Id;
        var organisation = new Organisation { Id = ids.Next(), CommunityId = communityId, Name = name };
        database.Organisations.Add(organisation);
        return organisation.Id;
    }
}
