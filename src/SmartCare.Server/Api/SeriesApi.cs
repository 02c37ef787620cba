using System.Globalization;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Series;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

/// <param name="Points">[Unix ms, value], ascending; with a step the mean of each.</param>
/// <param name="Steps">[Unix ms, mean, least, most, how many], ascending; empty without a step.</param>
/// <param name="GapAfter">Seconds: two points further apart than this have nothing between them, for the device was silent longer than its model may be.</param>
internal sealed record SeriesView(string Channel, string Unit, IReadOnlyList<double[]> Points, IReadOnlyList<double[]> Steps, long GapAfter);

/// <summary>The past of one channel of one device, from whichever series store is in use.</summary>
internal static class SeriesApi
{
    private const int MostPoints = 10_000;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/devices/{id}/series", Query)
        .Is("getSeries", Who.Sees, "What a channel of a device said between two times, raw or as one mean per step").Gives<SeriesView>();

    private static async Task<IResult> Query(
        string id, Viewer viewer, RegistryIndex registry, ISeriesStore store, TimeProvider time, CancellationToken cancellation,
        string? channel = null, string? from = null, string? to = null, int step = 0)
    {
        if (registry.Device(id) is not { } device || !RegistryApi.SeesDevice(viewer, device)) return Problems.NotFound($"There is no device {id}.");
        if (channel is not { Length: > 0 and <= PayloadDecoder.LongestText }) return Problems.Invalid("channel is needed.");
        if (!viewer.SeesChannel(device, channel)) return Problems.Forbidden("The elder has not agreed that her family sees this.");
        if (step is < 0 or > 86_400) return Problems.Invalid("step is 0 to 86400 seconds.");
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!TryTime(to, now + 1, out var toMs) || !TryTime(from, toMs - 86_400_000, out var fromMs))
            return Problems.Invalid("from and to are ISO 8601 times or Unix milliseconds.");
        if (fromMs > toMs) return Problems.Invalid("from is not after to.");
        try
        {
            var points = await store.QueryAsync(new SeriesQuery(id, channel, fromMs, toMs, step, MostPoints), cancellation);
            return TypedResults.Ok(new SeriesView(channel, Channels.UnitOf(channel), [.. points.Select(p => new[] { p.UnixMs, p.Value })],
                step == 0 ? [] : [.. points.Select(StepOf)], GapAfter(device, step)));
        }
        catch (SeriesUnavailableException away)
        {
            return Unavailable(away);
        }
    }

    public static IResult Unavailable(SeriesUnavailableException away) => Problems.Unavailable($"The series cannot be read just now: {away.Message}");

    public static double[] StepOf(SeriesPoint point) => [point.UnixMs, point.Value, point.Min, point.Max, point.Count];

    /// <summary>A step that holds nothing is a gap only where the device should have spoken.</summary>
    public static long GapAfter(Device device, int step) => step + (long)Models.All[device.Model].SilenceLimit.TotalSeconds;

    private static bool TryTime(string? text, long otherwise, out long unixMs)
    {
        unixMs = otherwise;
        if (text is null || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out unixMs)) return true;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)) return false;
        unixMs = parsed.ToUnixTimeMilliseconds();
        return true;
    }
}
