using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Grains.Silo;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Operations;

/// <summary>No wrong wall clock holds up or silences the house.</summary>
public sealed class WrongClockTests
{
    [Fact]
    public async Task After_a_start_years_ahead_a_press_rings_counts_once_and_escalates_by_a_clock_that_runs()
    {
        var wall = new ShiftedTime();
        await using var host = await TestHost.StartAsync(services => services.AddKeyedSingleton<TimeProvider>(WatchClock.Wall, wall));
        wall.Advance(TimeSpan.FromDays(3_650));
        await host.PressAsync("call-101-1");
        await host.StopAsync();
        wall.Advance(TimeSpan.FromDays(-3_650));
        await host.StartAgainAsync();

        await using var screen = await host.WallAsync(after: 0);
        await screen.BeatAsync(b => b.ToString().Contains("clock: it was set back", StringComparison.Ordinal));
        await screen.AlertAsync(a => a.Kind == "system" && a.Alert.ToString().Contains("clock: it was set back", StringComparison.Ordinal));
        // The device's clock is right: its press is of now, and the same press sent again is no other.
        var press = $$"""{"action":"emergency","ts":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}}""";
        await host.SayAsync("call-102-1", press);
        await host.SayAsync("call-102-1", press);
        var help = (await screen.AlertAsync(a => a.Kind == "help" && a.Alert.ToString().Contains("call-102-1", StringComparison.Ordinal))).Alert;
        Assert.Equal((1, false), (help.GetProperty("occurrences").GetInt32(), help.GetProperty("late").GetBoolean()));
        await host.SayAsync("call-103-1", """{"action":"emergency"}""");
        var later = (await screen.AlertAsync(a => a.Kind == "help" && a.Alert.ToString().Contains("call-103-1", StringComparison.Ordinal))).Alert;
        Assert.True(At(later, "raisedAt") > At(help, "raisedAt"), "Time stands still.");
        Assert.Equal(1, (await (await host.PersonAsync("duty")).GetAsync($"/api/alerts/{help.GetProperty("id").GetString()}"))["occurrences"].GetInt32());
    }

    [Fact]
    public async Task In_a_first_start_years_ahead_a_press_of_a_device_whose_clock_is_right_rings()
    {
        var wall = new ShiftedTime();
        wall.Advance(TimeSpan.FromDays(3_650));
        await using var host = await TestHost.StartAsync(services => services.AddKeyedSingleton<TimeProvider>(WatchClock.Wall, wall));
        await using var screen = await host.WallAsync(after: 0);
        await host.SayAsync("call-101-1", $$"""{"action":"emergency","ts":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}}""");
        var help = (await screen.AlertAsync(a => a.Kind == "help")).Alert;
        Assert.Equal((1, false), (help.GetProperty("occurrences").GetInt32(), help.GetProperty("late").GetBoolean()));

        // A gateway that takes its time from the same machine agrees with it; that says nothing of another device.
        var wrong = DateTimeOffset.UtcNow + TimeSpan.FromDays(3_650);
        await host.SayAsync("call-103-1", $$"""{"linkquality":90,"ts":{{wrong.ToUnixTimeMilliseconds()}}}""");
        await host.SayAsync("call-102-1", $$"""{"action":"emergency","ts":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}}""");
        await screen.AlertAsync(a => a.Kind == "help" && a.Alert.ToString().Contains("call-102-1", StringComparison.Ordinal));
        // And what a device whose clock agrees has kept for longer than a day is old.
        await host.SayAsync("call-103-1", $$"""{"action":"emergency","ts":{{(wrong - TimeSpan.FromHours(25)).ToUnixTimeMilliseconds()}}}""");
        await host.SayAsync("call-104-1", """{"action":"emergency"}""");
        await screen.AlertAsync(a => a.Kind == "help" && a.Alert.ToString().Contains("call-104-1", StringComparison.Ordinal));
        Assert.DoesNotContain((await (await host.PersonAsync("duty")).GetAsync("/api/alerts?state=all")).Items, a => a.ToString().Contains("call-103-1", StringComparison.Ordinal));
    }

    private static DateTimeOffset At(System.Text.Json.JsonElement alert, string field) =>
        DateTimeOffset.Parse(alert.GetProperty(field).GetString()!, CultureInfo.InvariantCulture);
}
