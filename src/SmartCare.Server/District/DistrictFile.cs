using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SmartCare.Server.Operations;
using SmartCare.Storage;

namespace SmartCare.Server.District;

/// <summary>
/// <c>district.db</c>: levels, service requests, published months. A file of its own: officials' records never hold up the commit of an alarm.
/// </summary>
/// <remarks>A file that cannot be read is put aside, and the health says so: it is to be brought back from a copy.</remarks>
internal sealed class DistrictFile : IDisposable
{
    public const string Name = "district.db";

    /// <summary>Kinds of items.</summary>
    public const byte Levels = 0, Requests = 1, Editions = 2;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ItemFile _file;
    private List<StoredItem> _items;

    public DistrictFile(DataFolder folder, StoreHealth health, TimeProvider time)
    {
        _file = new ItemFile(folder.PathOf(Name));
        _items = _file.LoadOrSetAside(time.GetUtcNow(), out var trouble);
        if (trouble is not null) health.Tell($"{trouble}; levels, service requests and published months must be brought back from a copy");
    }

    /// <summary>Those that were there at the start, each kind once.</summary>
    public IReadOnlyList<T> Of<T>(byte kind)
    {
        var found = _items.Where(i => i.Kind == kind && i.Value is not null).Select(i => JsonSerializer.Deserialize<T>(i.Value!, Json)!).ToList();
        // What was read stands in its book from here on.
        _items = [.. _items.Where(i => i.Kind != kind)];
        return found;
    }

    /// <exception cref="IOException">Nothing is saved.</exception>
    public void Save(byte kind, string owner, string name, byte[] value)
    {
        try
        {
            _file.Save([new StoredItem(kind, owner, name, value)]);
        }
        catch (Exception away) when (away is SqliteException or InvalidDataException)
        {
            throw new IOException(away.Message, away);
        }
    }

    public void Dispose() => _file.Dispose();
}
