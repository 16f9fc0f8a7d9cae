using System.Net;
using System.Security.Cryptography;
using System.Text;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tests.Retention;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;
using Lotse.Tickets.Redacting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Lotse.Tests.Tickets.Redacting;

public sealed class ForgettingFilesTests
{
    private static readonly byte[] s_bytes = RandomNumberGenerator.GetBytes(60_000);

    private static string Name => Convert.ToHexStringLower(SHA256.HashData(s_bytes));

    [Fact]
    public async Task A_mail_that_was_told_that_its_file_is_there_has_it_also_where_it_is_accepted_only_after_the_file_was_to_go()
    {
        await using var desk = await RunningDesk.StartAsync();
        await RedactedAsync(desk);
        var files = new FileStore(Files(desk));
        // Another desk packs the same file now: it is there, so nothing is written.
        var packed = new RawMailCodec(files).Pack(new MemoryStream(new CustomerMail { File = ("plan.bin", s_bytes) }.ToBytes()));
        Assert.Equal(1, await desk.ForgetFilesStepAsync());
        Assert.True(files.Has(Name));
        // Only then its mail is saved, some minutes after it was given its key.
        await desk.LookAsync(async d =>
        {
            d.RawMails.Add(new RawMail { Id = Ids.First(TimeProvider.System.GetUtcNow().AddMinutes(-30)), Bytes = packed });
            return await d.SaveChangesAsync();
        });
        await DueAsync(desk);
        Assert.Equal(1, await desk.ForgetFilesStepAsync());

        Assert.Equal([Name], Directory.GetFiles(Path.Combine(Files(desk), Name[..2])).Select(Path.GetFileName));
        Assert.Equal(0, await desk.LookAsync(d => d.FilesToForget.CountAsync()));
        // With that mail, noted as whoever removes it does, it goes.
        await desk.LookAsync(d => d.RawMails.ExecuteDeleteAsync());
        Assert.Equal(0, await desk.LookAsync(d => d.RawMailFiles.CountAsync()));
        await NoteAsync(desk);
        await desk.ForgetFilesAsync();
        Assert.Empty(Directory.GetFiles(Files(desk), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Nothing_goes_before_an_hour_has_passed_and_what_is_kept_anew_meanwhile_does_not_go_with_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        await RedactedAsync(desk);
        Assert.Equal(1, await desk.ForgetFilesStepAsync());
        Assert.Equal(0, await desk.ForgetFilesStepAsync());
        var files = new FileStore(Files(desk));
        Assert.True(files.Has(Name));
        var second = await desk.MailedTicketAsync(new CustomerMail { File = ("noch.bin", s_bytes) });
        await desk.ForgetFilesAsync();
        var attachment = (await desk.Api.TicketAsync(second)).Messages[0].Attachments[0];
        using var answer = await desk.Api.GetAsync($"/attachments/{attachment.Id}");
        Assert.Equal(s_bytes, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task A_name_that_is_noted_again_while_somebody_looks_is_looked_at_again()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = await desk.MailedTicketAsync(new CustomerMail { File = ("plan.bin", s_bytes) });
        await desk.LookAsync(async d =>
        {
            d.FilesToForget.Add(new FileToForget { Sha256 = Name, AsideAt = DateTimeOffset.UnixEpoch });
            return await d.SaveChangesAsync();
        });
        var store = new NotedMeanwhile(Files(desk)) { Note = () => NoteAsync(desk).GetAwaiter().GetResult() };
        Assert.Equal(1, await StepAsync(desk, store));
        Assert.Equal(1, await desk.LookAsync(d => d.FilesToForget.CountAsync())); // It was named when it was looked at; whoever noted it may have removed just that.
        Assert.True(new FileStore(Files(desk)).Has(Name));
        await desk.ForgetFilesAsync();
        Assert.Equal(HttpStatusCode.OK, await desk.Api.StatusAsync(HttpMethod.Get, $"/attachments/{(await desk.Api.TicketAsync(number)).Messages[0].Attachments[0].Id}"));
    }

    [Fact]
    public async Task While_files_are_away_a_redaction_is_done_all_the_same_and_they_go_once_they_are_back()
    {
        await using var desk = await RunningDesk.StartAsync();
        await RedactedAsync(desk);
        await Assert.ThrowsAsync<FilesAway>(() => StepAsync(desk, new AwayStore(Files(desk))));
        Assert.Equal(1, await desk.LookAsync(d => d.FilesToForget.CountAsync()));
        await desk.ForgetFilesAsync();
        Assert.Empty(Directory.GetFiles(Files(desk), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task One_desk_at_a_time_does_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        await RedactedAsync(desk);
        var until = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        await desk.LookAsync(d => d.Database.ExecuteSqlAsync($"INSERT INTO settings (name, value) VALUES ({Setting.FilesLease}, {until})"));
        Assert.Equal(0, await desk.ForgetFilesStepAsync());
        Assert.Equal(1, await desk.LookAsync(d => d.FilesToForget.CountAsync(f => f.AsideAt == null)));
    }

    [Fact]
    public async Task Files_of_answers_that_are_let_go_are_forgotten_too_and_those_of_a_held_answer_are_not()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = await desk.MailedTicketAsync(new CustomerMail());
        var by = new Acting(await desk.LookAsync(d => d.Users.Select(u => u.Id).SingleAsync()), "Ada", Role.Admin, []);
        Task<DraftFile> PutAsync(string text) => desk.WithAsync<DraftFiles, DraftFile>(async drafts => (await drafts.AddAsync(by, number, new WrittenFile("a.txt", "text/plain", Encoding.UTF8.GetBytes(text)), false, default)).Value!);
        var (removed, old, held) = (await PutAsync("weg"), await PutAsync("alt"), await PutAsync("gehalten"));
        Assert.True(await desk.WithAsync<DraftFiles, bool>(drafts => drafts.RemoveAsync(by, removed.Id, default)));
        await desk.LookAsync(d => d.DraftFiles.Where(f => f.Id == old.Id).ExecuteUpdateAsync(set => set.SetProperty(f => f.CreatedAt, DateTimeOffset.UnixEpoch)));
        var stays = await PutAsync("neu");
        Assert.Equal(new[] { removed.Sha256, old.Sha256 }.Order(StringComparer.Ordinal), await desk.LookAsync(d => d.FilesToForget.Select(f => f.Sha256).OrderBy(s => s).ToListAsync()));
        // An answer that can still be taken back names its picture only in what its writer had typed.
        await desk.LookAsync(async d =>
        {
            await d.DraftFiles.Where(f => f.Id == held.Id).ExecuteDeleteAsync();
            d.PendingReplies.Add(new PendingReply { MessageId = 1, Draft = $$"""{"files":[{"sha256":"{{held.Sha256}}"}]}""" });
            d.FilesToForget.Add(new FileToForget { Sha256 = held.Sha256 });
            return await d.SaveChangesAsync();
        });
        await desk.ForgetFilesAsync();
        Assert.Equal(new[] { held.Sha256, stays.Sha256 }.Order(StringComparer.Ordinal), new FileStore(Files(desk)).Names().Order(StringComparer.Ordinal));
    }

    private static async Task RedactedAsync(RunningDesk desk)
    {
        var number = await desk.MailedTicketAsync(new CustomerMail { File = ("plan.bin", s_bytes) });
        var message = (await desk.Api.TicketAsync(number)).Messages[0];
        (await desk.Api.PostAsync($"/tickets/{number}/messages/{message.Id}/redactions", new { files = new[] { message.Attachments[0].Id } })).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NotFound, await desk.Api.StatusAsync(HttpMethod.Get, $"/attachments/{message.Attachments[0].Id}"));
        Assert.Equal([Name], await desk.LookAsync(d => d.FilesToForget.Select(f => f.Sha256).ToListAsync()));
    }

    private static Task<int> NoteAsync(RunningDesk desk) => desk.LookAsync(async d =>
    {
        await d.NoteFilesAsync([Name], default);
        return await d.SaveChangesAsync();
    });

    private static Task<int> DueAsync(RunningDesk desk) => desk.LookAsync(d => d.FilesToForget.ExecuteUpdateAsync(set => set.SetProperty(f => f.LookAt, DateTimeOffset.UnixEpoch)));

    private static string Files(RunningDesk desk) => Path.Combine(desk.Folder, "files");

    private static Task<int> StepAsync(RunningDesk desk, FileStore files) => desk.WithAsync<HeldWork, int>(held => desk.WithAsync<WriteGate, int>(gate => desk.WithAsync<FilesOfMails, int>(mails =>
        desk.LookAsync(database => new ForgetFiles(database, gate, held, mails, files, TimeProvider.System, NullLogger<ForgetFiles>.Instance).StepAsync(default)))));

    private sealed class NotedMeanwhile(string folder) : FileStore(folder)
    {
        public Action Note { get; init; } = () => { };

        public override void PutBack(string sha256) => Note();
    }

    private sealed class AwayStore(string folder) : FileStore(folder)
    {
        public override bool SetAside(string sha256) => throw new FilesAway("The store is away.");
    }
}
