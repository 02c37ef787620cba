using System.Text.Json;

namespace SmartCare.Simulator.House;

/// <summary>A house that is simulated: the registry's own document, as <c>GET /api/registry/export</c> gives it and <c>/import</c> takes it. Of it only what
/// speaks is used; sites, places and elders are there for the import.</summary>
/// <param name="Devices">In the order of the file.</param>
internal sealed record HouseFile(IReadOnlyList<HouseDevice> Devices)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public IEnumerable<HouseDevice> Gateways => Devices.Where(d => d.Model == "gateway");

    /// <summary>Who speaks through this gateway.</summary>
    public IEnumerable<HouseDevice> Behind(HouseDevice gateway) => Devices.Where(d => d.Via == gateway.Id);

    /// <returns>The house, or the one line that says why it is none.</returns>
    public static (HouseFile? House, string? Trouble) Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Judge(JsonSerializer.Deserialize<Document>(file, s_json)?.Devices ?? [], path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return (null, $"{path}: {e.Message}");
        }
    }

    private static (HouseFile?, string?) Judge(HouseDevice[] devices, string path)
    {
        devices = Array.FindAll(devices, d => !d.Archived);
        if (devices.Length == 0) return (null, $"{path}: there is no device in it.");
        var ids = devices.Select(d => d.Id).ToHashSet();
        var wrong = devices.Where(d => string.IsNullOrEmpty(d.Id) || string.IsNullOrEmpty(d.Model)).Select(_ => "a device has no id or no model.")
            .Concat(devices.Where(d => d.Model is not null && Simulator.Devices.Spelling.Of(d.Model, 0) is null).Select(d => $"{d.Id}: nobody knows the model {d.Model}."))
            .Concat(devices.Where(d => d.Via is not null && !ids.Contains(d.Via)).Select(d => $"{d.Id}: its gateway {d.Via} is not in the file."))
            .Concat(devices.GroupBy(d => d.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key}: twice in the file."))
            .FirstOrDefault();
        return wrong is null ? (new HouseFile(devices), null) : (null, $"{path}: {wrong}");
    }

    private sealed record Document(HouseDevice[]? Devices);
}

/// <param name="Via">The gateway that it speaks through; null: a connection of its own.</param>
/// <param name="Alias">What that gateway calls it; null: by its id.</param>
/// <param name="Password">Of its connection; null: that of all devices. An export has none.</param>
internal sealed record HouseDevice(string Id, string Model, string? PlaceId, string? ElderId, string? Via, string? Alias, string? Password, bool Archived)
{
    public string FriendlyName => Alias ?? Id;
}
