using System.Globalization;
using System.Security.Cryptography;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Staff;
using Lotse.Staff.Door;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using QRCoder;

namespace Lotse.Staff.Account;

/// <summary>Turns the second step of sign-in on and off. Until a first code proves that the app knows the secret, the secret travels
/// in the page under the desk's own encryption, and nothing is stored.</summary>
public sealed class TurnOnSecondStep(
    DeskDatabase database, Journal journal, SecondStep codes, PasswordCheck passwords, IDataProtectionProvider protection, TimeProvider clock)
{
    public const string AlreadyOn = "second-step-already-on", NotOn = "second-step-not-on", OfferGone = "offer-gone";

    private static readonly TimeSpan OfferFor = TimeSpan.FromMinutes(30);

    /// <summary>A new secret for this agent, not yet in force.</summary>
    public SecondStepOffer Offer(long agentId)
    {
        var secret = TimeCodes.Base32(RandomNumberGenerator.GetBytes(20));
        var until = clock.GetUtcNow().Add(OfferFor).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new(secret, Protector(agentId).Protect($"{until} {secret}"));
    }

    /// <returns>The secret; null where the offer is not this agent's, was tampered with or is too old.</returns>
    public string? Secret(long agentId, string? offer)
    {
        try
        {
            var parts = Protector(agentId).Unprotect(offer ?? "").Split(' ');
            return DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture)) > clock.GetUtcNow() ? parts[1] : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>What the app photographs: the key address that authenticator apps agree on, as a picture in PNG.</summary>
    public static byte[] Picture(string email, string secret)
    {
        var account = Uri.EscapeDataString(email);
        using var code = QRCodeGenerator.GenerateQrCode($"otpauth://totp/Lotse:{account}?secret={secret}&issuer=Lotse", QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return picture.GetGraphic(6);
    }

    /// <param name="password">Asked for, because whoever sits down at an open desk could lock its agent out.</param>
    public async Task<AccountAnswer> ConfirmAsync(long agentId, string? offer, string? password, string? code, CancellationToken cancel)
    {
        if (Secret(agentId, offer) is not { } secret) return new(new Refusal(OfferGone));
        if (await ProvedAsync(agentId, password, cancel) is not { } proved) return WrongPassword;
        if (TimeCodes.StepOf(TimeCodes.FromBase32(secret), code ?? "", clock.GetUtcNow(), after: 0) is not { } step) return new(new Refusal(TimeCodes.Wrong, "code"));
        return await ChangeAsync(agentId, proved, async account =>
        {
            if (account.TwoFactorEnabled) return new(new Refusal(AlreadyOn));
            account.TwoFactorEnabled = true;
            account.EndSessions();
            await codes.KeepSecretAsync(agentId, secret, step, cancel);
            journal.Record(new SecondStepTurnedOn(agentId), null, agentId);
            return new(null, account, await codes.RecoveryCodesAsync(agentId, cancel));
        }, cancel);
    }

    public Task<AccountAnswer> TurnOffAsync(long agentId, string? password, CancellationToken cancel) => WithPasswordAsync(agentId, password, async account =>
    {
        account.TwoFactorEnabled = false;
        account.EndSessions();
        await codes.ForgetAsync(agentId, cancel);
        journal.Record(new SecondStepTurnedOff(agentId), null, agentId);
        return new(null, account);
    }, cancel);

    public Task<AccountAnswer> NewRecoveryCodesAsync(long agentId, string? password, CancellationToken cancel) => WithPasswordAsync(agentId, password, async account =>
    {
        account.Touch();
        journal.Record(new RecoveryCodesMade(agentId), null, agentId);
        return new(null, account, await codes.RecoveryCodesAsync(agentId, cancel));
    }, cancel);

    private async Task<AccountAnswer> WithPasswordAsync(
        long agentId, string? password, Func<AgentAccount, Task<AccountAnswer>> change, CancellationToken cancel)
    {
        if (await ProvedAsync(agentId, password, cancel) is not { } proved) return WrongPassword;
        return await ChangeAsync(agentId, proved, account => account.TwoFactorEnabled ? change(account) : Task.FromResult(new AccountAnswer(new Refusal(NotOn))), cancel);
    }

    private static AccountAnswer WrongPassword => new(new Refusal(ChangePassword.WrongPassword, "password"));

    /// <returns>The hash that the password is right for; null where it is wrong.</returns>
    private async Task<string?> ProvedAsync(long agentId, string? password, CancellationToken cancel)
    {
        var hash = await database.Users.Where(a => a.Id == agentId).Select(a => a.PasswordHash).SingleAsync(cancel);
        return await passwords.IsRightAsync(hash, password ?? "", cancel) ? hash : null;
    }

    /// <param name="proved">A password that has been changed since opens nothing any more.</param>
    private Task<AccountAnswer> ChangeAsync(long agentId, string proved, Func<AgentAccount, Task<AccountAnswer>> change, CancellationToken cancel) => journal.RetryAsync(async () =>
    {
        var account = await database.Users.AsTracking().SingleAsync(a => a.Id == agentId, cancel);
        if (account.PasswordHash != proved) return WrongPassword;
        var answer = await change(account);
        if (answer.Refusal is null) await journal.SaveAsync(cancel);
        return answer;
    });

    private IDataProtector Protector(long agentId) => protection.CreateProtector("second-step", agentId.ToString(CultureInfo.InvariantCulture));
}

/// <param name="Secret">Base32, for typing into an app.</param>
/// <param name="Offer">The same, encrypted: goes into the form and the picture's address.</param>
public sealed record SecondStepOffer(string Secret, string Offer);
