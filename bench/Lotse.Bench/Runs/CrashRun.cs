using Lotse.Bench.Desks;
using Lotse.Bench.Load;
using Lotse.Bench.Mails;

namespace Lotse.Bench.Runs;

/// <summary>kill -9 in the middle of a stream of deliveries, again and again: what was acknowledged is there once, what was not is sent again and there once too.</summary>
internal static class CrashRun
{
    public static async Task<int> RunAsync(Options options)
    {
        var (rounds, count, clients) = (options.Number("rounds", 20), options.Number("mails", 2000), options.Number("clients", 8));
        var dice = new Dice(options.Seed);
        var wrong = 0;
        Console.WriteLine("round  killed after  sent again  lost  doubled  strange  check");
        for (var round = 1; round <= rounds; round++)
        {
            var mails = new MailMaker(options.Seed + (ulong)round, DeskProcess.Mailbox).Make(count);
            await using var desk = await DeskProcess.StartNewAsync(options.Folder, options.Text("database"));
            var first = await UntilKilledAsync(desk, mails, clients, dice.Between(count / 10, count * 9 / 10));
            await desk.StartAsync();
            var acknowledged = first.Taken.ToHashSet();
            var again = mails.Where(mail => !acknowledged.Contains(mail)).ToList();
            var second = await Delivery.RunAsync(again, clients, desk.LmtpPort, DeskProcess.Mailbox);
            await ProcessFigures.UntilQuietAsync(() => desk.Figures, TimeSpan.FromMinutes(2));
            wrong += await CountAsync(desk, round, mails, first, second);
        }
        Console.WriteLine(wrong == 0 ? "Nothing was lost and nothing doubled." : $"{wrong} things went wrong.");
        return wrong == 0 ? 0 : 1;
    }

    private static async Task<Delivered> UntilKilledAsync(DeskProcess desk, IReadOnlyList<GeneratedMail> mails, int clients, int killAt)
    {
        var killed = new TaskCompletionSource();
        var delivery = Delivery.RunAsync(mails, clients, desk.LmtpPort, DeskProcess.Mailbox, taken =>
        {
            if (taken == killAt) killed.TrySetResult();
        });
        await Task.WhenAny(killed.Task, delivery);
        await desk.KillAsync();
        return await delivery;
    }

    private static async Task<int> CountAsync(DeskProcess desk, int round, IReadOnlyList<GeneratedMail> mails, Delivered first, Delivered second)
    {
        using var api = new DeskApi(desk);
        var counts = await api.CountMarksAsync();
        var sent = mails.Select(mail => mail.Mark).ToHashSet();
        var (lost, doubled) = (sent.Where(mark => !counts.ContainsKey(mark)).ToList(), sent.Where(mark => counts.GetValueOrDefault(mark) > 1).ToList());
        var strange = counts.Keys.Count(mark => !sent.Contains(mark));
        var (code, said) = await desk.CheckAsync();
        Console.WriteLine($"{round,5}{first.Taken.Count,14}{mails.Count - first.Taken.Count,12}{lost.Count,6}{doubled.Count,9}{strange,9}  {(code == 0 ? "clean" : said)}");
        foreach (var mark in lost.Concat(doubled).Take(5)) Console.WriteLine($"       {mark}: {counts.GetValueOrDefault(mark)} times");
        foreach (var refused in second.Refused.Take(3)) Console.WriteLine("       refused: " + refused);
        return lost.Count + doubled.Count + strange + second.Refused.Count + (code == 0 ? 0 : 1);
    }
}
