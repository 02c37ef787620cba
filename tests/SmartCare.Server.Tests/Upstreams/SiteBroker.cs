using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Upstreams;

/// <summary>A demo home of which the site sunshine has a broker of its own, a real Mosquitto that knew its devices before; in time that is set forward by hand.</summary>
public sealed class SiteBroker : IAsyncLifetime
{
    /// <summary>The bridge's client id, and the gateway as which the house knows what is behind the broker.</summary>
    public const string Name = "site-broker";

    /// <summary>What is retained when the house comes for the first time: half of it is an alarm of who knows when.</summary>
    private static readonly (string Topic, string Payload)[] s_retained =
    [
        ("zigbee2mqtt/bridge/state", """{"state":"online"}"""), ("zigbee2mqtt/smoke-101", """{"smoke":true,"battery":1,"battery_low":true,"tamper":true}"""),
        ("zigbee2mqtt/call-101-1", """{"action":"emergency"}"""), ("smartcare/fall-101", """{"fall":"confirmed"}"""), ("smartcare/smoke-h001", """{"smoke":true}"""),
        ("zigbee2mqtt/smoke-102/availability", """{"state":"offline"}"""), ("zigbee2mqtt/a stranger", """{"smoke":true}"""), ("smartcare/alerts/sunshine/fire", "{}"),
    ];

    private MosquittoProcess _broker = null!;

    public ShiftedTime Time { get; } = new();

    public TestHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _broker = await MosquittoProcess.StartAsync();
        await using var before = await EnterAsync("before");
        foreach (var (topic, payload) in s_retained) await before.PublishAsync(topic, payload, 1, retain: true);
        Host = await TestHost.StartAsync(
            s => s.AddSingleton<TimeProvider>(Time),
            [$"--Mqtt:Upstream:0:Url={_broker.Url}", "--Mqtt:Upstream:0:Site=sunshine", $"--Mqtt:Upstream:0:ClientId={Name}", "--Mqtt:Upstream:0:Topics=smartcare/#,zigbee2mqtt/#", "--Mqtt:Upstream:0:Publish=alerts,states"]);
        await Until.TrueAsync(() => MetricAsync("replayed_total"), replayed => replayed >= s_retained.Length, HubClient.Patience);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await _broker.DisposeAsync();
    }

    /// <summary>A client of the broker's.</summary>
    public async Task<MqttNetClient> EnterAsync(string clientId, Func<MqttNetOptions, MqttNetOptions>? with = null)
    {
        var options = new MqttNetOptions { Port = _broker.Port, ClientId = clientId, ProtocolLevel = 4 };
        var client = new MqttNetClient(with is null ? options : with(options));
        await client.ConnectAsync().WaitAsync(HubClient.Patience);
        return client;
    }

    public Task StopBrokerAsync() => _broker.StopAsync();

    public Task StartBrokerAsync() => _broker.StartAgainAsync();

    public Task<double> MetricAsync(string name) => Host.MetricAsync($"smartcare_upstream_{name}{{upstream=\"{Name}\"}}");

    /// <summary>The next alert that fits; with each beat of the wall half a minute passes until it comes.</summary>
    public Task<HubAlert> AlertInTimeAsync(HubClient wall, Func<HubAlert, bool> fits) => wall.AlertInTimeAsync(fits, () => Time.Advance(TimeSpan.FromSeconds(30)));
}
