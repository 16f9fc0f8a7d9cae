using Lotse.Bench;
using Lotse.Bench.Flat;
using Lotse.Bench.Runs;

try
{
    return args switch
    {
        ["load", .. var rest] => await LoadRun.RunAsync(new Options(rest)),
        ["crash", .. var rest] => await CrashRun.RunAsync(new Options(rest)),
        ["pages", .. var rest] => await PagesRun.RunAsync(new Options(rest)),
        ["shift", .. var rest] => await ShiftRun.RunAsync(new Options(rest)),
        ["paint", .. var rest] => await PaintRun.RunAsync(new Options(rest)),
        ["blocks", .. var rest] => await BlocksRun.RunAsync(new Options(rest)),
        ["fill", .. var rest] => await FillRun.RunAsync(new Options(rest)),
        ["flat", .. var rest] => await FlatRun.RunAsync(new Options(rest)),
        ["care", .. var rest] => await CareRun.RunAsync(new Options(rest)),
        ["soak", .. var rest] => await SoakRun.RunAsync(new Options(rest)),
        ["curves", .. var rest] => await CurvesRun.RunAsync(new Options(rest)),
        ["table", .. var rest] => await TableRun.RunAsync(new Options(rest)),
        ["routing", .. var rest] => await RoutingRun.RunAsync(new Options(rest)),
        ["read", .. var rest] => ReadRun.Run(new Options(rest)),
        ["fuzz", .. var rest] => FuzzRun.Run(new Options(rest)),
        ["mails", .. var rest] => await MailsRun.WriteAsync(new Options(rest)),
        ["deliver", .. var rest] => await MailsRun.DeliverAsync(new Options(rest)),
        ["sink", .. var rest] => await MailsRun.SinkAsync(new Options(rest)),
        _ => Explain(),
    };
}
catch (Exception expected) when (expected is ArgumentException or FormatException or InvalidOperationException or HttpRequestException or IOException)
{
    Console.Error.WriteLine(expected.Message);
    return 2;
}

static int Explain()
{
    Console.Error.WriteLine("""
        load   [--mails 2000] [--clients 1,2,4,8] [--seed 1] [--dir FOLDER] [--database CONNECTION]
        crash  [--rounds 20] [--mails 2000] [--clients 8] ...
        pages  [--tickets 10000] [--connections 1,8] [--seconds 10] [--list PATH] [--ticket PATH] ...
        pages  --url URL --cookie COOKIE | --token TOKEN [--numbers 1,2,3] [--list PATH] [--ticket PATH]
        shift  [--tickets 10000] [--agents 200] [--seconds 60] [--every 3] [--think 10]      agents at work while mails come in
        paint  [--tickets 10000] [--clicks 40] [--chromium /usr/bin/chromium]      what an agent sees of it in a browser
        blocks [--tickets 10000] [--blocks 5000] [--solved 100000] [--rounds 5] [--database CONNECTION]      text blocks offered and suggested
        fill   [--tickets 10000] [--seed 1] [--keep FOLDER] [--database CONNECTION]      a desk with two years of tickets, through its own writer
        flat   --folders SMALL,...,LARGE [--databases 'CONNECTION|CONNECTION'] [--rounds 5] [--requests 60] [--mails 1500] [--only WORD] [--csv FILE]      what fill has kept, side by side
        care   --folder FOLDER [--database CONNECTION] [--seconds 60] [--only check|backup|retention] [--dir FOLDER]      what agents notice of backup, check and retention on what fill has kept; deletes tickets of it
        soak   [--minutes 30] [--per-second 20] [--agents 20] [--seed 1] [--database CONNECTION]      mails, agents, rules, restarts and a failing mail server
        curves --from FILE.csv --out FILE.svg [--title TEXT]      draws what flat measured
        table  [--mails 3000] [--requests 15] [--seed 1] [--alone yes]      the published table: beside Request Tracker, where it is installed (request-tracker.sh install FOLDER)
        routing [--rows 10000] [--agents 500] [--mails 2000] [--rounds 5]      what finding who is responsible adds to a mail
        read   --from FOLDER [--rounds 9]      reading each .eml of a folder beside a bare parse of the same bytes
        fuzz   --from FOLDER [--mails N | --seconds 30] [--workers 1] [--seed 1] [--keep FOLDER]      reads spoilt copies of each .eml of a folder
        mails  --out FOLDER [--mails 2000] [--seed 1] [--to ADDRESS]
        deliver --port PORT --to ADDRESS [--mails 2000] [--clients 4] [--seed 1]     to a door that runs already
        sink   [--mails 2000] [--clients 1,2,4,8]      the load generator and the floor alone, without a desk
        """);
    return 1;
}
