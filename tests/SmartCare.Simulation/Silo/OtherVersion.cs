using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Simulation.Silo;

/// <summary>Snapshots as another version of the program would have left them: an older one did not know the fields that are still as new,
/// a newer one (gone back from) wrote some that we do not know.</summary>
internal static class OtherVersion
{
    private static readonly Dictionary<byte, JsonObject> s_asNew = new()
    {
        [(byte)SubjectKind.Device] = Json(DeviceState.New, CareJson.Default.DeviceState), [(byte)SubjectKind.Elder] = Json(ElderState.New, CareJson.Default.ElderState),
        [(byte)SubjectKind.Place] = Json(PlaceState.New, CareJson.Default.PlaceState), [(byte)SubjectKind.Site] = Json(SiteState.New, CareJson.Default.SiteState),
    };

    public static SavedGrain Older(SavedGrain saved) => Changed(saved, state =>
    {
        foreach (var (name, value) in s_asNew[saved.Id.Kind])
            if (JsonNode.DeepEquals(state[name], value))
                state.Remove(name);
    });

    public static SavedGrain Newer(SavedGrain saved) => Changed(saved, state =>
    {
        state["addedLater"] = new JsonObject { ["of"] = new JsonArray(1, "two", null), ["so"] = true };
        state["addedLaterToo"] = 7.5;
    });

    private static SavedGrain Changed(SavedGrain saved, Action<JsonObject> change)
    {
        var state = JsonNode.Parse(saved.State.Span)!.AsObject();
        change(state);
        return saved with { State = System.Text.Encoding.UTF8.GetBytes(state.ToJsonString()) };
    }

    private static JsonObject Json<T>(T state, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(state, type)!.AsObject();
}
