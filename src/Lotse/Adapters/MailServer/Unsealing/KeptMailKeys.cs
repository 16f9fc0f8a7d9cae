using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Secrets;
using Lotse.Domain.Intake.Mail;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.MailServer.Unsealing;

/// <summary>Keys and certificates for sealed mail. Private ones are protected like all secrets.</summary>
public sealed class KeptMailKeys(DeskDatabase database, IDataProtectionProvider protection, ILogger<KeptMailKeys> log)
{
    private const string Purpose = "mail-key";

    private sealed record Kept(byte[] Public, byte[] Private);

    /// <summary>What may matter for a mail to this community.</summary>
    /// <param name="names">By which the signer's key may be known: addresses, ids of keys, fingerprints.</param>
    public async Task<MailKeys> FindAsync(long communityId, IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        var wanted = names.Select(MailAddresses.Normal).ToList();
        var rows = await database.MailKeys.Where(key => key.Use == MailKeyUse.Anchor
            || (key.Use == MailKeyUse.Mailbox && database.Mailboxes.Any(m => m.Id == key.MailboxId && m.CommunityId == communityId))
            || (key.Use == MailKeyUse.Contact && database.MailKeyNames.Any(n => n.MailKeyId == key.Id && wanted.Contains(n.Name)))).OrderByDescending(key => key.Id).ToListAsync(cancel);
        IReadOnlyList<KeyMaterial> Of(MailKeyUse use) => [.. rows.Where(row => row.Use == use).Select(Read).OfType<KeyMaterial>()];
        return new MailKeys(Of(MailKeyUse.Mailbox), Of(MailKeyUse.Contact), Of(MailKeyUse.Anchor));
    }

    /// <param name="mailboxId">Null for keys that belong to no mailbox.</param>
    public async Task<IReadOnlyList<MailKey>> ListAsync(long? mailboxId, CancellationToken cancel) =>
        await database.MailKeys.Where(key => key.MailboxId == mailboxId).OrderBy(key => key.Id).ToListAsync(cancel);

    /// <summary>Puts a key down for the next save, in the place of the same one that may be there.</summary>
    public async Task AddAsync(MailKeyUse use, long? mailboxId, KeyFile file, long id, DateTimeOffset now, CancellationToken cancel)
    {
        await RemoveAsync(mailboxId, file.Fingerprint, cancel);
        var (kind, open, secret) = file.Material;
        database.MailKeys.Add(new MailKey
        {
            Id = id,
            Use = use,
            Kind = kind,
            MailboxId = mailboxId,
            Fingerprint = file.Fingerprint,
            Title = file.Title,
            Material = secret is null ? Convert.ToBase64String(open) : ProtectedJson.Write(protection, Purpose, new Kept(open, secret)),
            AddedAt = now,
            ExpiresAt = file.ExpiresAt,
        });
        if (use == MailKeyUse.Contact) database.MailKeyNames.AddRange(file.Names.Select(name => new MailKeyName { Name = name, MailKeyId = id }));
    }

    /// <summary>Takes away, with the next save, what begins with the fingerprint.</summary>
    /// <returns>How many that are.</returns>
    public async Task<int> RemoveAsync(long? mailboxId, string fingerprint, CancellationToken cancel)
    {
        var keys = await database.MailKeys.AsTracking().Where(key => key.MailboxId == mailboxId && key.Fingerprint.StartsWith(fingerprint)).ToListAsync(cancel);
        var ids = keys.ConvertAll(key => key.Id);
        database.MailKeyNames.RemoveRange(await database.MailKeyNames.AsTracking().Where(name => ids.Contains(name.MailKeyId)).ToListAsync(cancel));
        database.MailKeys.RemoveRange(keys);
        return keys.Count;
    }

    private KeyMaterial? Read(MailKey row)
    {
        if (row.Use != MailKeyUse.Mailbox) return new KeyMaterial(row.Kind, Convert.FromBase64String(row.Material));
        if (ProtectedJson.Read<Kept>(protection, Purpose, row.Material) is { } kept) return new KeyMaterial(row.Kind, kept.Public, kept.Private);
        log.LogError("The desk's keys do not open the mail key {Key}; mail to it stays encrypted", row.Id);
        return null;
    }
}
