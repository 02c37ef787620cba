using System.Net;
using SmartCare.Mqtt.Packets;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Operations;

/// <summary>Stopped and started on the same folder, the silo is as it was.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    /// <summary>Less than after what whoever stays would be cut: half a minute.</summary>
    private static readonly TimeSpan s_inGoodOrder = TimeSpan.FromSeconds(20);

    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Every_list_reads_the_same_after_a_restart()
    {
        string[] lists = ["alerts?state=open&", "alerts?state=all&", "sites?", "places?", "elders?", "devices?"];
        await LiveAsync();
        var before = await ReadAsync();
        Assert.All(before, Assert.NotEmpty);
        await RestartAsync();
        Assert.Equal(before, await ReadAsync());

        async Task<List<List<string>>> ReadAsync()
        {
            var read = new List<List<string>>();
            var admin = await _host.PersonAsync("admin");
            foreach (var list in lists)
                read.Add([.. (await admin.GetAsync($"/api/{list}limit=500")).Is(HttpStatusCode.OK).Items.Select(i => i.ToString())]);
            return read;
        }
    }

    [Fact]
    public async Task The_sequence_goes_on_where_it_stood_and_a_wall_resumes_across_the_restart()
    {
        await LiveAsync();
        var seq = await _host.SeqAsync();
        await RestartAsync();
        Assert.Equal(seq, await _host.SeqAsync());
        await using var wall = await _host.WallAsync(after: seq - 1);
        await _host.SayAsync("call-103-1", """{"action":"emergency"}""");
        Assert.Equal([seq, seq + 1], (await wall.AlertsAsync(2)).Select(a => a.Seq));
    }

    [Fact]
    public async Task A_change_told_again_after_a_restart_says_what_it_said_live()
    {
        await using var before = await _host.WallAsync(after: await _host.SeqAsync());
        for (var press = 0; press < 3; press++) await _host.SayAsync("call-104-1", """{"action":"emergency"}""");
        var live = await before.AlertsAsync(3);
        Assert.Equal([1, 2, 3], live.Select(a => a.Alert.GetProperty("history").GetArrayLength()));
        await RestartAsync();
        await using var after = await _host.WallAsync(after: live[0].Seq - 1);
        Assert.Equal(live.Select(a => a.Alert.ToString()), (await after.AlertsAsync(3)).Select(a => a.Alert.ToString()));
    }

    [Fact]
    public async Task Who_is_signed_in_stays_signed_in()
    {
        using var duty = await Person.SignInAsync(_host.Http, "duty", "duty");
        var cookie = duty.Cookie;
        await RestartAsync();
        using var same = _host.Nobody();
        same.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal("duty", (await Reply.OfAsync(same.GetAsync("/api/session"))).Is(HttpStatusCode.OK)["user"].GetString());
    }

    [Fact]
    public async Task An_open_alert_is_answered_and_counted_on_after_a_restart()
    {
        var id = (await _host.PressAsync("call-102-1")).GetProperty("id").GetString();
        await RestartAsync();
        var again = await _host.PressAsync("call-102-1");
        Assert.Equal((id, 2), (again.GetProperty("id").GetString(), again.GetProperty("occurrences").GetInt32()));
        var duty = await _host.PersonAsync("duty");
        (await duty.PostAsync($"/api/alerts/{id}/acknowledge")).Is(HttpStatusCode.OK);
        await RestartAsync();
        duty = await _host.PersonAsync("duty");
        Assert.Equal("duty", (await duty.PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real" })).Is(HttpStatusCode.OK)["acknowledgedBy"].GetString());
    }

    [Fact]
    public async Task Stopping_waits_for_nobody_who_is_connected_and_tells_them()
    {
        await using var wall = await _host.WallAsync();
        await using var device = await _host.MqttAsync("call-102-1");
        await _host.StopAsync().WaitAsync(s_inGoodOrder);
        await Task.WhenAll(wall.Closed, device.Closed).WaitAsync(HubClient.Patience);
        Assert.Equal(MqttReason.ServerShuttingDown, device.CloseReason!.Reason);
        await _host.StartAgainAsync();
    }

    private async Task LiveAsync()
    {
        var resolved = (await _host.PressAsync("call-102-1")).GetProperty("id").GetString();
        (await (await _host.PersonAsync("duty")).PostAsync($"/api/alerts/{resolved}/resolve", new { outcome = "real", note = "好了" })).Is(HttpStatusCode.OK);
        await _host.PressAsync("call-102-2");
        await _host.SayAsync("smoke-102", """{"smoke":false,"battery":90,"temperature":21.5,"linkquality":80}""");
        await _host.SayAsync("door-102", """{"contact":false,"ts":1000}""");
        await using var gateway = await _host.MqttAsync("gateway");
        await gateway.PublishAsync("zigbee2mqtt/fall-102", """{"fall":"none","presence":true}""");
        await _host.SettledAsync();
    }

    private async Task RestartAsync()
    {
        await _host.StopAsync();
        await _host.StartAgainAsync();
    }
}
