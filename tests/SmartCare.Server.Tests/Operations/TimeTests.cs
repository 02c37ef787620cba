using Microsoft.Extensions.DependencyInjection;
using SmartCare.Mqtt.Packets;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Operations;

/// <summary>What happens because time passes: the clock is set forward by hand, and any reading of the same place wakes its shard.</summary>
public sealed class TimeTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(s => s.AddSingleton<TimeProvider>(_time));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Nobody_acknowledges_for_a_minute_and_the_next_tier_is_asked()
    {
        await using var wall = await _host.WallAsync();
        await _host.SayAsync("call-102-1", """{"action":"emergency"}""");
        Assert.Equal(1, (await wall.AlertAsync(a => a.Kind == "help")).Alert.GetProperty("tier").GetInt32());
        await PassAsync(TimeSpan.FromSeconds(61), "102");
        var escalated = (await wall.AlertAsync(a => a.Kind == "help")).Alert;
        Assert.Equal((2, "escalated"), (escalated.GetProperty("tier").GetInt32(), escalated.GetProperty("history")[1].GetProperty("what").GetString()));
    }

    [Fact]
    public async Task An_acknowledged_alert_does_not_escalate()
    {
        await using var wall = await _host.WallAsync();
        await _host.SayAsync("call-103-1", """{"action":"emergency"}""");
        var id = (await wall.AlertAsync(a => a.Kind == "help")).Id;
        await wall.InvokeAsync("Acknowledge", id);
        await PassAsync(TimeSpan.FromSeconds(61), "103");
        // Of two needs of one place the first to come would have been the escalation.
        await _host.SayAsync("smoke-103", """{"smoke":true}""");
        Assert.Equal(["acknowledged", "open"], (await wall.AlertsAsync(2)).Select(a => a.State));
    }

    [Fact]
    public async Task A_device_whose_connection_breaks_is_offline_after_its_grace_and_back_with_its_next_word()
    {
        var admin = await _host.PersonAsync("admin");
        await using var wall = await _host.WallAsync();
        var will = new MqttWill("smartcare/smoke-104/availability", "offline"u8.ToArray(), Qos: 1, Retain: true);
        await using var device = await _host.MqttAsync("smoke-104", with: o => o with { Will = will });
        await device.PublishAsync("smartcare/smoke-104/availability", "online", retain: true);
        await using var gateway = await _host.MqttAsync("gateway");
        await gateway.SubscribeAsync("smartcare/smoke-104/availability", retainHandling: 2);
        device.Abort();
        using var patience = new CancellationTokenSource(SmartCare.Testing.HubClient.Patience);
        Assert.Equal("offline"u8.ToArray(), (await gateway.Messages.ReadAsync(patience.Token)).Payload);
        // A will that is handed on has been taken in, and its grain may not have heard of it yet; the same word behind it is acknowledged when both were.
        Assert.Equal(MqttReason.Success, await gateway.PublishAsync("smartcare/smoke-104/availability", "offline"));

        Assert.True((await admin.GetAsync("/api/devices/smoke-104"))["online"].GetBoolean());
        await PassAsync(TimeSpan.FromSeconds(61), "104");
        var offline = await wall.AlertAsync(a => a.Kind == "offline");
        Assert.Equal("smoke-104", offline.Alert.GetProperty("device").GetProperty("id").GetString());
        Assert.False((await admin.GetAsync("/api/devices/smoke-104"))["online"].GetBoolean());

        await _host.SayAsync("smoke-104", """{"smoke":false}""");
        var restored = await wall.AlertAsync(a => a.Id == offline.Id);
        Assert.Equal(("resolved", "other"), (restored.State, restored.Alert.GetProperty("outcome").GetString()));
        Assert.True((await admin.GetAsync("/api/devices/smoke-104"))["online"].GetBoolean());
    }

    [Fact]
    public async Task A_suspected_fall_that_is_not_taken_back_is_a_fall()
    {
        await using var wall = await _host.WallAsync();
        await _host.SayAsync("fall-105", """{"fall":"suspected"}""");
        await PassAsync(TimeSpan.FromSeconds(31), "105");
        Assert.Equal("105", (await wall.AlertAsync(a => a.Kind == "fall")).Alert.GetProperty("placeId").GetString());
    }

    [Fact]
    public async Task A_name_that_rested_may_be_tried_again()
    {
        for (var i = 0; i < 10; i++) await Assert.ThrowsAsync<HttpRequestException>(() => Person.SignInAsync(_host.Http, "director", "wrong"));
        await Assert.ThrowsAsync<HttpRequestException>(() => Person.SignInAsync(_host.Http, "director", "director"));
        _time.Advance(TimeSpan.FromMinutes(6));
        (await Person.SignInAsync(_host.Http, "director", "director")).Dispose();
    }

    private async Task PassAsync(TimeSpan time, string room)
    {
        _time.Advance(time);
        await _host.SayAsync($"door-{room}", """{"contact":true}""");
    }
}
