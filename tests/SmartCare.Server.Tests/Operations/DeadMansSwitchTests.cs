using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Server.Notices.Channels;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Notices;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Operations;

/// <summary>Whoever waits outside for the call hears it while the alarm path works, and misses it when that does not.</summary>
public sealed class DeadMansSwitchTests : IAsyncLifetime
{
    private readonly SetTime _time = new();
    private Gateway _outside = null!, _mine = null!;
    private TestHost _host = null!;

    public async Task InitializeAsync()
    {
        (_outside, _mine) = (await Gateway.StartAsync(), await Gateway.StartAsync());
        _host = await TestHost.StartAsync(FailingDisk.Put, [$"--Watch:HeartbeatUrl={_outside.Url}ping/secret"]);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _outside.DisposeAsync();
        await _mine.DisposeAsync();
    }

    [Fact]
    public async Task The_silo_calls_as_soon_as_it_is_up()
    {
        var call = await _outside.NextAsync();
        Assert.Equal(("GET", "/ping/secret"), (call.Method, call.PathAndQuery));
    }

    [Fact]
    public async Task It_is_called_each_half_minute_while_all_is_well_and_not_while_the_disk_fails()
    {
        await using var wall = await _host.WallAsync();
        var mine = NewSwitch();
        await mine.Beat();
        Assert.Equal(1, _mine.Calls);
        _time.Advance(TimeSpan.FromSeconds(29));
        await mine.Beat();
        Assert.Equal(1, _mine.Calls);
        _time.Advance(TimeSpan.FromSeconds(1));
        await mine.Beat();
        Assert.Equal(2, _mine.Calls);

        _host.Services.GetRequiredService<FailingDisk>().Full = true;
        var acknowledged = _host.SayAsync("call-105-1", """{"action":"emergency"}""");
        await wall.BeatAsync(b => !b.GetProperty("health").GetProperty("ok").GetBoolean());
        _time.Advance(TimeSpan.FromMinutes(5));
        await mine.Beat();
        Assert.Equal(2, _mine.Calls);

        _host.Services.GetRequiredService<FailingDisk>().Full = false;
        await acknowledged;
        await wall.BeatAsync(b => b.GetProperty("health").GetProperty("ok").GetBoolean());
        await mine.Beat();
        Assert.Equal(3, _mine.Calls);
    }

    [Fact]
    public async Task Who_does_not_answer_well_is_counted_and_called_again_but_never_twice_at_once()
    {
        var (mine, before) = (NewSwitch(), await FailuresAsync());
        _mine.Answers = _ => (500, "");
        await mine.Beat();
        Assert.Equal(before + 1, await FailuresAsync());

        _mine.Hanging = new TaskCompletionSource();
        _time.Advance(TimeSpan.FromSeconds(30));
        var hanging = mine.Beat();
        await _mine.NextAsync();
        await _mine.NextAsync();
        Assert.Same(hanging, mine.Beat());
        // Its patience ends before the next is due.
        _time.Advance(TimeSpan.FromSeconds(10));
        await hanging.WaitAsync(HubClient.Patience);
        Assert.Equal(before + 2, await FailuresAsync());
    }

    private Task<double> FailuresAsync() => _host.MetricAsync("smartcare_watch_call_failures_total");

    private DeadMansSwitch NewSwitch()
    {
        var services = _host.Services;
        return new DeadMansSwitch(
            services.GetRequiredService<Settings>() with { Watch = new WatchSettings(_mine.Url, null) }, services.GetRequiredService<Health>(),
            services.GetRequiredService<NoticeHttp>(), services.GetRequiredService<Metrics>(), _time, NullLogger<DeadMansSwitch>.Instance);
    }
}
