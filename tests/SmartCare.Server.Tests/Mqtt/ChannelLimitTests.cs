using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Intake;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>A device has few channels of its own, however many it makes up; and nothing of that holds up an alarm.</summary>
public sealed class ChannelLimitTests : IAsyncLifetime
{
    private readonly SteppedTime _time = new();
    private TestHost _host = null!;

    public async Task InitializeAsync()
    {
        // Noon: no day ends by itself meanwhile.
        var now = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromHours(36) - now.TimeOfDay);
        _host = await TestHost.StartAsync(s => s.AddSingleton<TimeProvider>(_time));
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_is_beyond_the_limit_is_set_aside_by_its_name_and_the_alarm_beside_it_rings()
    {
        await SayAsync("smoke-102", Names(0, ChannelBook.NewPerDay));
        Assert.Equal(ChannelBook.NewPerDay, (await ValuesAsync("smoke-102")).Count);
        await using var wall = await _host.WallAsync();
        await _host.SayAsync("smoke-102", $"{{{Names(100, 3)},\"smoke\":true,\"battery\":80,\"x0\":7}}");
        await wall.AlertAsync(a => a.Kind == "fire");
        Assert.Equal(["battery", "smoke", "x0"], (await ValuesAsync("smoke-102")).Where(v => !v.StartsWith('x') || v == "x0").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(await ValuesAsync("smoke-102"), v => v is "x100" or "x101" or "x102");
        var aside = (await (await _host.PersonAsync("admin")).GetAsync("/api/quarantine?limit=1")).Is(HttpStatusCode.OK).Items[0];
        Assert.Equal("3 more new channels than a device may have (32 a day, 256 in all): x100, x101, x102", aside.GetProperty("reason").GetString());
        Assert.Equal(1, await _host.MetricAsync("smartcare_quarantined_total{cause=\"too_many_channels\"}"));
        // Its own alone: another device is not held to account.
        await SayAsync("smoke-103", Names(100, 3));
        Assert.Equal(3, (await ValuesAsync("smoke-103")).Count);
        // Nothing but surplus: it is alive all the same.
        await SayAsync("smoke-102", Names(200, 1));
    }

    [Fact]
    public async Task A_restart_is_no_new_day_and_a_new_day_ends_with_all_there_may_be()
    {
        await SayAsync("smoke-102", Names(0, ChannelBook.NewPerDay));
        await _host.StopAsync();
        await _host.StartAgainAsync();
        await SayAsync("smoke-102", Names(300, 1));
        Assert.Equal(1, await AsideAsync());
        await SayAsync("smoke-102", Names(0, 1));
        Assert.Equal(1, await AsideAsync());
        for (var day = 1; day < ChannelBook.Most / ChannelBook.NewPerDay; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            await SayAsync("smoke-102", Names(day * ChannelBook.NewPerDay, ChannelBook.NewPerDay));
        }

        Assert.Equal(1, await AsideAsync());
        _time.Advance(TimeSpan.FromDays(1));
        await SayAsync("smoke-102", Names(1_000, 1));
        Assert.Equal(2, await AsideAsync());
    }

    [Fact]
    public async Task A_name_that_cannot_be_read_is_set_aside_and_shown_by_its_numbers()
    {
        await _host.SayAsync("smoke-102", "{\"a\\u202eb\":1,\"c\\u0000\":2,\"lux\":3}");
        Assert.Equal(["lux"], await ValuesAsync("smoke-102"));
        Assert.Equal(
            ["not of the contract, kept as a series when it is a number: lux", "c\\u0000: a channel's name has no control characters, and nothing invisible"],
            (await (await _host.PersonAsync("admin")).GetAsync("/api/quarantine")).Items.Select(i => i.GetProperty("reason").GetString()));
    }

    private static string Names(int from, int count) => string.Join(',', Enumerable.Range(from, count).Select(i => $"\"x{i}\":{i}"));

    private Task SayAsync(string device, string fields) => _host.SayAsync(device, $"{{{fields}}}");

    private async Task<double> AsideAsync() => await _host.MetricAsync("smartcare_quarantined_total{cause=\"too_many_channels\"}");

    private async Task<IReadOnlyList<string>> ValuesAsync(string device) =>
        [.. (await (await _host.PersonAsync("admin")).GetAsync($"/api/devices/{device}")).Is(HttpStatusCode.OK)["values"].EnumerateObject().Select(v => v.Name)];
}
