using System.Text.Json;
using Microsoft.Data.Sqlite;
using SmartCare.Server.Alerts;
using SmartCare.Server.Operations;
using SmartCare.Storage;

namespace SmartCare.Server.Webhooks;

/// <summary>What is kept of webhooks, by kind.</summary>
internal enum WebhookItem : byte
{
    Subscription, Cursor, Hook,
}

/// <summary>The file of subscriptions, of how far each has come, and of the hooks by which devices call. Beside the store, so that a receiver never holds up a commit.</summary>
/// <remarks>One that cannot be read is put aside: then there are none, and the health says so.</remarks>
internal sealed class WebhookFile
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new UtcTime() } };

    private readonly ItemFile _file;
    private readonly List<StoredItem> _loaded;

    public WebhookFile(ItemFile file, StoreHealth health, TimeProvider time)
    {
        _file = file;
        _loaded = file.LoadOrSetAside(time.GetUtcNow(), out var trouble);
        if (trouble is not null) health.Tell($"{trouble}; webhook subscriptions and device hooks must be made anew");
    }

    /// <summary>As they were at the start, by id.</summary>
    public Dictionary<string, T> Load<T>(WebhookItem kind) =>
        _loaded.Where(i => i.Kind == (byte)kind && i.Value is not null).ToDictionary(i => i.Owner, i => JsonSerializer.Deserialize<T>(i.Value!, s_json)!);

    public void Save<T>(WebhookItem kind, string id, T value) => Save([Item(kind, id, value)]);

    /// <param name="items">Of <see cref="Item"/> or <see cref="Gone"/>.</param>
    /// <exception cref="IOException">Nothing is saved.</exception>
    public void Save(IEnumerable<StoredItem> items)
    {
        try
        {
            _file.Save(items);
        }
        catch (Exception away) when (away is SqliteException or InvalidDataException)
        {
            throw new IOException(away.Message, away);
        }
    }

    public static StoredItem Item<T>(WebhookItem kind, string id, T value) => new((byte)kind, id, "", JsonSerializer.SerializeToUtf8Bytes(value, s_json));

    public static StoredItem Gone(WebhookItem kind, string id) => new((byte)kind, id, "", null);
}
