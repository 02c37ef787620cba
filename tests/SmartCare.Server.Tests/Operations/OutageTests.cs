using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Operations;

/// <summary>The disk is full, a button is pressed: the wall rings all the same, nothing is acknowledged, and all is made good afterwards.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private TestHost _host = null!;

    private bool DiskIsFull
    {
        set => _host.Services.GetRequiredService<FailingDisk>().Full = value;
    }

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(FailingDisk.Put);

    public async Task DisposeAsync()
    {
        DiskIsFull = false;
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_press_while_the_disk_is_full_rings_unsaved_and_is_acknowledged_once_it_is_saved()
    {
        await using var wall = await _host.WallAsync();
        await using var button = await _host.MqttAsync("call-102-1");
        var saved = await _host.MetricAsync("""smartcare_alert_changes_total{kind="Help",what="Raised"}""");
        DiskIsFull = true;

        var acknowledgement = button.PublishAsync("smartcare/call-102-1", """{"action":"emergency"}""");
        var rang = await wall.EachAsync(a => a.Kind == "help", a => IsSystem(a, "the disk is full"));
        var (unsaved, system) = (rang[0], rang[1]);
        Assert.True(unsaved.Alert.GetProperty("unsaved").GetBoolean());
        Assert.Equal("open", unsaved.State);

        Assert.True(system.Alert.GetProperty("unsaved").GetBoolean());
        var beat = await wall.BeatAsync(b => !b.GetProperty("health").GetProperty("ok").GetBoolean());
        Assert.Contains("the disk is full", beat.GetProperty("health").GetProperty("problems").ToString(), StringComparison.Ordinal);
        var duty = await _host.PersonAsync("duty");
        var notReady = (await duty.GetAsync("/readyz")).Is(HttpStatusCode.ServiceUnavailable);
        Assert.False(notReady["ready"].GetBoolean());
        Assert.Contains("the disk is full", notReady["problems"].ToString(), StringComparison.Ordinal);
        Assert.Contains((await duty.GetAsync("/api/alerts")).Items, a => a.GetProperty("id").GetString() == unsaved.Id);
        Assert.True((await duty.GetAsync($"/api/alerts/{unsaved.Id}"))["unsaved"].GetBoolean());
        Assert.False(acknowledgement.IsCompleted);

        // Staff answers it meanwhile; that too is only in memory.
        var answered = await wall.InvokeAsync("Acknowledge", unsaved.Id);
        Assert.Equal(("acknowledged", true), (answered.GetProperty("state").GetString(), answered.GetProperty("unsaved").GetBoolean()));

        DiskIsFull = false;
        Assert.Equal(SmartCare.Mqtt.Packets.MqttReason.Success, await acknowledgement.WaitAsync(HubClient.Patience));
        var now = (await wall.AlertAsync(a => a.Id == unsaved.Id && !a.Alert.GetProperty("unsaved").GetBoolean())).Alert;
        Assert.Equal(["raised", "acknowledged", "saved"], now.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("what").GetString()));
        Assert.Equal((1, "acknowledged"), (now.GetProperty("occurrences").GetInt32(), now.GetProperty("state").GetString()));
        Assert.Equal(saved + 1, await _host.MetricAsync("""smartcare_alert_changes_total{kind="Help",what="Raised"}"""));

        await wall.BeatAsync(b => b.GetProperty("health").GetProperty("ok").GetBoolean());
        (await duty.GetAsync("/readyz")).Is(HttpStatusCode.OK);
        Assert.Contains((await duty.GetAsync("/api/alerts?state=all")).Items, a => a.ToString() == now.ToString());
    }

    [Fact]
    public async Task When_nobody_can_be_found_who_is_due_the_wall_rings_and_the_silo_is_not_ready()
    {
        await using var wall = await _host.WallAsync();
        _host.Services.GetRequiredService<FailingDisk>().Unsearchable = true;
        await wall.AlertAsync(a => IsSystem(a, "due times: an index is damaged"));
        var duty = await _host.PersonAsync("duty");
        Assert.Contains("an index is damaged", (await duty.GetAsync("/readyz")).Is(HttpStatusCode.ServiceUnavailable)["problems"].ToString(), StringComparison.Ordinal);
        // What is in memory rings all the same.
        await _host.SayAsync("call-104-1", """{"action":"emergency"}""");
        Assert.False((await wall.AlertAsync(a => a.Kind == "help")).Alert.GetProperty("unsaved").GetBoolean());

        // A beat of before the trouble may still wait to be read.
        await wall.BeatAsync(b => !b.GetProperty("health").GetProperty("ok").GetBoolean());
        _host.Services.GetRequiredService<FailingDisk>().Unsearchable = false;
        await wall.BeatAsync(b => b.GetProperty("health").GetProperty("ok").GetBoolean());
        (await duty.GetAsync("/readyz")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_press_that_is_sent_again_during_the_outage_is_one_press()
    {
        await using var wall = await _host.WallAsync();
        var ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        DiskIsFull = true;
        Task<SmartCare.Mqtt.Packets.MqttReason> acknowledgement;
        await using (var gone = await _host.MqttAsync("call-103-1"))
        {
            _ = gone.PublishAsync("smartcare/call-103-1", $$"""{"action":"emergency","ts":{{ts}}}""").ContinueWith(_ => { }, TaskScheduler.Default);
            await wall.AlertAsync(a => a.Kind == "help");
            gone.Abort();
        }

        await using var back = await _host.MqttAsync("call-103-1");
        acknowledgement = back.PublishAsync("smartcare/call-103-1", $$"""{"action":"emergency","ts":{{ts}}}""");
        DiskIsFull = false;
        await acknowledgement.WaitAsync(HubClient.Patience);
        var now = await wall.AlertAsync(a => a.Kind == "help" && !a.Alert.GetProperty("unsaved").GetBoolean());
        Assert.Equal(1, now.Alert.GetProperty("occurrences").GetInt32());
    }

    [Fact]
    public async Task What_the_outage_left_behind_is_there_after_a_restart()
    {
        await using var wall = await _host.WallAsync();
        DiskIsFull = true;
        await using var button = await _host.MqttAsync("call-104-1");
        var acknowledgement = button.PublishAsync("smartcare/call-104-1", """{"action":"emergency"}""");
        var id = (await wall.AlertAsync(a => a.Kind == "help")).Id;
        DiskIsFull = false;
        await acknowledgement.WaitAsync(HubClient.Patience);
        var saved = (await wall.AlertAsync(a => a.Id == id && !a.Alert.GetProperty("unsaved").GetBoolean())).Alert;
        await _host.StopAsync();
        await _host.StartAgainAsync();
        Assert.Equal(saved.ToString(), (await (await _host.PersonAsync("duty")).GetAsync($"/api/alerts/{id}")).Body.ToString());
    }

    /// <summary>A busy machine may have other things to say of itself.</summary>
    private static bool IsSystem(HubAlert alert, string says) => alert.Kind == "system" && alert.Alert.ToString().Contains(says, StringComparison.Ordinal);
}
