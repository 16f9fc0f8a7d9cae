using System.Net;
using Lotse.Domain.Staff;
using Lotse.Staff.Account;
using Xunit;

namespace Lotse.Tests.Staff;

public sealed class TakingTheSecondStepTests
{
    [Fact]
    public async Task Is_turned_on_by_a_first_code_and_asked_for_from_then_on()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        var (secret, recovery) = await TurnOnAsync(desk, visitor);
        Assert.Equal(8, recovery.Count);
        Assert.True(await visitor.IsInAsync());

        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        using var next = desk.Visitor();
        var first = await next.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", StaffHost.Password), ("back", "/tickets"));
        Assert.Equal("/sign-in/code?back=%2Ftickets", first.Headers.Location!.OriginalString);
        Assert.False(await next.IsInAsync());
        var second = await next.PostAsync("/sign-in/code", ("code", Code(desk, secret)), ("back", "/tickets"));

        Assert.Equal("/tickets", second.Headers.Location!.OriginalString);
        Assert.True(await next.IsInAsync());
    }

    [Fact]
    public async Task Is_not_turned_on_by_a_wrong_code_and_other_sessions_end_when_it_is()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        using var elsewhere = await desk.SignedInAsync();
        var page = await visitor.GetAsync("/account/totp");
        var wrong = await visitor.PostAsync("/account/totp", ("password", StaffHost.Password), ("code", "000000"));

        Assert.NotNull(await page.SecretAsync());
        Assert.Equal("code-wrong", await wrong.RefusalAsync());
        Assert.True(await elsewhere.IsInAsync());
        await TurnOnAsync(desk, visitor);
        Assert.False(await elsewhere.IsInAsync());
    }

    [Fact]
    public async Task Is_not_turned_on_by_who_sits_at_an_open_desk_without_the_password()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        var secret = await (await visitor.GetAsync("/account/totp")).SecretAsync();

        var refused = await visitor.PostAsync("/account/totp", ("password", "not the one"), ("code", Code(desk, secret!)));
        using var next = await desk.SignedInAsync();

        Assert.Equal("password-wrong", await refused.RefusalAsync());
        Assert.True(await next.IsInAsync());
    }

    [Fact]
    public async Task Shows_the_same_picture_while_the_first_code_is_waited_for()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        var scanned = await (await visitor.GetAsync("/account/totp")).SecretAsync();

        Assert.Equal(scanned, await (await visitor.GetAsync("/account/totp")).SecretAsync());
        var done = await visitor.PostAsync("/account/totp", ("password", StaffHost.Password), ("code", Code(desk, scanned!)));

        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    [Fact]
    public async Task Takes_a_code_once_only()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        var (secret, _) = await TurnOnAsync(desk, visitor);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        var code = Code(desk, secret);

        using var first = await HalfInAsync(desk);
        await first.PostAsync("/sign-in/code", ("code", code));
        using var second = await HalfInAsync(desk);
        var again = await second.PostAsync("/sign-in/code", ("code", code));

        Assert.True(await first.IsInAsync());
        Assert.Equal("code-wrong", await again.RefusalAsync());
        Assert.False(await second.IsInAsync());
    }

    [Fact]
    public async Task A_recovery_code_works_once_as_it_was_shown_or_without_its_dashes()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        var (_, recovery) = await TurnOnAsync(desk, visitor);

        using var first = await HalfInAsync(desk);
        await first.PostAsync("/sign-in/code", ("code", recovery[0].Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()));
        using var second = await HalfInAsync(desk);
        await second.PostAsync("/sign-in/code", ("code", recovery[0]));
        using var third = await HalfInAsync(desk);
        await third.PostAsync("/sign-in/code", ("code", recovery[1]));

        Assert.True(await first.IsInAsync());
        Assert.False(await second.IsInAsync());
        Assert.True(await third.IsInAsync());
    }

    [Fact]
    public async Task New_recovery_codes_need_the_password_and_replace_the_old_ones()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        var (_, old) = await TurnOnAsync(desk, visitor);

        var refused = await visitor.PostAsync("/account/recovery-codes", ("password", "not the one"));
        var made = await (await visitor.PostAsync("/account/recovery-codes", ("password", StaffHost.Password))).ShownAsync("recovery-codes");
        using var withOld = await HalfInAsync(desk);
        await withOld.PostAsync("/sign-in/code", ("code", old[0]));
        using var withNew = await HalfInAsync(desk);
        await withNew.PostAsync("/sign-in/code", ("code", made[0]));

        Assert.Equal("password-wrong", await refused.RefusalAsync());
        Assert.False(await withOld.IsInAsync());
        Assert.True(await withNew.IsInAsync());
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_and_the_right_password_does_not_begin_the_count_anew()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        var (secret, _) = await TurnOnAsync(desk, visitor);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 5; i++)
        {
            using var guess = await HalfInAsync(desk);
            await guess.PostAsync("/sign-in/code", ("code", "123"));
        }

        using var locked = desk.Visitor();
        var answer = await locked.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", StaffHost.Password));
        Assert.Equal("sign-in-refused", await answer.RefusalAsync());

        desk.Clock.Advance(TimeSpan.FromMinutes(16));
        using var later = await HalfInAsync(desk);
        await later.PostAsync("/sign-in/code", ("code", Code(desk, secret)));
        Assert.True(await later.IsInAsync());
    }

    [Fact]
    public async Task Is_worth_nothing_without_the_first_or_when_the_first_is_old_or_the_password_changed_meanwhile()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        var (secret, _) = await TurnOnAsync(desk, visitor);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));

        using var stranger = desk.Visitor();
        var without = await stranger.PostAsync("/sign-in/code", ("code", Code(desk, secret)));
        Assert.Equal("/sign-in", without.Headers.Location!.OriginalString);

        using var changed = await HalfInAsync(desk);
        await visitor.PostAsync("/account/password", ("present", StaffHost.Password), ("password", "another long sentence"));
        await changed.PostAsync("/sign-in/code", ("code", Code(desk, secret)));
        Assert.False(await changed.IsInAsync());

        using var slow = await HalfInAsync(desk, "another long sentence");
        desk.Clock.Advance(TimeSpan.FromMinutes(11));
        await slow.PostAsync("/sign-in/code", ("code", Code(desk, secret)));
        Assert.False(await slow.IsInAsync());
    }

    [Fact]
    public async Task Is_turned_off_with_the_password_only()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        await TurnOnAsync(desk, visitor);

        var refused = await visitor.PostAsync("/account/totp/removal", ("password", "not the one"));
        var done = await visitor.PostAsync("/account/totp/removal", ("password", StaffHost.Password));
        using var next = await desk.SignedInAsync();

        Assert.Equal("password-wrong", await refused.RefusalAsync());
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.True(await visitor.IsInAsync());
        Assert.True(await next.IsInAsync());
    }

    [Fact]
    public async Task An_offer_is_one_agents_own_and_runs_out()
    {
        await using var desk = await StaffHost.StartAsync();
        await desk.WithAsync<TurnOnSecondStep>(turnOn =>
        {
            var offer = turnOn.Offer(1);
            Assert.Equal(offer.Secret, turnOn.Secret(1, offer.Offer));
            Assert.Null(turnOn.Secret(2, offer.Offer));
            Assert.Null(turnOn.Secret(1, offer.Offer[..^4] + "AAAA"));
            Assert.Null(turnOn.Secret(1, null));
            desk.Clock.Advance(TimeSpan.FromMinutes(31));
            Assert.Null(turnOn.Secret(1, offer.Offer));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void The_picture_is_a_png() =>
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], TurnOnSecondStep.Picture("ada@desk.example", "GEZDGNBVGY3TQOJQ")[..4]);

    private static string Code(StaffHost desk, string secret) => TimeCodes.CodeAt(TimeCodes.FromBase32(secret), desk.Clock.GetUtcNow());

    private static async Task<(string Secret, IReadOnlyList<string> Recovery)> TurnOnAsync(StaffHost desk, Visitor visitor)
    {
        var page = await visitor.GetAsync("/account/totp");
        var secret = await page.SecretAsync() ?? throw new InvalidOperationException("No secret is shown.");
        var form = await visitor.FormTokenAsync("/account");
        var done = await visitor.SubmitAsync("/account/totp", form, ("password", StaffHost.Password), ("code", Code(desk, secret)));
        return (secret, await done.ShownAsync("recovery-codes"));
    }

    /// <summary>After the password, before the code.</summary>
    private static async Task<Visitor> HalfInAsync(StaffHost desk, string password = StaffHost.Password)
    {
        var visitor = desk.Visitor();
        var answer = await visitor.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", password));
        Assert.Equal("/sign-in/code", answer.Headers.Location!.OriginalString);
        return visitor;
    }
}
