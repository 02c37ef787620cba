using System.Collections.Concurrent;

namespace SmartCare.Server.Registry;

/// <summary>What one gateway calls the devices that are bound to it. Two gateways may use the same name for two devices.</summary>
internal sealed class GatewayNames
{
    private readonly ConcurrentDictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <returns>The id of the device that it means; null: it has bound none by that name.</returns>
    public string? IdOf(string name) => _ids.GetValueOrDefault(name);

    public void Bind(string name, string id) => _ids[name] = id;

    /// <summary>Unless the name is another device's by now.</summary>
    public void Free(string name, string id) => _ids.TryRemove(KeyValuePair.Create(name, id));
}
