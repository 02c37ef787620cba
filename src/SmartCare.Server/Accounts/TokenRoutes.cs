namespace SmartCare.Server.Accounts;

/// <summary>Which scope a route asks of a token. A route that is not named here is closed to machines: accounts, tokens, the duty, the record are people's.</summary>
internal static class TokenRoutes
{
    /// <param name="pattern">As it is mapped, like <c>/api/alerts/{id}</c>.</param>
    /// <returns>Null: no token opens it.</returns>
    public static TokenScope? Of(string method, string pattern) => (method, pattern.Split('/')[2..]) switch
    {
        ("GET", ["alerts" or "sites", "{id}", "export"] or ["registry" or "upkeep", "export"]) => TokenScope.Export,
        ("GET", ["alerts" or "sites" or "places" or "elders" or "devices"] or ["alerts" or "sites" or "places" or "elders" or "devices", "{id}"]) => TokenScope.Read,
        ("GET", ["sites", "{id}", "incidents"] or ["devices", "{id}", "series"] or ["elders", "{id}", "day" or "habit" or "family"] or ["models"] or ["registry", "schema" or "dictionary"] or ["upkeep"] or ["upkeep", "{id}"] or ["figures"] or ["figures", _]) => TokenScope.Read,
        ("POST", ["alerts", "{id}", "acknowledge" or "arrive" or "resolve" or "note" or "shelve"]) => TokenScope.Alerts,
        ("PUT", ["sites" or "places" or "elders" or "devices", "{id}"] or ["elders", "{id}", "mode"]) => TokenScope.Registry,
        ("POST", ["elders", "{id}", "visits" or "move" or "discharge" or "admit"] or ["sites" or "places" or "elders" or "devices", "{id}", "archive" or "restore"]) => TokenScope.Registry,
        ("POST", ["registry", "import"]) => TokenScope.Registry,
        (_, ["webhooks", ..]) => TokenScope.Webhooks,
        ("GET", ["levels"] or ["levels", "{id}"] or ["district", ..]) => TokenScope.Figures,
        ("GET" or "POST", ["requests"]) or ("GET", ["requests", "{id}" or "dictionary"]) => TokenScope.Requests,
        _ => null,
    };
}
