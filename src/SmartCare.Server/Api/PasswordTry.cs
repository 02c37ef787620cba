using System.Net;
using SmartCare.Server.Accounts;

namespace SmartCare.Server.Api;

/// <summary>A password that came over HTTP, to sign in or to change it: both count as guesses.</summary>
internal sealed class PasswordTry(SignIn signIn, KnownBrowser browsers)
{
    /// <summary>To sign in.</summary>
    public Task<(Account? Account, IResult? Refused)> EnterAsync(HttpContext context, string user, string password, string? code) => JudgeAsync(
        context, user, (from, browser) => signIn.EnterAsync(user, password, code, from, browser, context.RequestAborted));

    /// <summary>Of somebody who is in.</summary>
    public Task<(Account? Account, IResult? Refused)> JudgeAsync(HttpContext context, string user, string password) => JudgeAsync(
        context, user, (from, browser) => signIn.TryAsync(user, password, from, browser, context.RequestAborted));

    /// <summary>Does something for somebody who is in, once they have said their password.</summary>
    public async Task<IResult> KnowingAsync(HttpContext http, Viewer viewer, string? said, Func<IResult> then)
    {
        if (said is not { Length: > 0 and <= 256 } current) return Problems.Invalid("current is needed: your password.");
        var (account, refused) = await JudgeAsync(http, viewer.Account.User, current);
        return refused ?? (account is null ? Problems.Forbidden("The current password is wrong.") : await Task.Run(then));
    }

    /// <returns>The account; neither: name or password is wrong; the answer: it was not looked at.</returns>
    private async Task<(Account? Account, IResult? Refused)> JudgeAsync(HttpContext context, string user, Func<IPAddress?, string?, Task<SignInAnswer>> look)
    {
        try
        {
            var answer = await look(context.Connection.RemoteIpAddress, browsers.MarkOf(context, user));
            if (answer.IsCodeNeeded) return (null, Problems.Special(StatusCodes.Status401Unauthorized, "second-factor", "Give the code that your app shows, or a recovery code, as code."));
            return answer.Wait > TimeSpan.Zero
                ? (null, Problems.Later(context, answer.Wait, StatusCodes.Status429TooManyRequests, "Too many wrong passwords or codes; wait a few minutes."))
                : (answer.Account, null);
        }
        catch (TooManySignInsException crowd)
        {
            return (null, Problems.Later(context, TimeSpan.FromSeconds(5), StatusCodes.Status503ServiceUnavailable, crowd.Message));
        }
    }
}
