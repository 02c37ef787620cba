using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace SmartCare.Testing;

/// <summary>A site's devices at its own broker: numbered readings at QoS 1, and every fiftieth message a press.</summary>
internal sealed class SitePublisher(int port) : IAsyncDisposable
{
    private const int EveryPress = 50, Window = 500;

    /// <summary>The number of a press behind all others.</summary>
    public const long Last = EveryPress * 1_000_000L;

    /// <summary>Call buttons 101 to 120, 201 to 220: the demo home's.</summary>
    private static readonly string[] s_rooms = [.. Enumerable.Range(0, 40).Select(i => $"{(i / 20 + 1) * 100 + i % 20 + 1}")];

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly SemaphoreSlim _window = new(Window);

    public int Presses { get; private set; }

    /// <summary>What the broker has acknowledged: its promise begins there.</summary>
    public HashSet<(string Device, long N)> Acknowledged { get; } = [];

    public Task ConnectAsync(string clientId) => _client.ConnectAsync(new MqttClientOptionsBuilder()
        .WithTcpServer("127.0.0.1", port).WithClientId(clientId).WithProtocolVersion(MqttProtocolVersion.V311).WithKeepAlivePeriod(TimeSpan.FromMinutes(5)).Build());

    public async Task PublishAsync(long n, bool withPresses)
    {
        await _window.WaitAsync();
        var isPress = withPresses && n % EveryPress == 0;
        var room = s_rooms[n % s_rooms.Length];
        var (device, ts) = (isPress ? $"call-{room}-1" : $"{(n % 3) switch { 0 => "door", 1 => "smoke", _ => "fall" }}-{room}", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        if (isPress) Presses++;
        _ = SendAsync(device, n, isPress ? $$"""{"action":"emergency","n":{{n}},"ts":{{ts}}}""" : $$"""{"n":{{n}},"temperature":21.5,"ts":{{ts}}}""");
    }

    /// <summary>Ends when the broker has acknowledged everything.</summary>
    public async Task DrainAsync()
    {
        for (var i = 0; i < Window; i++) await _window.WaitAsync();
        _window.Release(Window);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
        _window.Dispose();
    }

    private async Task SendAsync(string device, long n, string payload)
    {
        var answer = await _client.PublishAsync(new MqttApplicationMessage
        {
            Topic = $"smartcare/{device}", PayloadSegment = Encoding.UTF8.GetBytes(payload), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        });
        if (answer.IsSuccess)
            lock (Acknowledged) Acknowledged.Add((device, n));
        _window.Release();
    }
}
