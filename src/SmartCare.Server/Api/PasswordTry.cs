using SmartCare.Server.Accounts;

namespace SmartCare.Server.Api;

/// <summary>A password that came over HTTP, to sign in or to change it: both count as guesses.</summary>
internal sealed class PasswordTry(SignIn signIn, KnownBrowser browsers)
{
    /// <returns>The account; neither: name or password is wrong; the answer: it was not looked at.</returns>
    public async Task<(Account? Account, IResult? Refused)> JudgeAsync(HttpContext context, string user, string password)
    {
        try
        {
            var from = context.Connection.RemoteIpAddress;
            var answer = await signIn.TryAsync(user, password, from, browsers.MarkOf(context, user), context.RequestAborted);
            return answer.Wait > TimeSpan.Zero
                ? (null, Problems.Later(context, answer.Wait, StatusCodes.Status429TooManyRequests, "Too many wrong passwords; wait a few minutes."))
                : (answer.Account, null);
        }
        catch (TooManySignInsException crowd)
        {
            return (null, Problems.Later(context, TimeSpan.FromSeconds(5), StatusCodes.Status503ServiceUnavailable, crowd.Message));
        }
    }
}
