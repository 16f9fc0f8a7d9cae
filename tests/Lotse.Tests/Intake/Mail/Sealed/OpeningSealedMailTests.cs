using System.Globalization;
using System.Net;
using Lotse.Domain.Intake;
using Lotse.Tests.Desk;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Sealed;

/// <summary>What is encrypted to a mailbox is read with the mailbox's key, and is a mail like any other from then on.</summary>
public sealed class OpeningSealedMailTests
{
    private const string Anna = "anna@kunde.example", Password = "geheim";
    private static readonly SmimePerson s_desk = SmimePerson.Of("Hafen Hilfe", RunningDesk.Mailbox), s_stranger = SmimePerson.Of("Fremd", RunningDesk.Mailbox);
    private static readonly PgpPerson s_pgp = PgpPerson.Of("Hafen Hilfe", RunningDesk.Mailbox), s_pgpStranger = PgpPerson.Of("Fremd", RunningDesk.Mailbox);
    private static readonly byte[] s_file = [0, 1, 2, 13, 10, 255];

    [Theory]
    [InlineData(MailSeal.Smime)]
    [InlineData(MailSeal.Pgp)]
    public async Task Text_and_files_come_from_inside_and_the_raw_mail_stays_as_it_came(MailSeal kind)
    {
        await using var desk = await DeskWithKeysAsync();
        var mail = SealedMail.Of(Anna, Encrypted(kind, SealedMail.WithFile("Die PIN ist 4711.", "plan.bin", s_file)));

        var number = (await desk.Api.PostMailAsync(mail, RunningDesk.Mailbox)).Ticket!.Value;

        var message = Assert.Single((await desk.Api.TicketAsync(number)).Messages);
        Assert.Equal(new SealReport(SealOpening.Opened, SignatureState.None), message.Seal);
        Assert.Equal("Die PIN ist 4711.", message.Visible.Trim());
        var file = Assert.Single(message.Attachments);
        Assert.Equal("plan.bin", file.Name);
        Assert.Equal(s_file, await (await desk.Api.GetAsync($"/attachments/{file.Id}")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var ids = await desk.LookAsync(d => d.Messages.Select(m => new { m.RawMailId, m.OpenedMailId }).SingleAsync());
        Assert.NotEqual(ids.RawMailId, ids.OpenedMailId);
        Assert.Equal(mail.Length, await desk.LookAsync(d => d.Deliveries.Select(delivery => delivery.Size).SingleAsync()));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_stands_encrypted_in_the_text_is_opened_as_text_and_what_stands_around_it_becomes_a_file()
    {
        await using var desk = await DeskWithKeysAsync();
        var block = PgpPerson.Armour(s_pgp.Envelope("<b>Die PIN</b> ist 4711. Grüße"));

        var message = await TakenInAsync(desk, SealedMail.Of(Anna, SealedMail.Text($"Davor\r\n{block}\r\nDahinter")));

        Assert.Equal(SealOpening.Opened, message.Seal!.Opening);
        Assert.Equal("<b>Die PIN</b> ist 4711. Grüße", message.Text.Trim());
        Assert.Null(message.Html);
        Assert.Equal("outside.txt", Assert.Single(message.Attachments).Name);
    }

    [Theory]
    [InlineData(MailSeal.Smime)]
    [InlineData(MailSeal.Pgp)]
    public async Task Without_a_key_it_says_so_and_is_read_again_once_the_key_is_there(MailSeal kind)
    {
        await using var desk = await RunningDesk.StartAsync();
        var mail = SealedMail.Of(Anna, Encrypted(kind, SealedMail.WithFile("Die PIN ist 4711.", "plan.bin", s_file)), "...");
        var number = (await desk.Api.PostMailAsync(mail, RunningDesk.Mailbox)).Ticket!.Value;
        var before = Assert.Single((await desk.Api.TicketAsync(number)).Messages);
        Assert.Equal(new SealReport(SealOpening.NoKey, SignatureState.None), before.Seal);
        Assert.DoesNotContain("4711", before.Text, StringComparison.Ordinal);

        await SetUpAsync(desk, s_desk, s_pgp);
        Assert.Equal(HttpStatusCode.Created, await desk.Api.StatusAsync(HttpMethod.Post, $"/messages/{before.Id}/readings"));

        var after = Assert.Single((await desk.Api.TicketAsync(number)).Messages);
        Assert.Equal((before.Id, SealOpening.Opened), (after.Id, after.Seal!.Opening));
        Assert.Equal("Die PIN ist 4711.", after.Visible.Trim());
        Assert.Equal("plan.bin", Assert.Single(after.Attachments).Name);
        Assert.Equal("duplicate", (await desk.Api.PostMailAsync(mail, RunningDesk.Mailbox)).Outcome); // Known again, whatever keys there are.
        Assert.Contains(await desk.Api.HistoryAsync(number), item => item.Kind == "sealReadAgain");
        Assert.Equal(HttpStatusCode.Created, await desk.Api.StatusAsync(HttpMethod.Post, $"/messages/{before.Id}/readings"));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Only_those_who_see_the_ticket_have_a_mail_read_again()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Andere", "post@andere.example");
        var bo = await desk.AddAgentAsync("Bo", "Andere");
        var message = await TakenInAsync(desk, SealedMail.Of(Anna, Encrypted(MailSeal.Smime, SealedMail.Text("Geheim"))));

        Assert.Equal(HttpStatusCode.NotFound, await bo.StatusAsync(HttpMethod.Post, $"/messages/{message.Id}/readings"));
        var plain = await TakenInAsync(desk, new CustomerMail().ToBytes());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await desk.Api.StatusAsync(HttpMethod.Post, $"/messages/{plain.Id}/readings"));
    }

    [Fact]
    public async Task A_key_opens_mail_to_its_own_community_only()
    {
        await using var desk = await DeskWithKeysAsync();
        await desk.AddMailboxAsync("Andere", "post@andere.example");

        var number = (await desk.Api.PostMailAsync(SealedMail.Of(Anna, Encrypted(MailSeal.Smime, SealedMail.Text("Geheim"))), "post@andere.example")).Ticket!.Value;

        Assert.Equal(SealOpening.NoKey, Assert.Single((await desk.Api.TicketAsync(number)).Messages).Seal!.Opening);
    }

    [Fact]
    public async Task What_was_opened_stays_readable_when_the_key_is_gone()
    {
        await using var desk = await DeskWithKeysAsync();
        var html = await TakenInAsync(desk, SealedMail.Of(Anna, Encrypted(MailSeal.Smime, SealedMail.Text("<p>Die PIN ist <b>4711</b>.</p>", "text/html"))));
        var file = await TakenInAsync(desk, SealedMail.Of(Anna, Encrypted(MailSeal.Pgp, SealedMail.WithFile("Anbei", "plan.bin", s_file))));

        await desk.LookAsync(d => d.MailKeys.ExecuteDeleteAsync());

        var number = (await desk.LookAsync(d => d.Tickets.OrderBy(t => t.Id).Select(t => t.Number).FirstAsync()));
        Assert.Contains("<b>4711</b>", Assert.Single((await desk.Api.TicketAsync(number)).Messages).Html, StringComparison.Ordinal);
        Assert.NotNull(html.Html);
        Assert.Equal(s_file, await (await desk.Api.GetAsync($"/attachments/{file.Attachments[0].Id}")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_subject_from_inside_stands_in_for_the_empty_one_outside()
    {
        await using var desk = await DeskWithKeysAsync();
        byte[] inside = [.. "Content-Type: text/plain; charset=utf-8; protected-headers=\"v1\"\r\nSubject: Kuendigung\r\n\r\nHiermit kuendige ich.\r\n"u8];

        var message = await TakenInAsync(desk, SealedMail.Of(Anna, Encrypted(MailSeal.Pgp, inside), "..."));

        Assert.Equal("Kuendigung", message.Subject);
    }

    [Fact]
    public async Task A_wrong_key_is_no_key()
    {
        await using var desk = await RunningDesk.StartAsync();
        await SetUpAsync(desk, s_stranger, s_pgpStranger);

        Assert.Equal(SealOpening.NoKey, (await TakenInAsync(desk, SealedMail.Of(Anna, Encrypted(MailSeal.Smime, SealedMail.Text("Geheim"))))).Seal!.Opening);
        Assert.Equal(SealOpening.NoKey, (await TakenInAsync(desk, SealedMail.Of(Anna, Encrypted(MailSeal.Pgp, SealedMail.Text("Geheim"))))).Seal!.Opening);
    }

    [Fact]
    public async Task A_signature_inside_is_verified_too()
    {
        await using var desk = await DeskWithKeysAsync();
        var (anna, pgpAnna) = (SmimePerson.Of("Anna", Anna), PgpPerson.Of("Anna", Anna));
        await desk.KnowKeyAsync(anna.Pem);
        await desk.KnowKeyAsync(pgpAnna.Public);
        var text = SealedMail.Text("Die PIN ist 4711.");

        var smime = await TakenInAsync(desk, SealedMail.Of(Anna, Encrypted(MailSeal.Smime, SealedMail.SmimeSigned(text, anna.Signature(text)))));
        var pgp = await TakenInAsync(desk, SealedMail.Of(Anna, SealedMail.PgpEncrypted(s_pgp.Envelope(into => into.Write(text), pgpAnna))));

        Assert.Equal((SealOpening.Opened, SignatureState.Valid), (smime.Seal!.Opening, smime.Seal.Signature));
        Assert.Equal((SealOpening.Opened, SignatureState.Valid), (pgp.Seal!.Opening, pgp.Seal.Signature));
        Assert.Equal("Die PIN ist 4711.", pgp.Visible.Trim());
    }

    [Fact]
    public async Task While_the_store_is_away_a_sealed_mail_waits_however_long_and_is_opened_then()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        await SetUpAsync(desk, s_desk, s_pgp);
        var file = Enumerable.Range(0, 60_000).Select(i => (byte)(i / 100)).ToArray(); // Small while it is sealed, and large enough inside to be kept as a file.
        Directory.Delete(Path.Combine(desk.Folder, "files"), recursive: true);
        var taken = TakenInAsync(desk, SealedMail.Of(Anna, Encrypted(MailSeal.Pgp, SealedMail.WithFile("Die PIN ist 4711.", "plan.bin", file))));
        await Wait.UntilAsync(() => desk.LookAsync(d => d.Deliveries.AnyAsync()), "the mail is kept");
        // A quarter of an hour, in far less than the caller's own patience (a minute) also where the machine has much to do.
        for (var i = 0; i < 90 && !taken.IsCompleted; i++)
        {
            await Task.Delay(15, TestContext.Current.CancellationToken);
            desk.Clock.Advance(TimeSpan.FromSeconds(10));
        }
        Assert.Equal(Lotse.Adapters.Database.Rows.DeliveryStep.Waiting, await desk.LookAsync(d => d.Deliveries.Select(delivery => delivery.Step).SingleAsync()));

        Directory.CreateDirectory(Path.Combine(desk.Folder, "files", "unfinished"));
        while (!taken.IsCompleted)
        {
            await Task.Delay(15, TestContext.Current.CancellationToken);
            desk.Clock.Advance(TimeSpan.FromSeconds(10));
        }
        Assert.Equal(SealOpening.Opened, (await taken).Seal!.Opening);
    }

    private static byte[] Encrypted(MailSeal kind, byte[] entity) => kind == MailSeal.Smime
        ? SealedMail.Smime(s_desk.Envelope(entity), "enveloped-data") : SealedMail.PgpEncrypted(s_pgp.Envelope(into => into.Write(entity)));

    private static async Task<RunningDesk> DeskWithKeysAsync()
    {
        var desk = await RunningDesk.StartAsync();
        await SetUpAsync(desk, s_desk, s_pgp);
        return desk;
    }

    private static async Task SetUpAsync(RunningDesk desk, SmimePerson smime, PgpPerson pgp)
    {
        await desk.SetUpKeyAsync(smime.Pkcs12(Password), Password);
        await desk.SetUpKeyAsync(pgp.Secret, PgpPerson.Passphrase);
    }

    internal static async Task<MessageJson> TakenInAsync(RunningDesk desk, byte[] mail)
    {
        var taken = await desk.Api.PostMailAsync(mail, RunningDesk.Mailbox);
        var ticket = await desk.Api.TicketAsync(taken.Ticket ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{taken.Outcome} {taken.Reason}")));
        return ticket.Messages.Single(message => message.Id == taken.Message);
    }
}
