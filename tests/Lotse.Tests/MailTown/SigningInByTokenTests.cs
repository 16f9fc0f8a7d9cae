using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Communities;
using Lotse.Tests.Adapters.Tokens;
using Lotse.Tests.Desk;
using Lotse.Tests.Setup.Commands;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.MailTown;

/// <summary>The desk signs in by access tokens, at a real Dovecot and a real Postfix.</summary>
[Collection(TownCollection.Name)]
public sealed class SigningInByTokenTests : IDisposable
{
    private const string Secrets = FakeTokenEndpoint.Secret + "\nrefresh-0";
    private readonly Town _town;

    public SigningInByTokenTests(Town town)
    {
        _town = town;
        town.SkipIfMissing();
        (town.Tokens.Refresh, town.Tokens.Rotates, town.Tokens.Instead) = ("refresh-0", false, _ => null);
        town.Tokens.Asked.Clear();
    }

    public void Dispose() => (_town.Tokens.Rotates, _town.Tokens.Instead) = (false, _ => null);

    [Fact]
    [Trait("slow", "yes")]
    public async Task Mail_is_fetched_by_a_token_and_a_token_that_is_not_taken_is_asked_for_anew()
    {
        await using var desk = await RunningDesk.StartAsync();
        var mailbox = _town.MailboxOf("token@postfach.example");
        await mailbox.PutAsync(1, 1);
        await SetAsync(desk, "token@postfach.example", FakeTokenEndpoint.Secret);
        await HasTicketsAsync(desk, 1);
        Assert.Equal("client_credentials", Assert.Single(_town.Tokens.Asked)["grant_type"]);

        _town.Tokens.Revoke();
        await SetAsync(desk, "token@postfach.example", FakeTokenEndpoint.Secret, "--after", "delete");
        await Wait.UntilAsync(() => _town.Tokens.Asked.Count == 2, "another token is asked for");
        await mailbox.PutAsync(2, 1);
        await HasTicketsAsync(desk, 2);
        Assert.Equal(2, _town.Tokens.Asked.Count);
        Assert.Null((await RowAsync(desk)).LastError);
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_refresh_token_that_changes_is_kept_over_a_restart()
    {
        _town.Tokens.Rotates = true;
        await using var desk = await RunningDesk.StartAsync();
        var mailbox = _town.MailboxOf("rotating@postfach.example");
        await SetAsync(desk, "rotating@postfach.example", Secrets);
        await mailbox.PutAsync(1, 1);
        await HasTicketsAsync(desk, 1);
        var kept = (await RowAsync(desk)).Imap!;
        Assert.DoesNotContain("refresh", kept, StringComparison.Ordinal);

        await desk.RestartAsync();
        await mailbox.PutAsync(2, 1);
        await HasTicketsAsync(desk, 2);
        var asked = _town.Tokens.Asked.Select(form => form["refresh_token"]).ToList();
        Assert.Equal("refresh-0", asked[0]);
        Assert.NotEqual(asked[0], asked[^1]);
        Assert.Equal(asked.Count, asked.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_refused_refresh_token_is_trouble_for_all_to_see_and_passes_by_itself()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        _town.Tokens.Refresh = "another";
        await _town.MailboxOf("refused@postfach.example").PutAsync(1, 1);
        await SetAsync(desk, "refused@postfach.example", Secrets);
        await PassingAsync(desk, async () => (await RowAsync(desk)).LastError is not null, "the trouble is there");
        Assert.Equal("TokenGrant: invalid_grant: You said ….", (await RowAsync(desk)).LastError);

        _town.Tokens.Refresh = "refresh-0";
        await PassingAsync(desk, async () => (await desk.Api.ListAsync()).Items.Count == 1 && await RowAsync(desk) is { LastError: null, LastOkAt: not null }, "the trouble passes");
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task Answers_leave_by_a_token_and_wait_while_there_is_none()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Smtp = _town.SmtpUri.Replace("smtp://", "smtp+oauth://sender%40postfach.example@", StringComparison.Ordinal) });
        var number = (await desk.PostMailAsync(new CustomerMail { From = "hanna@kunde.example" })).Ticket!.Value;
        await desk.Api.ReplyAsync(number);
        await Wait.UntilAsync(async () => (await HealthAsync(desk)).Contains("mail-server-away", StringComparison.Ordinal), "the mail waits");

        await CallAsync(desk, Secrets, "sending", "oauth", "--token-endpoint", _town.Tokens.AddressOf("sender@postfach.example"), "--client-id", FakeTokenEndpoint.ClientId,
            "--scope", FakeTokenEndpoint.Scope, "--secrets-stdin");
        var answer = await _town.MailboxOf("hanna@kunde.example").WaitForAsync($"[#{number}]", seconds: 90);
        Assert.NotNull(answer.MessageId);
        Assert.Equal("refresh_token", Assert.Single(_town.Tokens.Asked)["grant_type"]);
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_server_that_offers_only_the_form_of_the_standard_gets_that()
    {
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Smtp = _town.BearerSmtpUri.Replace("smtp://", "smtp+oauth://bearer%40postfach.example@", StringComparison.Ordinal) });
        var port = await _town.BearerImapAsync();
        var mailbox = _town.MailboxOf("bearer@postfach.example");
        await mailbox.PutAsync(1, 1);
        await SetAtAsync(desk, port, "bearer@postfach.example", Secrets);
        await HasTicketsAsync(desk, 1);

        _town.Tokens.Revoke();
        await SetAtAsync(desk, port, "bearer@postfach.example", Secrets, "--after", "delete");
        await Wait.UntilAsync(() => _town.Tokens.Asked.Count == 2, "another token is asked for");
        await mailbox.PutAsync(2, 1);
        await HasTicketsAsync(desk, 2);

        await CallAsync(desk, Secrets, "sending", "oauth", "--token-endpoint", _town.Tokens.AddressOf("bearer@postfach.example"), "--client-id", FakeTokenEndpoint.ClientId,
            "--scope", FakeTokenEndpoint.Scope, "--secrets-stdin");
        var number = (await desk.PostMailAsync(new CustomerMail { From = "berta@kunde.example" })).Ticket!.Value;
        await desk.Api.ReplyAsync(number);
        await _town.MailboxOf("berta@kunde.example").WaitForAsync($"[#{number}]", seconds: 90);
        Assert.Contains("method=OAUTHBEARER", _town.Log, StringComparison.Ordinal);
        Assert.Contains("sasl_method=OAUTHBEARER", _town.Log, StringComparison.Ordinal);
    }

    private Task SetAsync(RunningDesk desk, string user, string secrets, params string[] more) => SetAtAsync(desk, _town.ImapOptions(user).Port, user, secrets, more);

    private Task SetAtAsync(RunningDesk desk, int port, string user, string secrets, params string[] more) =>
        CallAsync(desk, secrets, ["mailbox", "imap", "--mailbox", RunningDesk.Mailbox, "--host", "127.0.0.1", "--port", $"{port}", "--tls", "none", "--user", user,
            "--token-endpoint", _town.Tokens.AddressOf(user), "--client-id", FakeTokenEndpoint.ClientId, "--scope", FakeTokenEndpoint.Scope, "--secrets-stdin", .. more]);

    private static async Task CallAsync(RunningDesk desk, string input, params string[] arguments)
    {
        string[] at = ["--data", desk.Folder, .. desk.Location.Kind == DatabaseKind.Postgres ? (string[])["--database", desk.Location.Connection] : []];
        var (status, output, error) = await LotseProgram.RunAsync(input, [.. arguments, .. at]);
        Assert.True(status == 0, output + error);
        Assert.DoesNotContain(FakeTokenEndpoint.Secret, output + error, StringComparison.Ordinal);
    }

    private static Task HasTicketsAsync(RunningDesk desk, int count) => Wait.UntilAsync(async () => (await desk.Api.ListAsync()).Items.Count == count, $"{count} mails are tickets");

    private static Task PassingAsync(RunningDesk desk, Func<Task<bool>> condition, string what) => Wait.UntilAsync(async () =>
    {
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        return await condition();
    }, what);

    private static async Task<string> HealthAsync(RunningDesk desk)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(desk.Url, "/health/ready"), TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static Task<Mailbox> RowAsync(RunningDesk desk) => desk.LookAsync(database => database.Mailboxes.SingleAsync());
}
