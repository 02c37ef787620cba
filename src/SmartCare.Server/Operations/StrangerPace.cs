using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using SmartCare.Server.Accounts;
using SmartCare.Server.Hooks;

namespace SmartCare.Server.Operations;

/// <summary>
/// Whoever is not signed in is served at a walking pace, all of them together: the cores belong to the alarms. A request waits for its turn and is not
/// refused, so four hundred connections that ask without end get no more done than one; who is signed in does not wait. Devices that come over
/// WebSocket have a line of their own, and a device that calls an address which nobody guesses has a pace of its own there.
/// </summary>
internal sealed class StrangerPace(HttpDoor door, HookBook hooks) : IDisposable
{
    /// <summary>A wall that is opened asks for twenty things before somebody signs in; a hundred of them at the change of shift are served in ten seconds. At a
    /// tenth of a millisecond each it is two per cent of a core.</summary>
    private const int PerSecond = 200;

    /// <summary>The longest line: ten seconds. Nobody waits longer for a page.</summary>
    private const int MostWaiting = 10 * PerSecond;

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(50);

    private readonly TokenBucketRateLimiter _pages = Line(), _devices = Line();

    public void Dispose()
    {
        _pages.Dispose();
        _devices.Dispose();
    }

    /// <summary>Lets the request go on when its turn has come; 503 when the line is too long.</summary>
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var (isKnown, isDevice) = (hooks.IsCall(context.Request) || await IsSignedInAsync(context), context.Request.Path.StartsWithSegments("/mqtt", StringComparison.Ordinal));
        // A device is asked who it is behind the upgrade, and sent away there when it does not say.
        door.Heard(context, stays: isKnown || isDevice);
        if (isKnown)
        {
            await next(context);
            return;
        }

        using var turn = await (isDevice ? _devices : _pages).AcquireAsync(1, context.RequestAborted);
        if (turn.IsAcquired)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "10";
    }

    /// <summary>The answer is kept for the rest of the request; a cookie or a token that is none costs its sender a turn like everybody's.</summary>
    private static async Task<bool> IsSignedInAsync(HttpContext context) =>
        (context.Request.Cookies.ContainsKey(SessionCookie.Name) || TokenSignIn.IsShown(context.Request)) && (await context.AuthenticateAsync()).Succeeded;

    private static TokenBucketRateLimiter Line() => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = PerSecond, TokensPerPeriod = (int)(PerSecond * s_period.TotalSeconds), ReplenishmentPeriod = s_period, QueueLimit = MostWaiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}
