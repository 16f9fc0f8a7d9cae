namespace Lotse.Tests.Desk;

/// <summary>What a desk without a mail server has written into its folder.</summary>
internal static class OutgoingMails
{
    /// <summary>Waits until there are so many to somebody; oldest first.</summary>
    public static async Task<IReadOnlyList<MimeKit.MimeMessage>> ToAsync(string folder, string to, int atLeast)
    {
        List<MimeKit.MimeMessage> found = [];
        await Wait.UntilAsync(async () =>
        {
            found.Clear();
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml").Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
            {
                var mail = await MimeKit.MimeMessage.LoadAsync(file);
                if (mail.To.Concat(mail.Cc).OfType<MimeKit.MailboxAddress>().Any(a => a.Address == to)) found.Add(mail);
            }
            return found.Count >= atLeast;
        }, $"{atLeast} mails to {to} are sent");
        return found;
    }
}
