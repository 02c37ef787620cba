using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartCare.Simulator.Devices;

/// <summary>How one maker's device of a model speaks: its cached state when nothing is the matter, and what changes in it when something is.</summary>
/// <param name="Models">Ids of the product's models.</param>
internal sealed record Spelling(IReadOnlyList<string> Models, string Maker, string Product, string Description, JsonObject Calm, IReadOnlyList<SpokenEvent> Events)
{
    private static readonly Spelling[] s_all = Read();

    public static IReadOnlyList<Spelling> All => s_all;

    /// <summary>Of several makers the number chooses one, so that a house has all of them.</summary>
    /// <returns>Null: the model is none.</returns>
    public static Spelling? Of(string model, int number)
    {
        var makers = Array.FindAll(s_all, s => s.Models.Contains(model));
        return makers.Length == 0 ? null : makers[number % makers.Length];
    }

    /// <summary>Whatever it may say, with a value as an example.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Channels
    {
        get
        {
            var all = new Dictionary<string, JsonNode?>(Calm);
            foreach (var (channel, value) in Events.SelectMany(e => e.Says)) all[channel] = value;
            return all;
        }
    }

    /// <summary>As zigbee2mqtt sends it, the whole state each time; <c>ts</c> is left out where the platform has none.</summary>
    public byte[] Payload(JsonObject? says = null, long? unixMs = null)
    {
        var all = Calm.DeepClone().AsObject();
        foreach (var (channel, value) in says ?? []) all[channel] = value?.DeepClone();
        if (unixMs is { } ms) all["ts"] = ms;
        return JsonSerializer.SerializeToUtf8Bytes(all);
    }

    private static Spelling[] Read()
    {
        using var file = typeof(Spelling).Assembly.GetManifestResourceStream("models.json")!;
        return JsonSerializer.Deserialize<Spelling[]>(file, JsonSerializerOptions.Web)!;
    }
}

/// <param name="Raises">The kind of alert that it must lead to; null: none of its own.</param>
/// <param name="Suspects">The kind that it leads to when nothing takes it back.</param>
/// <param name="Ends">What the device says when it is over.</param>
internal sealed record SpokenEvent(string Name, string? Raises, string? Suspects, JsonObject Says, JsonObject Ends);
