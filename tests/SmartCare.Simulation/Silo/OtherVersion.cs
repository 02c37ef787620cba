using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Simulation.Silo;

/// <summary>Rows as another version of the program would have left them: an older one did not know the fields that are still as new,
/// a newer one (gone back from) wrote some that we do not know.</summary>
internal static class OtherVersion
{
    private static readonly Dictionary<SubjectKind, JsonObject> s_asNew = new()
    {
        [SubjectKind.Device] = Json(DeviceState.New, CareJson.Default.DeviceState), [SubjectKind.Elder] = Json(ElderState.New, CareJson.Default.ElderState),
        [SubjectKind.Place] = Json(PlaceState.New, CareJson.Default.PlaceState), [SubjectKind.Site] = Json(SiteState.New, CareJson.Default.SiteState),
    };

    public static void Older(MemoryCareStore store) => Change(store, (kind, state) =>
    {
        foreach (var (name, value) in s_asNew[kind])
            if (JsonNode.DeepEquals(state[name], value))
                state.Remove(name);
    });

    public static void Newer(MemoryCareStore store) => Change(store, (_, state) =>
    {
        state["addedLater"] = new JsonObject { ["of"] = new JsonArray(1, "two", null), ["so"] = true };
        state["addedLaterToo"] = 7.5;
    });

    private static void Change(MemoryCareStore store, Action<SubjectKind, JsonObject> change)
    {
        foreach (var row in store.Grains.Where(r => !r.State.IsEmpty))
            store.Rewrite(row.Id, bytes =>
            {
                var state = JsonNode.Parse(bytes.Span)!.AsObject();
                change(row.Id.Kind, state);
                return System.Text.Encoding.UTF8.GetBytes(state.ToJsonString());
            });
    }

    private static JsonObject Json<T>(T state, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(state, type)!.AsObject();
}
