using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Sockets;
using SmartCare.Testing;

namespace SmartCare.Mqtt.Tests.Support;

/// <summary>The endpoint on Kestrel, on free loopback ports. Its time stands still until <see cref="Advance"/>.</summary>
internal sealed class MqttHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly int[] _ports;

    private MqttHost(WebApplication app, ManualTime time, int[] ports) => (_app, Time, _ports) = (app, time, ports);

    public int Port => _ports[0];

    /// <summary>Only with certificates, as is the next.</summary>
    public int TlsPort => _ports[1];
    public int HttpPort => _ports[2];
    public ManualTime Time { get; }
    public MqttBroker Broker => _app.Services.GetRequiredService<MqttBroker>();

    /// <param name="store">Null: nothing survives.</param>
    /// <param name="time">Of an earlier host, when this one is its restart.</param>
    public static async Task<MqttHost> StartAsync(
        IMqttAuthenticator? gate = null, MqttOptions? options = null, ISessionStore? store = null, ManualTime? time = null,
        Certificates? certificates = null)
    {
        time ??= new ManualTime();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(options ?? new MqttOptions());
        builder.Services.AddSingleton(gate ?? new OpenAuthenticator());
        if (store is not null) builder.Services.AddSingleton(store);
        builder.Services.AddSingleton<MqttBroker>();
        builder.Services.AddSingleton<IConnectionListenerFactory, SocketListenerFactory>();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k =>
        {
            k.Listen(new MqttEndPoint(IPAddress.Loopback, 0), l => l.UseConnectionHandler<MqttConnectionHandler>());
            if (certificates is null) return;
            k.Listen(IPAddress.Loopback, 0, l => l.UseMqttTls(new TlsCertificates(
                certificates.PathOf("server.pem"), certificates.PathOf("server.key"), certificates.AuthorityFile, time,
                NullLogger<TlsCertificates>.Instance)));
            k.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.MapMqtt("/mqtt");
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new MqttHost(app, time, [.. addresses.Select(a => new Uri(a).Port)]);
    }

    public void Advance(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Broker.Tick();
        }
    }

    public MqttNetClient Client(string id = "", byte level = 5, Func<MqttNetOptions, MqttNetOptions>? with = null)
    {
        var options = new MqttNetOptions { Port = Port, ClientId = id, ProtocolLevel = level };
        return new MqttNetClient(with is null ? options : with(options));
    }

    public async Task<MqttNetClient> ConnectAsync(string id = "", byte level = 5, Func<MqttNetOptions, MqttNetOptions>? with = null)
    {
        var client = Client(id, level, with);
        await client.ConnectAsync().WaitAsync(Patience.Max);
        return client;
    }

    public Task<RawClient> RawAsync() => RawClient.ConnectAsync(Port);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

internal sealed class ManualTime : TimeProvider
{
    private long _ticks = TimeSpan.FromDays(1).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(DateTime.UnixEpoch.AddYears(56).AddTicks(GetTimestamp()), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

/// <summary>How long a test waits for what must happen before it says that it did not. Never slept through.</summary>
internal static class Patience
{
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(60);
}
