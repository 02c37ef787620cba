using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SmartCare.Server.Accounts;

/// <summary>A mark in each browser that somebody has signed in with, of whom that was: it is no session, but whoever guesses elsewhere cannot lock it out.</summary>
internal sealed class KnownBrowser(IDataProtectionProvider protection)
{
    private const string Cookie = "smartcare.browser";

    /// <summary>A wall in a nurses' room is signed in to by a shift's worth of people.</summary>
    private const int MostUsers = 16;

    private readonly IDataProtector _protector = protection.CreateProtector("SmartCare.KnownBrowser");

    /// <returns>Its mark, when this user has signed in with it; else null.</returns>
    public string? MarkOf(HttpContext http, string user) => Read(http) is [var mark, .. var users] && users.Contains(user) ? mark : null;

    /// <summary>This user has signed in with it.</summary>
    public void Know(HttpContext http, string user)
    {
        var known = Read(http);
        var mark = known is [var before, ..] ? before : Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        string[] users = [user, .. known.Skip(1).Where(u => u != user).Take(MostUsers - 1)];
        http.Response.Cookies.Append(Cookie, _protector.Protect(string.Join('\n', [mark, .. users])), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromDays(365), Secure = http.Request.IsHttps, Path = "/api/session",
        });
    }

    private string[] Read(HttpContext http)
    {
        try
        {
            return http.Request.Cookies[Cookie] is { } value ? _protector.Unprotect(value).Split('\n') : [];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
