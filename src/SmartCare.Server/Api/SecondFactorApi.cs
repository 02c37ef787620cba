using Microsoft.AspNetCore.Mvc;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;

namespace SmartCare.Server.Api;

/// <param name="Current">The own password: who found a wall signed in gets no further.</param>
internal sealed record SecondFactorRequest(string? Current);

internal sealed record SecondFactorCode(string? Code);

/// <param name="Uri">For the QR code.</param>
internal sealed record SecondFactorSecret(string Secret, string Uri);

/// <param name="RecoveryCodes">Shown once; each gets its owner in once.</param>
internal sealed record RecoveryView(IReadOnlyList<string> RecoveryCodes);

/// <summary>The own second factor, and taking away another's that was lost.</summary>
internal static class SecondFactorApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/session/second-factor");
        own.MapPost("", (SecondFactorRequest request, HttpContext http, Viewer viewer, PasswordTry tries, SecondFactors factors) =>
            tries.KnowingAsync(http, viewer, request.Current, () => Begin(viewer.Account, factors)))
            .Is("beginSecondFactor", Who.SignedIn, "A secret for an authenticator app (RFC 6238), good for 15 minutes").Gives<SecondFactorSecret>().Refuses(409, 429);
        own.MapPut("", ConfirmAsync)
            .Is("confirmSecondFactor", Who.SignedIn, "Turns it on by its first code; recovery codes, shown once").Gives<RecoveryView>().Refuses(429);
        own.MapDelete("", ([FromBody] SecondFactorRequest request, HttpContext http, Viewer viewer, PasswordTry tries, SecondFactors factors) =>
            tries.KnowingAsync(http, viewer, request.Current, () => Off(viewer.Account.User, factors)))
            .Is("removeSecondFactor", Who.SignedIn, "Turns the own second factor off").GivesNothing().Refuses(429);
        api.MapDelete("/people/{id}/second-factor", (string id, Viewer viewer, AccountStore accounts, SecondFactors factors) =>
            PeopleEdit.Refusal(viewer, id, accounts.Find(id), isWritten: true) ?? Off(id, factors))
            .Is("removeSecondFactorOfPerson", Who.Director, "Turns off another's second factor, for a phone that was lost").GivesNothing();
    }

    private static IResult Begin(Account account, SecondFactors factors)
    {
        if (account.SecondFactor is not null) return Problems.Conflict("It is on already; DELETE it first to begin with another phone.");
        var (secret, uri) = factors.Begin(account.User);
        return TypedResults.Ok(new SecondFactorSecret(secret, uri));
    }

    private static async Task<IResult> ConfirmAsync(SecondFactorCode request, HttpContext http, Viewer viewer, SignInThrottle throttle, SecondFactors factors, AccessRevocation access)
    {
        if (request.Code is not { Length: > 0 and <= 64 } code) return Problems.Invalid("code is needed: what the app shows.");
        var user = viewer.Account.User;
        if (throttle.TryCode(user) is { Ticks: > 0 } wait) return Problems.Later(http, wait, StatusCodes.Status429TooManyRequests, "Too many wrong codes; wait a few minutes.");
        try
        {
            if (await Task.Run(() => factors.Confirm(user, code.Trim())) is not { } codes)
                return Problems.Invalid("The code is wrong, or its time has run out: begin again with POST, and look whether the phone's clock is right.");
            throttle.TakeBackCode(user);
            // What came in by the password alone comes in no more.
            access.EndAll(user, but: SessionCookie.IdOf(http.User));
            return TypedResults.Ok(new RecoveryView(codes));
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"It is not on: {away.Message}");
        }
    }

    private static IResult Off(string user, SecondFactors factors)
    {
        try
        {
            factors.TurnOff(user);
            return TypedResults.NoContent();
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"It is still on: {away.Message}");
        }
    }
}
