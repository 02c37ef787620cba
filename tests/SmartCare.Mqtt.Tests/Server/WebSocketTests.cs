using System.Net;
using System.Net.WebSockets;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>Chapter 6: MQTT over WebSocket.</summary>
public sealed class WebSocketTests : IDisposable
{
    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    private Task<MqttHost> StartAsync(HouseAuthenticator? house = null) => MqttHost.StartAsync(house, certificates: _certificates);

    private static async Task<ClientWebSocket> OpenAsync(MqttHost host, string? subprotocol = "mqtt")
    {
        var socket = new ClientWebSocket();
        if (subprotocol is not null) socket.Options.AddSubProtocol(subprotocol);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.HttpPort}/mqtt"), CancellationToken.None).WaitAsync(Patience.Max);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Binary) =>
        socket.SendAsync(bytes, type, true, CancellationToken.None);

    /// <summary>So many bytes, whatever the frames; fewer when the other side closes.</summary>
    private static async Task<string> ReadAsync(ClientWebSocket socket, int count)
    {
        using var patience = new CancellationTokenSource(Patience.Max);
        var bytes = new byte[count];
        var got = 0;
        while (got < count)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(got), patience.Token);
            if (read.MessageType is WebSocketMessageType.Close) break;
            Assert.Equal(WebSocketMessageType.Binary, read.MessageType);
            got += read.Count;
        }
        return Convert.ToHexString(bytes.AsSpan(0, got));
    }

    /// <summary>One message, of however many frames.</summary>
    private static async Task<string> MessageAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(Patience.Max);
        var (message, part) = (new List<byte>(), new byte[4_096]);
        while (true)
        {
            var read = await socket.ReceiveAsync(part.AsMemory(), patience.Token);
            message.AddRange(part[..read.Count]);
            if (read.EndOfMessage) return Convert.ToHexString([.. message]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Packets_and_frames_are_not_aligned(int frameBytes)
    {
        var house = new HouseAuthenticator();
        await using var host = await StartAsync(house);
        using var socket = await OpenAsync(host);
        Assert.Equal("mqtt", socket.SubProtocol);
        var all = RawClient.Bytes(RawClient.Connect4 + "32 06 0001 61 0001 68" + "82 06 0002 0001 61 00" + "C0 00");
        foreach (var frame in all.Chunk(frameBytes)) await SendAsync(socket, frame);
        Assert.Equal("20020000" + "40020001" + "9003000200" + "D000", await ReadAsync(socket, 15));
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)house.Requests.Single().RemoteEndPoint!).Address);
        await SendAsync(socket, RawClient.Bytes("E0 00"));
        Assert.Equal("", await ReadAsync(socket, 1));
        Assert.Equal(WebSocketState.CloseReceived, socket.State);
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
    }

    /// <summary>Nobody must count on it, and some do.</summary>
    [Fact]
    public async Task Each_packet_of_ours_is_a_message_of_its_own_also_when_many_leave_at_once()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 3; i++) host.Broker.Publish($"kept/{i}", "x"u8.ToArray(), 0, retain: true);
        using var socket = await OpenAsync(host);
        await SendAsync(socket, RawClient.Bytes(RawClient.Connect4));
        Assert.Equal("20020000", await MessageAsync(socket));
        await SendAsync(socket, RawClient.Bytes("82 0B 0001 0006 6B6570742F23 00 C0 00"));
        var all = new List<string>();
        while (all.Count < 5) all.Add(await MessageAsync(socket));
        Assert.Equal(["310900066B6570742F3078", "310900066B6570742F3178", "310900066B6570742F3278", "9003000100", "D000"], all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_text_frame_ends_the_connection_and_the_will_is_published()
    {
        var house = new HouseAuthenticator();
        await using var host = await StartAsync(house);
        using var socket = await OpenAsync(host);
        await SendAsync(socket, RawClient.Bytes("10 14 0004 4D515454 04 06 003C 0001 72 0001 77 0002 6869"));
        Assert.Equal("20020000", await ReadAsync(socket, 4));
        await SendAsync(socket, "hello"u8.ToArray(), WebSocketMessageType.Text);
        Assert.True((await house.WaitAsync(1)).Single().IsWill);
        Assert.Equal(0, host.Broker.Counters.Faults);
    }

    [Fact]
    public async Task A_broken_socket_is_the_end_of_its_connection()
    {
        var house = new HouseAuthenticator();
        await using var host = await StartAsync(house);
        var socket = await OpenAsync(host);
        await SendAsync(socket, RawClient.Bytes(RawClient.Connect4));
        Assert.Equal("20020000", await ReadAsync(socket, 4));
        socket.Abort();
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
        Assert.Equal(0, host.Broker.Counters.Faults);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("amqp")]
    public async Task A_client_that_does_not_mean_mqtt_is_refused(string? subprotocol)
    {
        await using var host = await StartAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(host, subprotocol));
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync(new Uri($"http://127.0.0.1:{host.HttpPort}/mqtt"))).StatusCode);
    }

    [Fact]
    public async Task The_host_that_stops_tells_its_web_sockets_too()
    {
        await using var host = await StartAsync();
        using var socket = await OpenAsync(host);
        await SendAsync(socket, RawClient.Bytes(RawClient.Connect5));
        await ReadAsync(socket, 16);
        await host.StopAsync().WaitAsync(Patience.Max);
        Assert.Equal("E0018B", await ReadAsync(socket, 3));
    }
}
