using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Upkeep;
using SmartCare.Grains.Store;
using SmartCare.Server.Alerts;
using SmartCare.Storage;

namespace SmartCare.Server.Upkeep;

/// <summary>All that is or was due, in memory and in the store. Nothing is ever removed: what counts no more is retired.</summary>
internal sealed class UpkeepBook
{
    private const string Kind = "upkeep";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new UtcTime() },
    };

    private readonly ICareStore _store;
    private readonly ConcurrentDictionary<string, UpkeepItem> _all;
    private readonly Lock _changing = new();

    public UpkeepBook(Tables tables, ICareStore store)
    {
        _store = store;
        _all = new(tables.Kept(Kind).Select(json => JsonSerializer.Deserialize<UpkeepItem>(json, s_json)!).ToDictionary(i => i.Id));
    }

    /// <summary>One was made or changed. On the thread that did it.</summary>
    public event Action? Changed;

    public ICollection<UpkeepItem> All => _all.Values;

    public UpkeepItem? Find(string id) => _all.GetValueOrDefault(id);

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<UpkeepItem> Of(string site) =>
        [.. _all.Values.Where(i => i.SiteId == site).OrderBy(i => i.CreatedAt).ThenBy(i => i.Id, StringComparer.Ordinal)];

    public static string NewId() => Guid.CreateVersion7().ToString("N");

    /// <returns>False: the site has too many.</returns>
    /// <exception cref="StoreUnavailableException">It is not there.</exception>
    public bool TryAdd(UpkeepItem item)
    {
        lock (_changing)
        {
            if (_all.Values.Count(i => i.SiteId == item.SiteId) >= UpkeepLimits.MostOfSite) return false;
            Write(item);
        }

        Changed?.Invoke();
        return true;
    }

    /// <param name="change">Of the item as it is; the same again changes nothing.</param>
    /// <returns>As it is then; null: there is none.</returns>
    /// <exception cref="StoreUnavailableException">It is as it was.</exception>
    public UpkeepItem? Change(string id, Func<UpkeepItem, UpkeepItem> change)
    {
        UpkeepItem after;
        lock (_changing)
        {
            if (Find(id) is not { } before) return null;
            after = change(before);
            if (ReferenceEquals(after, before)) return before;
            Write(after);
        }

        Changed?.Invoke();
        return after;
    }

    private void Write(UpkeepItem item)
    {
        _store.Write([new KeptRow(Kind, item.Id, item.SiteId, item.CreatedAt.ToUnixTimeMilliseconds(), JsonSerializer.SerializeToUtf8Bytes(item, s_json))]);
        _all[item.Id] = item;
    }
}
