using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Intake;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>A demo home with gateways of its own, in time that is set forward by hand.</summary>
public sealed class GatewayHost : IAsyncLifetime, IGatewayNews
{
    private const string Password = "a hub's own";
    private int _hubs;

    public ShiftedTime Time { get; } = new();
    public TestHost Host { get; private set; } = null!;

    /// <summary>What gateways said of themselves and of their devices: gateway, topic, bytes.</summary>
    public ConcurrentQueue<(string Gateway, string Topic, int Bytes)> News { get; } = new();

    public async Task InitializeAsync() => Host = await TestHost.StartAsync(s => s.AddSingleton<TimeProvider>(Time).AddSingleton<IGatewayNews>(this));

    public async Task DisposeAsync() => await Host.DisposeAsync();

    public void Heard(string gateway, string topic, ReadOnlySpan<byte> payload) => News.Enqueue((gateway, topic, payload.Length));

    /// <summary>Registers one more.</summary>
    public async Task<string> HubAsync(string room = "101")
    {
        var name = $"hub-{Interlocked.Increment(ref _hubs)}";
        (await (await Host.PersonAsync("admin")).PutAsync($"/api/devices/{name}", new { placeId = room, model = "gateway", name, password = Password })).Is(HttpStatusCode.OK);
        return name;
    }

    public Task<MqttNetClient> EnterAsync(string name, byte level = 4, Func<MqttNetOptions, MqttNetOptions>? with = null) =>
        Host.MqttAsync(name, level, o => (with?.Invoke(o) ?? o) with { Password = name == "gateway" ? "demo" : Password });

    /// <summary>The next alert that fits; with each beat of the wall so much time passes, a minute unless it is said, until it comes.</summary>
    public Task<HubAlert> AlertInTimeAsync(HubClient wall, Func<HubAlert, bool> fits, TimeSpan? step = null) =>
        wall.AlertInTimeAsync(fits, () => Time.Advance(step ?? TimeSpan.FromMinutes(1)));

    public static bool IsAbout(HubAlert alert, string device) => alert.Alert.GetProperty("device") is { ValueKind: System.Text.Json.JsonValueKind.Object } about && about.GetProperty("id").GetString() == device;
}
