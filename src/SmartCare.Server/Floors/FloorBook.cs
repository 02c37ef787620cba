using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Floors;

/// <summary>
/// The floor plans there are, in a file of their own beside the store. Where a room is drawn is no fact of care: it has no history, and dragging eighty of them costs the
/// grains nothing.
/// </summary>
/// <remarks>A file that cannot be read is put aside: then there are none, and the health says so.</remarks>
internal sealed class FloorBook
{
    /// <summary>More than any house of care has storeys and wings.</summary>
    public const int MostFloors = 40;

    private const byte Kind = 0;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly ItemFile _file;
    private readonly ConcurrentDictionary<(string Site, string Floor), FloorPlan> _all;
    private readonly Lock _changing = new();

    public FloorBook(DataFolder folder, StoreHealth health, TimeProvider time)
    {
        Pictures = new PictureStore(folder.PathOf("floors"));
        _file = new ItemFile(folder.PathOf("floors.db"));
        var items = _file.LoadOrSetAside(time.GetUtcNow(), out var trouble);
        if (trouble is not null) health.Tell($"{trouble}; floor plans must be drawn anew");
        _all = new(items.Where(i => i.Value is not null).Select(i => JsonSerializer.Deserialize<FloorPlan>(i.Value!, s_json)!).ToDictionary(f => (f.SiteId, f.Floor)));
    }

    public PictureStore Pictures { get; }

    /// <summary>In the order in which people count: 1, 2, 10.</summary>
    public IReadOnlyList<FloorPlan> Of(string site) =>
        [.. _all.Values.Where(f => f.SiteId == site).OrderBy(f => f.Floor.Length).ThenBy(f => f.Floor, StringComparer.Ordinal)];

    public FloorPlan? Find(string site, string floor) => _all.GetValueOrDefault((site, floor));

    /// <param name="change">Of the plan as it is, null for a new one; null: removes it, or leaves it away.</param>
    /// <returns>The plan as it is then; null: there is none, or there would be too many.</returns>
    /// <exception cref="IOException">It is as it was.</exception>
    public FloorPlan? Change(string site, string floor, Func<FloorPlan?, FloorPlan?> change)
    {
        lock (_changing)
        {
            var before = Find(site, floor);
            var after = change(before);
            if (before is null && (after is null || Of(site).Count >= MostFloors)) return null;
            Save(site, floor, after);
            if (after is null) _all.TryRemove((site, floor), out _);
            else _all[(site, floor)] = after;
            if (before is not null && _all.Values.All(f => f.Picture != before.Picture)) Pictures.Remove(before.Picture);
            return after;
        }
    }

    private void Save(string site, string floor, FloorPlan? plan)
    {
        try
        {
            _file.Save([new StoredItem(Kind, site, floor, plan is null ? null : JsonSerializer.SerializeToUtf8Bytes(plan, s_json))]);
        }
        catch (Exception away) when (away is SqliteException or InvalidDataException)
        {
            throw new IOException(away.Message, away);
        }
    }
}
