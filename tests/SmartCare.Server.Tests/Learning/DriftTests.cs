using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Readings;
using SmartCare.Learning.Tests.Support;
using SmartCare.Server.Learning.Bursts;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Learning;

/// <summary>Bands that measure otherwise than those the model was taught with, planted: a fifth too much.</summary>
public sealed class DriftTests(LearnedModel learned) : IClassFixture<LearnedModel>
{
    [Fact]
    public async Task They_ring_low_once_stand_in_a_gauge_and_end_when_they_measure_as_before()
    {
        var time = new SteppedTime();
        await using var host = await TestHost.StartAsync(s => s.AddSingleton<TimeProvider>(time), [$"--Learning:Models={learned.Models}"]);
        var admin = await host.PersonAsync("admin");
        (await admin.PutAsync("/api/devices/band-1", new { placeId = "101", elderId = "elder-101-1", model = "wearable", wornAt = "waist", password = "demo-band" })).Is(HttpStatusCode.OK);
        await using var wall = await host.WallAsync("admin");
        Fill(host.Folder, time.GetUtcNow().AddDays(-1), scale: 1.2f);
        // The first look is ten minutes after the start, the next a day later.
        time.Advance(TimeSpan.FromMinutes(11));
        var fault = await wall.AlertAsync(a => a.Kind == "fault");
        Assert.Equal(("low", "sunshine"), (fault.Alert.GetProperty("priority").GetString(), fault.Alert.GetProperty("siteId").GetString()));
        Assert.Contains("this device measures differently", fault.Alert.GetProperty("history")[0].GetProperty("note").GetString());
        Assert.True(await host.MetricAsync("""smartcare_fall_feature_psi{feature="knock",make="wearable/waist"}""") > 0.25);

        var drift = host.Services.GetRequiredService<DriftWatch>();
        drift.Look();
        using (var file = new BurstFile(Path.Combine(host.Folder, BurstFile.Name))) file.Prune(long.MaxValue, long.MaxValue);
        Fill(host.Folder, time.GetUtcNow().AddHours(-1), scale: 1);
        drift.Look();
        var ended = await wall.AlertAsync(a => a.Kind == "fault");
        Assert.Equal((fault.Id, "resolved", 1), (ended.Id, ended.State, ended.Alert.GetProperty("occurrences").GetInt32()));
    }

    private static void Fill(string folder, DateTimeOffset from, float scale)
    {
        using var file = new BurstFile(Path.Combine(folder, BurstFile.Name));
        var rows = Enumerable.Range(0, 240).Select(n =>
        {
            var seat = Motions.Seat(70_000 + n);
            var motion = n % 3 == 1 ? AtTwentyHz(seat) : seat;
            return HouseOfBursts.Row("band-1", "elder-101-1", motion with { Axes = [.. motion.Axes.Select(a => a * scale)] }, from.AddSeconds(n).ToUnixTimeMilliseconds());
        });
        file.Save([.. rows], [], [], 0, file.LastSeq ?? 0, null);
    }

    /// <summary>As a third of the recordings were heard: between two samples of the faster sensor.</summary>
    private static MotionBurst AtTwentyHz(MotionBurst motion) => new(
    [
        .. from i in Enumerable.Range(0, (int)((motion.Count - 1) * 20 / motion.Rate))
           let at = i * motion.Rate / 20
           from axis in Enumerable.Range(0, 3)
           select (float)(motion.Axes[3 * (int)at + axis] * (1 - at % 1) + motion.Axes[3 * ((int)at + 1) + axis] * (at % 1)),
    ], 20);
}
