using System.Globalization;
using SmartCare.Domain.Readings;
using SmartCare.Series;
using SmartCare.Server.Accounts;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

/// <param name="Points">[Unix ms, value], ascending.</param>
internal sealed record SeriesView(string Channel, string Unit, IReadOnlyList<double[]> Points);

/// <summary>The past of one channel of one device, from whichever series store is in use.</summary>
internal static class SeriesApi
{
    private const int MostPoints = 10_000;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/devices/{id}/series", Query);

    private static async Task<IResult> Query(
        string id, Viewer viewer, RegistryIndex registry, ISeriesStore store, TimeProvider time, CancellationToken cancellation,
        string? channel = null, string? from = null, string? to = null, int step = 0)
    {
        if (registry.Device(id) is not { } device || !RegistryApi.SeesDevice(viewer, device)) return Problems.NotFound($"There is no device {id}.");
        if (channel is not { Length: > 0 and <= PayloadDecoder.LongestText }) return Problems.Invalid("channel is needed.");
        if (step is < 0 or > 86_400) return Problems.Invalid("step is 0 to 86400 seconds.");
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!TryTime(to, now + 1, out var toMs) || !TryTime(from, toMs - 86_400_000, out var fromMs))
            return Problems.Invalid("from and to are ISO 8601 times or Unix milliseconds.");
        if (fromMs > toMs) return Problems.Invalid("from is not after to.");
        try
        {
            var points = await store.QueryAsync(new SeriesQuery(id, channel, fromMs, toMs, step, MostPoints), cancellation);
            return TypedResults.Ok(new SeriesView(channel, Channels.UnitOf(channel), [.. points.Select(p => new[] { p.UnixMs, p.Value })]));
        }
        catch (SeriesUnavailableException away)
        {
            return Problems.Unavailable($"The series cannot be read just now: {away.Message}");
        }
    }

    private static bool TryTime(string? text, long otherwise, out long unixMs)
    {
        unixMs = otherwise;
        if (text is null || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out unixMs)) return true;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)) return false;
        unixMs = parsed.ToUnixTimeMilliseconds();
        return true;
    }
}
