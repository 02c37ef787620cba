using System.Net;

namespace SmartCare.Server.Accounts;

/// <summary>What came of a sign-in.</summary>
/// <param name="Account">Null: the name or the password is wrong, or it was not looked at.</param>
/// <param name="Wait">There were too many tries: how long to wait before the next. Zero: it was looked at.</param>
internal readonly record struct SignInAnswer(Account? Account, TimeSpan Wait);

/// <summary>A person's name and password, the same at the wall's door and over MQTT.</summary>
internal sealed class SignIn(AccountStore accounts, SignInThrottle throttle)
{
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
