namespace SmartCare.Server.Accounts;

/// <summary>
/// The routes that an official opens. All others are closed to them, also those that are added later: what they may see are sums and service requests, and not a person.
/// </summary>
internal static class OfficerRoutes
{
    /// <param name="pattern">As it is mapped, like <c>/api/requests/{id}</c>.</param>
    public static bool Opens(string method, string pattern) => pattern.Split('/')[2..] switch
    {
        ["session" or "sessions", ..] => true,
        ["levels", ..] => method is "GET",
        ["district" or "requests", ..] => true,
        _ => false,
    };
}
