using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartCare.Domain.Duty;
using SmartCare.Grains.Store;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Record;

/// <param name="Name">As it was called then: a plan changes.</param>
internal sealed record KeptCheck(string Name, CheckRecord Record);

/// <summary>
/// Safety checks and hand-overs for as long as the law wants them. The site's grain remembers the last ones, which is what it decides by; what it remembers is copied here
/// after each of them and before each look, so that none falls out of it uncopied, whenever this host was killed.
/// </summary>
internal sealed class DutyRecords(GrainStates states, RegistryIndex registry, Tables tables, ICareStore store)
{
    private const string Check = "check", Handover = "handover";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new UtcTime() } };

    /// <summary>By site: what was copied since the start of what the grain remembers still.</summary>
    private readonly ConcurrentDictionary<string, HashSet<object>> _copied = new();

    /// <exception cref="StoreUnavailableException">The next time again.</exception>
    public void Keep(string site)
    {
        var (board, plan) = (states.Site(site), registry.Site(site)?.Duty ?? DutyPlan.None);
        var copied = _copied.GetOrAdd(site, _ => []);
        lock (copied)
        {
            List<StoredRow> rows =
            [
                .. board.Checks.Where(c => !copied.Contains(c)).Select(c => Row(Check, $"{site}/{c.Check}/{c.Due.ToUnixTimeMilliseconds()}", site, c.Due,
                    new KeptCheck(Array.Find(plan.Checks, p => p.Id == c.Check)?.Name ?? c.Check, c))),
                .. board.Handovers.Where(h => !copied.Contains(h)).Select(h => Row(Handover, h.Id, site, h.OutgoingAt, h)),
            ];
            if (rows.Count == 0) return;
            store.Write(rows);
            copied.Clear();
            copied.UnionWith(board.Checks);
            copied.UnionWith(board.Handovers);
        }
    }

    public IReadOnlyList<KeptCheck> Checks(string site, DateTimeOffset from, DateTimeOffset to) => Read<KeptCheck>(Check, site, from, to);

    public IReadOnlyList<Handover> Handovers(string site, DateTimeOffset from, DateTimeOffset to) => Read<Handover>(Handover, site, from, to);

    private List<T> Read<T>(string kind, string site, DateTimeOffset from, DateTimeOffset to) =>
        tables.Kept(kind, site, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds()).ConvertAll(json => JsonSerializer.Deserialize<T>(json, s_json)!);

    private static KeptRow Row<T>(string kind, string id, string site, DateTimeOffset at, T what) =>
        new(kind, id, site, at.ToUnixTimeMilliseconds(), JsonSerializer.SerializeToUtf8Bytes(what, s_json));
}
