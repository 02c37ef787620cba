using System.Diagnostics;
using System.Text.Json;

namespace SmartCare.Simulator.Api;

/// <summary>An alert as the hub showed it.</summary>
/// <param name="Whats">What happened to it with this change: <c>raised</c>, <c>repeated</c>, <c>cleared</c>, ...</param>
/// <param name="ShownAt"><see cref="Stopwatch.GetTimestamp"/> of its arrival.</param>
internal sealed record AlertChange(
    string Id, long Seq, string Kind, string State, string? Place, string? Elder, string? Device, int Occurrences, IReadOnlyList<string> Whats, long ShownAt)
{
    public static AlertChange Of(JsonElement alert)
    {
        var seq = alert.GetProperty("seq").GetInt64();
        return new AlertChange(
            Text(alert, "id")!, seq, Text(alert, "kind")!, Text(alert, "state")!, Text(alert, "place"), IdOf(alert, "elder"), IdOf(alert, "device"),
            alert.GetProperty("occurrences").GetInt32(),
            [.. alert.GetProperty("history").EnumerateArray().Where(h => h.GetProperty("seq").GetInt64() == seq).Select(h => Text(h, "what")!)],
            Stopwatch.GetTimestamp());
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static string? IdOf(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object ? Text(value, "id") : null;
}
