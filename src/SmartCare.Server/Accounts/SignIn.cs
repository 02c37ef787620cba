using System.Net;

namespace SmartCare.Server.Accounts;

/// <summary>What came of a sign-in.</summary>
/// <param name="Account">Null: the name or the password is wrong, or it was not looked at.</param>
/// <param name="Wait">There were too many tries: how long to wait before the next. Zero: it was looked at.</param>
/// <param name="IsCodeNeeded">The password is right, and the code of the second factor is missing or wrong.</param>
internal readonly record struct SignInAnswer(Account? Account, TimeSpan Wait, bool IsCodeNeeded = false);

/// <summary>A person's name and password, the same at the wall's door and over MQTT.</summary>
internal sealed class SignIn(AccountStore accounts, SecondFactors factors, SignInThrottle throttle)
{
    /// <summary>To be let in: with the second factor too, where there is one.</summary>
    /// <param name="code">Null: none was given, which is no guess.</param>
    /// <exception cref="TooManySignInsException"/>
    public async Task<SignInAnswer> EnterAsync(string user, string password, string? code, IPAddress? from, string? browser, CancellationToken cancellation)
    {
        var answer = await TryAsync(user, password, from, browser, cancellation);
        if (answer.Account is not { SecondFactor: not null }) return answer;
        if (string.IsNullOrWhiteSpace(code)) return new SignInAnswer(null, TimeSpan.Zero, IsCodeNeeded: true);
        if (throttle.TryCode(user) is { Ticks: > 0 } wait) return new SignInAnswer(null, wait);
        if (!await Task.Run(() => factors.Take(user, code), cancellation)) return new SignInAnswer(null, TimeSpan.Zero, IsCodeNeeded: true);
        throttle.TakeBackCode(user);
        return answer;
    }

    /// <summary>The password alone, of somebody who may be in already.</summary>
    /// <param name="browser">The mark of a browser that has signed in as this user before; null: it has not, or is none.</param>
    /// <exception cref="TooManySignInsException"/>
    public async Task<SignInAnswer> TryAsync(string user, string password, IPAddress? from, string? browser, CancellationToken cancellation)
    {
        if (throttle.Try(user, from, browser) is { Ticks: > 0 } wait) return new SignInAnswer(null, wait);
        try
        {
            var account = await accounts.SignInAsync(user, password, cancellation);
            if (account is not null) throttle.TakeBack(user, from, browser);
            return new SignInAnswer(account, TimeSpan.Zero);
        }
        catch (TooManySignInsException)
        {
            throttle.TakeBack(user, from, browser);
            throw;
        }
    }
}
