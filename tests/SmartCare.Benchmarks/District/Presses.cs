using System.Diagnostics;
using System.Text.Json;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.District;

/// <summary>Elders who press their buttons, one a second, and a wall that hears of each: how long did it take?</summary>
internal sealed class Presses : IAsyncDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    /// <summary>A press that the wall has not heard of by then counts as unheard.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly HubClient _wall;
    private readonly MqttNetClient _gateway;
    private readonly DistrictPlan _plan;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<double> _taken = [];
    private volatile bool _isHeard = true;
    private Task _pressing = Task.CompletedTask;

    private Presses(HubClient wall, MqttNetClient gateway, DistrictPlan plan) => (_wall, _gateway, _plan) = (wall, gateway, plan);

    public Spread Taken => new(_taken);

    /// <summary>Each was acknowledged, so each is in the journal.</summary>
    public int Count => _taken.Count;

    /// <summary>On a connection of their own: the silo is measured, not the queue of the load's connections in this process.</summary>
    public static async Task<Presses> ConnectAsync(SiloProcess silo, string cookie, DistrictPlan plan, CancellationToken cancellation)
    {
        var wall = await HubClient.ConnectAsync(silo.Http, cookie, cancellation);
        await wall.InvokeAsync("Resume", 0);
        var gateway = new MqttNetClient(new MqttNetOptions { Port = silo.MqttPort, UserName = "gateway", Password = DistrictPlan.Password });
        await gateway.ConnectAsync(cancellation);
        return new Presses(wall, gateway, plan);
    }

    /// <summary>The wall heard of every press, sooner or later.</summary>
    public bool AllHeard => _isHeard;

    public void Start() => _pressing = PressAsync();

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _pressing;
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _wall.DisposeAsync();
        _stop.Dispose();
    }

    private async Task PressAsync()
    {
        using var pace = new PeriodicTimer(s_every);
        try
        {
            while (await pace.WaitForNextTickAsync(_stop.Token)) _taken.Add(await PressAsync(_plan.Button(_taken.Count)));
        }
        catch (OperationCanceledException)
        {
            _isHeard = _stop.IsCancellationRequested;
        }
    }

    /// <returns>Milliseconds from the PUBLISH to the alert at the wall.</returns>
    private async Task<double> PressAsync(string button)
    {
        var from = Stopwatch.GetTimestamp();
        var acknowledged = _gateway.PublishAsync($"zigbee2mqtt/{button}", """{"action":"emergency"}"""u8.ToArray(), cancellationToken: CancellationToken.None);
        // Alerts that nobody answers escalate meanwhile: those of other buttons are none of this one's business.
        using var patience = new CancellationTokenSource(s_patience);
        HubAlert alert;
        do alert = await _wall.Alerts.ReadAsync(patience.Token);
        while (DeviceOf(alert) != button);
        await acknowledged;
        return Stopwatch.GetElapsedTime(from, alert.ReceivedAt).TotalMilliseconds;
    }

    /// <returns>Null for what is not about a device.</returns>
    private static string? DeviceOf(HubAlert alert) =>
        alert.Alert.GetProperty("device") is { ValueKind: JsonValueKind.Object } device ? device.GetProperty("id").GetString() : null;
}
