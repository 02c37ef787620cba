namespace SmartCare.Server.Tests.Access;

/// <summary>
/// Who may do what with whose things, over every route. A cell is one status, or three: about one's own site (home, elder), about another site's, about what
/// is not there. "Own" is Sunshine, room 101, bed 1 for everyone; duty and director work at Sunshine alone, admin everywhere; "family" is that of bed 1, "neighbour" that
/// of bed 2; then come tokens with one scope each, of Sunshine or of its street, and an official of its street. Who is left out at the end gets 403, or what "rest" says; a cell at the end may name whose it is. A 400 or 409 says that the caller was let in and the request itself was not good.
/// </summary>
internal static class AccessTable
{
    public static readonly string[] Scopes = ["read", "alerts", "registry", "export", "webhooks", "figures", "requests"];

    public static readonly string[] Roles = ["nobody", "duty", "director", "family", "neighbour", "admin", .. Scopes, "officer"];

    /// <summary>Of what, in the order of a cell.</summary>
    public static readonly string[] Things = ["own", "other", "missing"];

    private const string Text = """
        route                                         | nobody | duty        | director    | family      | neighbour   | admin       | read        | alerts      | registry    | export      | webhooks

        GET /healthz                                  | 200    | 200         | 200         | 200         | 200         | 200         | 200         | 200         | 200         | 200         | 200 | rest 200
        GET /readyz                                   | 200    | 200         | 200         | 200         | 200         | 200         | 200         | 200         | 200         | 200         | 200 | rest 200
        GET /metrics                                  | 401    | 403         | 403         | 403         | 403         | 200
        GET /call-answer                              | 401    | 401         | 401         | 401         | 401         | 401         | 401         | 401         | 401         | 401         | 401 | rest 401
        POST /call-answer                             | 401    | 401         | 401         | 401         | 401         | 401         | 401         | 401         | 401         | 401         | 401 | rest 401

        POST /api/session                             | 401    | 200         | 200         | 200         | 200         | 200 | officer 200
        GET /api/session                              | 401    | 200         | 200         | 200         | 200         | 200 | officer 200
        DELETE /api/session                           | 204    | 204         | 204         | 204         | 204         | 204 | officer 204
        POST /api/session/password                    | 401    | 403         | 403         | 403         | 403         | 403 | officer 403
        PUT /api/session/password                     | 401    | 403         | 403         | 403         | 403         | 403 | officer 403
        GET /api/session/ways                         | 200    | 200         | 200         | 200         | 200         | 200 | officer 200
        GET /api/session/openid                       | 503    | 503         | 503         | 503         | 503         | 503 | officer 503
        POST /api/session/second-factor               | 401    | 403         | 403         | 403         | 403         | 403 | officer 403
        PUT /api/session/second-factor                | 401    | 400         | 400         | 400         | 400         | 400 | officer 400
        DELETE /api/session/second-factor             | 401    | 403         | 403         | 403         | 403         | 403 | officer 403
        GET /api/sessions                             | 401    | 200         | 200         | 200         | 200         | 200 | officer 200
        DELETE /api/sessions                          | 401    | 204         | 204         | 204         | 204         | 204 | officer 204
        DELETE /api/sessions/{id}                     | 401    | 404         | 404         | 404         | 404         | 404 | officer 404

        GET /api/push/key                             | 401    | 200         | 200         | 200         | 200         | 200
        GET /api/push/phones                          | 401    | 200         | 200         | 200         | 200         | 200
        POST /api/push/phones                         | 401    | 400         | 400         | 400         | 400         | 400
        DELETE /api/push/phones/{id}                  | 401    | 404         | 404         | 404         | 404         | 404
        POST /api/push/test                           | 401    | 200         | 200         | 200         | 200         | 200
        POST /api/push/shown                          | 401    | 401         | 401         | 401         | 401         | 401

        GET /api/people?site={site}                   | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404
        GET /api/people/{id}                          | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404
        PUT /api/people/{id}                          | 401    | 403         | 200 404 200 | 403         | 403         | 200
        DELETE /api/people/{id}                       | 401    | 403         | 204 404 404 | 403         | 403         | 204 204 404
        GET /api/people/{id}/sessions                 | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404
        DELETE /api/people/{id}/sessions              | 401    | 403         | 204 404 404 | 403         | 403         | 204 204 404
        DELETE /api/people/{id}/second-factor         | 401    | 403         | 204 404 404 | 403         | 403         | 204 204 404

        GET /api/colleagues                           | 401    | 200         | 200         | 403         | 403         | 200

        GET /api/tokens                               | 401    | 403         | 200         | 403         | 403         | 200
        POST /api/tokens                              | 401    | 403         | 201 400 400 | 403         | 403         | 201 201 400
        DELETE /api/tokens/{id}                       | 401    | 403         | 204 404 404 | 403         | 403         | 204 204 404

        GET /api/webhooks                             | 401    | 403         | 200         | 403         | 403         | 200         | 403         | 403         | 403         | 403         | 200
        POST /api/webhooks                            | 401    | 403         | 201 400 400 | 403         | 403         | 201 201 400 | 403         | 403         | 403         | 403         | 201 400 400
        PUT /api/webhooks/{id}                        | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404 | 403         | 403         | 403         | 403         | 200 404 404
        DELETE /api/webhooks/{id}                     | 401    | 403         | 204 404 404 | 403         | 403         | 204 204 404 | 403         | 403         | 403         | 403         | 204 404 404
        POST /api/webhooks/{id}/rotate                | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404 | 403         | 403         | 403         | 403         | 200 404 404
        POST /api/webhooks/{id}/test                  | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404 | 403         | 403         | 403         | 403         | 200 404 404
        GET /api/webhooks/{id}/deliveries             | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404 | 403         | 403         | 403         | 403         | 200 404 404

        GET /api/hooks                                | 401    | 403         | 200         | 403         | 403         | 200
        POST /api/hooks                               | 401    | 403         | 201 404 404 | 403         | 403         | 201 201 404
        POST /api/hooks/{id}/rotate                   | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404
        DELETE /api/hooks/{id}                        | 401    | 403         | 204 404 404 | 403         | 403         | 204 204 404
        POST /api/hooks/{id}                          | 401    | 401         | 401         | 401         | 401         | 401         | 401         | 401         | 401         | 401         | 401 | rest 401

        GET /api/alerts?site={site}                   | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 200 404 404 | 200 200 404 | 200 404 404 | 403         | 403         | 403
        GET /api/alerts/{id}                          | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        POST /api/alerts/{id}/acknowledge             | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404 | 403         | 200 404 404 | 403         | 403
        POST /api/alerts/{id}/acknowledge-from-notice | 401    | 401         | 401         | 401         | 401         | 401
        POST /api/alerts/{id}/arrive                  | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404 | 403         | 200 404 404 | 403         | 403
        POST /api/alerts/{id}/resolve                 | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404 | 403         | 200 404 404 | 403         | 403
        POST /api/alerts/{id}/note                    | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404 | 403         | 200 404 404 | 403         | 403
        POST /api/alerts/{id}/family                  | 401    | 403 404 404 | 403 404 404 | 403 404 404 | 404         | 403 403 404
        POST /api/alerts/{id}/shelve                  | 401    | 409 404 404 | 409 404 404 | 403 404 404 | 404         | 409 409 404 | 403         | 409 404 404 | 403         | 403
        POST /api/alerts/{id}/review                  | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        GET /api/alerts/{id}/reviews                  | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        GET /api/alerts/{id}/notices                  | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404
        GET /api/alerts/{id}/export                   | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404 | 403         | 403         | 403         | 200 404 404

        GET /api/sites                                | 401    | 200         | 200         | 200         | 200         | 200         | 200         | 403         | 403         | 403
        GET /api/sites/{id}                           | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 200 404 404 | 200 200 404 | 200 404 404 | 403         | 403         | 403
        PUT /api/sites/{id}                           | 401    | 403         | 403         | 403         | 403         | 200
        DELETE /api/sites/{id}                        | 401    | 403 404 404 | 403 404 404 | 403 404 404 | 403 404 404 | 409 409 404
        POST /api/sites/{id}/archive                  | 401    | 403 404 404 | 403 404 404 | 403 404 404 | 403 404 404 | 409 409 404 | 403         | 403         | 403 404 404 | 403
        POST /api/sites/{id}/restore                  | 401    | 403 404 404 | 403 404 404 | 403 404 404 | 403 404 404 | 200 200 404 | 403         | 403         | 403 404 404 | 403
        GET /api/sites/{id}/history                   | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 403 404 404 | 200 200 404
        GET /api/sites/{id}/duty                      | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        PUT /api/sites/{id}/duty                      | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 403 404 404 | 200 200 404
        GET /api/sites/{id}/incidents                 | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        GET /api/sites/{id}/drills                    | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        POST /api/sites/{id}/drills                   | 401    | 409 404 404 | 409 404 404 | 404         | 404         | 409 409 404
        GET /api/sites/{id}/handover                  | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        POST /api/sites/{id}/handover/sign            | 401    | 400 404 404 | 400 404 404 | 404         | 404         | 400 400 404
        GET /api/sites/{id}/checks                    | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        POST /api/sites/{id}/checks                   | 401    | 400 404 404 | 400 404 404 | 404         | 404         | 400 400 404
        GET /api/sites/{id}/export?month=2026-11      | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 403 404 404 | 200 200 404 | 403         | 403         | 403         | 200 404 404

        GET /api/sites/{id}/floors                    | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        PUT /api/sites/{id}/floors/{floor}            | 401    | 403 404 404 | 404         | 403 404 404 | 403 404 404 | 404
        DELETE /api/sites/{id}/floors/{floor}         | 401    | 403 404 404 | 404         | 403 404 404 | 403 404 404 | 404
        GET /api/sites/{id}/floors/{floor}/picture    | 401    | 404         | 404         | 404         | 404         | 404
        PUT /api/sites/{id}/floors/{floor}/picture    | 401    | 403 404 404 | 400 404 404 | 403 404 404 | 403 404 404 | 400 400 404

        GET /api/upkeep?site={site}                   | 401    | 200 404 404 | 200 404 404 | 403         | 403         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        GET /api/upkeep/export?site={site}            | 401    | 200 404 404 | 200 404 404 | 403         | 403         | 200 200 404 | 403         | 403         | 403         | 200 404 404
        POST /api/upkeep                              | 401    | 403 404 404 | 201 404 404 | 403         | 403         | 201 201 404
        GET /api/upkeep/{id}                          | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        PUT /api/upkeep/{id}                          | 401    | 403 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        POST /api/upkeep/{id}/steps                   | 401    | 200 404 404 | 200 404 404 | 404         | 404         | 200 200 404
        GET /api/upkeep/{id}/photo                    | 401    | 404         | 404         | 404         | 404         | 404
        PUT /api/upkeep/{id}/photo                    | 401    | 400 404 404 | 400 404 404 | 404         | 404         | 400 400 404

        GET /api/complaints                           | 401    | 200         | 200         | 200         | 200         | 200
        POST /api/complaints                          | 401    | 201 404 404 | 201 404 404 | 201 404 404 | 201 404 404 | 201 201 404
        GET /api/complaints/{id}                      | 401    | 404         | 200 404 404 | 200 404 404 | 404         | 200 200 404
        POST /api/complaints/{id}/answer              | 401    | 404         | 200 404 404 | 403 404 404 | 404         | 200 200 404
        POST /api/complaints/lookup                   | 401    | 404         | 404         | 404         | 404         | 404

        GET /api/places?site={site}                   | 401    | 200         | 200         | 200         | 200         | 200 | 200         | 403         | 403         | 403
        GET /api/places/{id}                          | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 200 404 404 | 200 200 404 | 200 404 404 | 403         | 403         | 403
        PUT /api/places/{id}                          | 401    | 403         | 200 404 200 | 403         | 403         | 200         | 403         | 403         | 200 404 200 | 403
        DELETE /api/places/{id}                       | 401    | 403 404 404 | 409 404 404 | 403 404 404 | 403 404 404 | 409 409 404
        POST /api/places/{id}/archive                 | 401    | 403 404 404 | 409 404 404 | 403 404 404 | 403 404 404 | 409 409 404 | 403         | 403         | 409 404 404 | 403
        POST /api/places/{id}/restore                 | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 403 404 404 | 200 200 404 | 403         | 403         | 200 404 404 | 403
        GET /api/places/{id}/history                  | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 403 404 404 | 200 200 404
        GET /api/elders?site={site}                   | 401    | 200         | 200         | 200         | 200         | 200 | 200         | 403         | 403         | 403
        GET /api/elders/{id}                          | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        PUT /api/elders/{id}                          | 401    | 403         | 200 404 200 | 403         | 403         | 200         | 403         | 403         | 200 404 200 | 403
        DELETE /api/elders/{id}                       | 401    | 403 404 404 | 409 404 404 | 403 404 404 | 404         | 409 409 404
        POST /api/elders/{id}/archive                 | 401    | 403 404 404 | 409 404 404 | 403 404 404 | 404         | 409 409 404 | 403         | 403         | 409 404 404 | 403
        POST /api/elders/{id}/restore                 | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404 | 403         | 403         | 200 404 404 | 403
        GET /api/elders/{id}/day                      | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        GET /api/elders/{id}/habit                    | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        GET /api/elders/{id}/family                   | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        PUT /api/elders/{id}/contacts/mine            | 401    | 403 404 404 | 403 404 404 | 403 404 404 | 404         | 403 403 404
        GET /api/elders/{id}/history                  | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        POST /api/elders/{id}/move                    | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404 | 403         | 403         | 200 404 404 | 403
        POST /api/elders/{id}/discharge               | 401    | 403 404 404 | 400 404 404 | 403 404 404 | 404         | 400 400 404 | 403         | 403         | 400 404 404 | 403
        POST /api/elders/{id}/admit                   | 401    | 403 404 404 | 409 404 404 | 403 404 404 | 404         | 409 409 404 | 403         | 403         | 409 404 404 | 403
        POST /api/elders/{id}/contacts/{n}/test       | 401    | 403 404 404 | 404         | 403 404 404 | 404         | 404
        GET /api/elders/{id}/photo                    | 401    | 404         | 404         | 404         | 404         | 404
        PUT /api/elders/{id}/photo                    | 401    | 403 404 404 | 400 404 404 | 403 404 404 | 404         | 400 400 404
        DELETE /api/elders/{id}/photo                 | 401    | 403 404 404 | 404         | 403 404 404 | 404         | 404
        PUT /api/elders/{id}/mode                     | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404 | 403         | 403         | 200 404 404 | 403
        POST /api/elders/{id}/visits                  | 401    | 200 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404 | 403         | 403         | 200 404 404 | 403
        GET /api/devices?site={site}                  | 401    | 200         | 200         | 200         | 200         | 200 | 200         | 403         | 403         | 403
        GET /api/devices/{id}                         | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        PUT /api/devices/{id}                         | 401    | 403         | 200 404 200 | 403         | 403         | 200         | 403         | 403         | 200 404 200 | 403
        DELETE /api/devices/{id}                      | 401    | 403 404 404 | 409 404 404 | 403 404 404 | 404         | 409 409 404
        POST /api/devices/{id}/archive                | 401    | 403 404 404 | 409 404 404 | 403 404 404 | 404         | 409 409 404 | 403         | 403         | 409 404 404 | 403
        POST /api/devices/{id}/restore                | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404 | 403         | 403         | 200 404 404 | 403
        GET /api/devices/{id}/history                 | 401    | 403 404 404 | 200 404 404 | 403 404 404 | 404         | 200 200 404
        GET /api/devices/{id}/series?channel=battery  | 401    | 200 404 404 | 200 404 404 | 200 404 404 | 404         | 200 200 404 | 200 404 404 | 403         | 403         | 403

        GET /api/models                               | 401    | 200         | 200         | 200         | 200         | 200         | 200         | 403         | 403         | 403
        GET /api/registry/schema                      | 401    | 200         | 200         | 200         | 200         | 200         | 200         | 403         | 403         | 403
        GET /api/registry/dictionary                  | 401    | 200         | 200         | 200         | 200         | 200         | 200         | 403         | 403         | 403
        GET /api/registry/export?site={site}          | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404 | 403         | 403         | 403         | 200 404 404
        POST /api/registry/import                     | 401    | 403         | 200         | 403         | 403         | 200         | 403         | 403         | 200         | 403
        GET /api/inbox                                | 401    | 403         | 200         | 403         | 403         | 200
        POST /api/inbox/accept                        | 401    | 403         | 400         | 403         | 403         | 400
        POST /api/inbox/{id}/accept                   | 401    | 403         | 404         | 403         | 403         | 404
        DELETE /api/inbox/{id}                        | 401    | 403         | 404         | 403         | 403         | 404

        GET /api/levels                               | 401    | 403         | 403         | 403         | 403         | 200         | figures 200 | officer 200
        GET /api/levels/{id}                          | 401    | 403         | 403         | 403         | 403         | 200 200 404 | figures 200 404 404 | officer 200 404 404
        PUT /api/levels/{id}                          | 401    | 403         | 403         | 403         | 403         | 200
        POST /api/levels/{id}/archive                 | 401    | 403         | 403         | 403         | 403         | 409 409 404
        POST /api/levels/{id}/restore                 | 401    | 403         | 403         | 403         | 403         | 200 200 404
        GET /api/district?level={level}               | 401    | 403         | 403         | 403         | 403         | 200 200 404 | figures 200 404 404 | officer 200 404 404
        GET /api/district/dictionary                  | 401    | 403         | 403         | 403         | 403         | 200         | figures 200 | officer 200
        GET /api/district/months?level={level}        | 401    | 403         | 403         | 403         | 403         | 200 200 404 | figures 200 404 404 | officer 200 404 404
        POST /api/district/months                     | 401    | 403         | 403         | 403         | 403         | 409 409 404 | officer 409 404 404
        GET /api/district/months/{id}                 | 401    | 403         | 403         | 403         | 403         | 404         | figures 404 | officer 404
        GET /api/requests?site={site}                 | 401    | 200 404 404 | 200 404 404 | 403         | 403         | 200 200 404 | requests 200 404 404 | officer 200 404 404
        POST /api/requests                            | 401    | 200 400 400 | 200 400 400 | 403         | 403         | 200 200 400 | requests 200 400 400 | officer 200 400 400
        GET /api/requests/{id}                        | 401    | 200 404 404 | 200 404 404 | 403         | 403         | 200 200 404 | requests 200 404 404 | officer 200 404 404
        POST /api/requests/{id}/assign                | 401    | 200 404 404 | 200 404 404 | 403         | 403         | 200 200 404 | officer 200 404 404
        POST /api/requests/{id}/done                  | 401    | 200 404 404 | 200 404 404 | 403         | 403         | 200 200 404 | officer 200 404 404
        POST /api/requests/{id}/told                  | 401    | 409 404 404 | 409 404 404 | 403         | 403         | 409 409 404 | officer 409 404 404

        GET /api/notices?site={site}                  | 401    | 200 404 404 | 200 404 404 | 403         | 403         | 200 200 404
        POST /api/notices/test                        | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404
        GET /api/fall-models                          | 401    | 403         | 200         | 403         | 403         | 200
        GET /api/policy                               | 401    | 403         | 200         | 403         | 403         | 200
        PUT /api/policy                               | 401    | 403         | 403         | 403         | 403         | 400
        POST /api/policy/rehearse                     | 401    | 403         | 400         | 403         | 403         | 400
        GET /api/policy/rehearse/{id}                 | 401    | 403         | 404         | 403         | 403         | 404
        GET /api/audit                                | 401    | 403         | 200         | 403         | 403         | 200
        GET /api/audit/verify                         | 401    | 403         | 403         | 403         | 403         | 200
        GET /api/figures?site={site}                  | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        GET /api/figures/live?site={site}             | 401    | 403         | 200 404 404 | 403         | 403         | 200 200 404 | 200 404 404 | 403         | 403         | 403
        GET /api/figures/dictionary                   | 401    | 200         | 200         | 200         | 200         | 200         | 200         | 403         | 403         | 403
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
        var cells = new Dictionary<string, string>();
        foreach (var (n, cell) in parts.Skip(1).Index())
            if (cell.Split(' ', 2) is [var role, var own] && (role is "rest" || AccessTable.Roles.Contains(role))) Assert.True(cells.TryAdd(role, own), $"{role} stands twice: {line}");
            else Assert.True(n < AccessTable.Roles.Length && cells.TryAdd(AccessTable.Roles[n], cell), $"a cell too many: {line}");
        Assert.True(cells.ContainsKey("admin"), $"a cell too few: {line}");
        var call = parts[0].Split(' ');
        return new AccessRow(call[0], call[1], [.. AccessTable.Roles.Select(r => cells.GetValueOrDefault(r) ?? cells.GetValueOrDefault("rest") ?? "403")]);
    }

    /// <summary>Three that are the same are written once.</summary>
    public static string Cell(IReadOnlyList<int> statuses) => statuses.Distinct().Count() == 1 ? $"{statuses[0]}" : string.Join(' ', statuses);

    public override string ToString() => $"{Method} {Template} | {string.Join(" | ", Cells)}";
}
