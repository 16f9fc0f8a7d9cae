using System.Globalization;
using System.Security.Cryptography;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Redacting;

public sealed class KnowingFilesOfMailsTests
{
    [Fact]
    public async Task Each_mail_is_read_once_some_time_after_it_came_and_a_damaged_one_ends_nothing()
    {
        await using var desk = await RunningDesk.StartAsync();
        var codec = new RawMailCodec(new FileStore(Path.Combine(desk.Folder, "files")));
        byte[] Packed(CustomerMail mail) => codec.Pack(new MemoryStream(mail.ToBytes()));
        var (first, second) = (RandomNumberGenerator.GetBytes(50_000), RandomNumberGenerator.GetBytes(50_000));
        var now = TimeProvider.System.GetUtcNow();
        await AddAsync(desk, now.AddDays(-3), Packed(new CustomerMail { File = ("a.bin", first) }));
        await AddAsync(desk, now.AddDays(-2), Packed(new CustomerMail { File = ("a.bin", first) })[..30]);
        await AddAsync(desk, now.AddDays(-1), Packed(new CustomerMail { File = ("b.bin", second) }));
        await AddAsync(desk, now.AddMinutes(-5), Packed(new CustomerMail { File = ("a.bin", first) }));

        Assert.Equal(3, await AdvanceAsync(desk));
        Assert.Equal(0, await AdvanceAsync(desk));
        Assert.Equal(Ids.First(now.AddDays(-1)).ToString(CultureInfo.InvariantCulture), await desk.LookAsync(d => d.Settings.Where(s => s.Name == Setting.FilesOfMailsAt).Select(s => s.Value).SingleAsync()));
        Assert.Equal([(Hash(first), Ids.First(now.AddDays(-3))), (Hash(second), Ids.First(now.AddDays(-1)))], await NamesAsync(desk));

        await desk.WithAsync<FilesOfMails, bool>(async mails =>
        {
            await mails.ReadNewestAsync(default);
            await mails.ReadNewestAsync(default);
            return true;
        });
        Assert.Equal(3, (await NamesAsync(desk)).Count);
        Assert.Equal(0, await AdvanceAsync(desk));
        var gone = Ids.First(now.AddDays(-3));
        await desk.LookAsync(d => d.RawMails.Where(r => r.Id == gone).ExecuteDeleteAsync());
        Assert.Equal([(Hash(second), Ids.First(now.AddDays(-1))), (Hash(first), Ids.First(now.AddMinutes(-5)))], await NamesAsync(desk));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task All_mails_of_an_old_desk_are_gone_through_in_steps()
    {
        await using var desk = await RunningDesk.StartAsync();
        var from = Ids.First(TimeProvider.System.GetUtcNow().AddDays(-9));
        await desk.LookAsync(async d =>
        {
            d.RawMails.AddRange(Enumerable.Range(0, 2_100).Select(n => new RawMail { Id = from + n, Bytes = [] }));
            return await d.SaveChangesAsync();
        });
        Assert.Equal(2_000, await AdvanceAsync(desk));
        await desk.RestartAsync();
        Assert.Equal(100, await AdvanceAsync(desk));
        Assert.Equal(0, await AdvanceAsync(desk));
    }

    private static Task<int> AdvanceAsync(RunningDesk desk) => desk.WithAsync<FilesOfMails, int>(mails => mails.AdvanceAsync(default));

    private static Task<int> AddAsync(RunningDesk desk, DateTimeOffset at, byte[] packed) => desk.LookAsync(async d =>
    {
        d.RawMails.Add(new RawMail { Id = Ids.First(at), Bytes = packed });
        return await d.SaveChangesAsync();
    });

    private static async Task<IReadOnlyList<(string, long)>> NamesAsync(RunningDesk desk) =>
        (await desk.LookAsync(d => d.RawMailFiles.OrderBy(f => f.RawMailId).ToListAsync())).ConvertAll(f => (f.Sha256, f.RawMailId));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
