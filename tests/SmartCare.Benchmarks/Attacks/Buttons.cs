using System.Collections.Concurrent;
using System.Diagnostics;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.Attacks;

/// <summary>Presses of the demo home while something else happens: most on a connection that stands, some each from a button that has just woken and connects for it.</summary>
internal sealed class Buttons : IAsyncDisposable
{
    private const int Rooms = 20, PerSecond = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30), s_again = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _awaited = new();
    private readonly SiloProcess _silo;
    private readonly string _cookie;
    private readonly MqttNetClient _gateway;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;
    private long _seq;

    private Buttons(SiloProcess silo, string cookie, HubClient wall, MqttNetClient gateway)
    {
        (_silo, _cookie, _gateway) = (silo, cookie, gateway);
        _listening = WatchAsync(wall);
    }

    /// <summary>How often the wall lost its connection and came back.</summary>
    public int Returns { get; private set; }

    public static async Task<Buttons> ConnectAsync(SiloProcess silo, string cookie)
    {
        var wall = await HubClient.ConnectAsync(silo.Http, cookie);
        await wall.InvokeAsync("Resume", 0);
        var gateway = new MqttNetClient(new MqttNetOptions { Port = silo.MqttPort, UserName = "gateway", Password = "demo" });
        await gateway.ConnectAsync();
        return new Buttons(silo, cookie, wall, gateway);
    }

    /// <summary>Presses at an even rate; each of the buttons that stand is of one bed, each that has just woken of the other.</summary>
    /// <returns>From the PUBLISH, or from the first packet of the connection, to the alert at the wall; a press that was not heard in half a minute counts as that long.</returns>
    public async Task<(Spread Standing, Spread Woken, int Unheard)> PressAsync(TimeSpan duration)
    {
        var (standing, woken) = (new List<Task<TimeSpan>>(), new List<Task<TimeSpan>>());
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        for (var n = 0; n < duration.TotalSeconds * PerSecond && await pace.WaitForNextTickAsync(); n++)
        {
            standing.Add(HeardAsync($"call-{101 + n % Rooms}-1", button => _gateway.PublishAsync($"smartcare/{button}", Press(n))));
            if (n % PerSecond == 0) woken.Add(HeardAsync($"call-{101 + n / PerSecond % Rooms}-2", button => WakeAsync(button, n)));
        }

        var (ofStanding, ofWoken) = (await Task.WhenAll(standing), await Task.WhenAll(woken));
        return (Of(ofStanding), Of(ofWoken), ofStanding.Concat(ofWoken).Count(t => t >= s_patience));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        await _gateway.DisposeAsync();
        _stop.Dispose();
    }

    private static Spread Of(TimeSpan[] taken) => new(taken.Select(t => t.TotalMilliseconds));

    private static byte[] Press(int number) => System.Text.Encoding.UTF8.GetBytes($$"""{"action":"emergency","n":{{number}}}""");

    private async Task<TimeSpan> HeardAsync(string button, Func<string, Task> press)
    {
        var from = Stopwatch.GetTimestamp();
        var heard = _awaited[button] = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await press(button).WaitAsync(s_patience);
            return Stopwatch.GetElapsedTime(from, await heard.Task.WaitAsync(s_patience));
        }
        catch (Exception error) when (error is TimeoutException or MqttNetException)
        {
            return s_patience;
        }
    }

    private async Task WakeAsync(string button, int number)
    {
        await using var client = new MqttNetClient(new MqttNetOptions { Port = _silo.MqttPort, UserName = button, Password = "demo", ClientId = $"woken-{button}" });
        await client.ConnectAsync();
        await client.PublishAsync($"smartcare/{button}", Press(number));
    }

    /// <summary>As a wall does: when the connection is gone it comes back, and misses nothing.</summary>
    private async Task WatchAsync(HubClient wall)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using (wall) await ListenAsync(wall);
                if (_stop.IsCancellationRequested) return;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            Returns++;
            try
            {
                wall = await HubClient.ConnectAsync(_silo.Http, _cookie, _stop.Token);
                await wall.InvokeAsync("Resume", _seq);
            }
            catch (Exception error) when (error is System.Net.WebSockets.WebSocketException or IOException or TimeoutException or OperationCanceledException)
            {
                await Task.WhenAny(Task.Delay(s_again, _stop.Token));
            }
        }
    }

    private async Task ListenAsync(HubClient wall)
    {
        await foreach (var alert in wall.Alerts.ReadAllAsync(_stop.Token))
        {
            _seq = Math.Max(_seq, alert.Alert.GetProperty("seq").GetInt64());
            // Alerts that nobody answers escalate meanwhile; only the last step of a press says that it was heard.
            var history = alert.Alert.GetProperty("history");
            if (history[history.GetArrayLength() - 1].GetProperty("what").GetString() is not ("raised" or "repeated" or "reopened")) continue;
            if (alert.Alert.GetProperty("device").GetProperty("id").GetString() is { } button && _awaited.TryRemove(button, out var heard)) heard.TrySetResult(alert.ReceivedAt);
        }
    }
}
