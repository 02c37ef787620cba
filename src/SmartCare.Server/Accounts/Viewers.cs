using System.Security.Claims;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Accounts;

/// <summary>Who is behind a request or a hub connection, as far as that holds now.</summary>
internal sealed class Viewers(AccountStore accounts, ApiTokens tokens, SecondFactors factors, RegistryIndex registry)
{
    /// <returns>Null: nobody is signed in, or what let them in has ended.</returns>
    public Viewer? Of(ClaimsPrincipal? user)
    {
        if (user?.Identity is not { IsAuthenticated: true, Name: { } name }) return null;
        if (!name.StartsWith(ApiToken.ActorPrefix, StringComparison.Ordinal))
            return accounts.FindUnlocked(name) is { } account ? Of(account, SessionCookie.IsByProvider(user)) : null;
        return tokens.Find(name[ApiToken.ActorPrefix.Length..]) is { } token ? new Viewer(token.AsAccount(), registry, accounts.Find) { Scopes = token.Scopes } : null;
    }

    /// <param name="byProvider">They came in without their password, and owe nothing about it.</param>
    public Viewer Of(Account account, bool byProvider) => new(account, registry, accounts.Find)
    {
        Owes = byProvider ? Owed.Nothing
            : (account.MustChangePassword ? Owed.NewPassword : Owed.Nothing) | (factors.IsOwedBy(account) ? Owed.SecondFactor : Owed.Nothing),
    };
}
