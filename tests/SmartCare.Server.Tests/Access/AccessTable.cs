namespace SmartCare.Server.Tests.Access;

/// <summary>
/// Who may do what with whose things, over every route. A cell is one status, or three: about one's own site (home, elder), about another site's, about what
/// is not there. "Own" is Sunshine, room 101, bed 1 for everyone; duty and director work at Sunshine alone, admin everywhere; "family" is that of bed 1, "neighbour" that
/// of bed 2. A 400 or 409 says that the caller was let in and the request itself was not good.
/// </summary>
internal static class AccessTable
{
    public static readonly string[] Roles = ["nobody", "duty", "director", "family", "neighbour", "admin"];

    /// <summary>Of what, in the order of a cell.</summary>
    public static readonly string[] Things = ["own", "other", "missing"];

    private const string Text = """
        route                                         | nobody | duty        | director    | family      | neighbour   | admin

        GET /healthz                                  | 200    | 200         | 200         | 200         | 200         | 200
        GET /readyz                                   | 200    | 200         | 200         | 200         | 200         | 200
        GET /metrics                                  | 401    | 403         | 403         | 403         | 403         | 200

        POST /api/session                             | 401    | 200         | 200         | 200         | 200         | 200
        GET /api/session                              | 401    | 200         | 200         | 200         | 200         | 200
        DELETE /api/session                           | 204    | 204         | 204         | 204         | 204         | 204
        PUT /api/session/password                     | 401    | 403         | 403         | 403         | 403         | 403
        GET /api/sessions                             | 401    | 200         | 200         | 200         | 200         | 200
        DELETE /api/sessions                          | 401    | 204         | 204         | 204         | 204         | 204
        DELETE /api/sessions/{id}                     | 401    | 404         | 404         | 404         | 404         | 404

        GET /api/alerts?site={site}                   | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 200 404 404 | 200 200 404
        GET /api/alerts/{id}                          | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404
        POST /api/alerts/{id}/acknowledge             | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        POST /api/alerts/{id}/arrive                  | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        POST /api/alerts/{id}/resolve                 | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        POST /api/alerts/{id}/note                    | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404
        POST /api/alerts/{id}/shelve                  | 401    | 409 404 404 | 409 404 404 | 403 404 404 | 404         | 409 409 404
        POST /api/alerts/{id}/review                  | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        GET /api/alerts/{id}/reviews                  | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        GET /api/alerts/{id}/notices                  | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404
        GET /api/alerts/{id}/export                   | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404

        GET /api/sites                                | 401    | 200         | 200         | 200         | 200         | 200
        GET /api/sites/{id}                           | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 200 404 404 | 200 200 404
        PUT /api/sites/{id}                           | 401    | 403         | 403         | 403         | 403         | 200
        GET /api/sites/{id}/duty                      | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        PUT /api/sites/{id}/duty                      | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 403 404 404 | 200 200 404
        GET /api/sites/{id}/incidents                 | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        GET /api/sites/{id}/drills                    | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        POST /api/sites/{id}/drills                   | 401    | 409 404 404 | 409 404 404 | 404         | 404         | 409 409 404
        GET /api/sites/{id}/handover                  | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        POST /api/sites/{id}/handover/sign            | 401    | 400 404 404 | 400 404 404 | 404         | 404         | 400 400 404
        GET /api/sites/{id}/checks                    | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        POST /api/sites/{id}/checks                   | 401    | 400 404 404 | 400 404 404 | 404         | 404         | 400 400 404
        GET /api/sites/{id}/export?month=2026-11      | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 403 404 404 | 200 200 404

        GET /api/places?site={site}                   | 401    | 200         | 200         | 200         | 200         | 200
        GET /api/places/{id}                          | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 200 404 404 | 200 200 404
        PUT /api/places/{id}                          | 401    | 403         | 403         | 403         | 403         | 200
        GET /api/elders?site={site}                   | 401    | 200         | 200         | 200         | 200         | 200
        GET /api/elders/{id}                          | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404
        PUT /api/elders/{id}                          | 401    | 403         | 403         | 403         | 403         | 200
        PUT /api/elders/{id}/mode                     | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        POST /api/elders/{id}/visits                  | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        GET /api/devices?site={site}                  | 401    | 200         | 200         | 200         | 200         | 200
        GET /api/devices/{id}                         | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404
        PUT /api/devices/{id}                         | 401    | 403         | 403         | 403         | 403         | 200
        GET /api/devices/{id}/series?channel=battery  | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404

        GET /api/notices?site={site}                  | 401    | 200 404 404 | 200 404 404 | 403         | 403         | 200 200 404
        POST /api/notices/test                        | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404
        GET /api/audit                                | 401    | 403         | 200         | 403         | 403         | 200
        GET /api/audit/verify                         | 401    | 403         | 403         | 403         | 403         | 200
        GET /api/quarantine                           | 401    | 403         | 403         | 403         | 403         | 200
        """;

    public static IReadOnlyList<AccessRow> Rows { get; } =
        [.. Text.Split('\n').Skip(1).Where(line => !string.IsNullOrWhiteSpace(line)).Select(AccessRow.Parse)];
}

/// <param name="Template">The path, with {id} and {site} for whatever it is about.</param>
/// <param name="Cells">By role.</param>
internal sealed record AccessRow(string Method, string Template, IReadOnlyList<string> Cells)
{
    /// <summary>As the OpenAPI document names it.</summary>
    public string Route => $"{Method} {Template.Split('?')[0]}";

    public static AccessRow Parse(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        Assert.True(parts.Length == AccessTable.Roles.Length + 1, $"a cell too many or too few: {line}");
        var call = parts[0].Split(' ');
        return new AccessRow(call[0], call[1], parts[1..]);
    }

    /// <summary>Three that are the same are written once.</summary>
    public static string Cell(IReadOnlyList<int> statuses) => statuses.Distinct().Count() == 1 ? $"{statuses[0]}" : string.Join(' ', statuses);

    public override string ToString() => $"{Method} {Template} | {string.Join(" | ", Cells)}";
}
