using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Grains.Silo;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Web;

public sealed class HttpTlsTests : IDisposable
{
    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    private string[] Tls =>
        ["--Http:Tls:Port=0", $"--Http:Tls:Certificate={_certificates.PathOf("server.pem")}", $"--Http:Tls:Key={_certificates.PathOf("server.key")}"];

    [Fact]
    public async Task The_wall_is_served_over_tls_with_secure_cookies_and_over_http_for_this_machine()
    {
        await using var host = await TestHost.StartAsync(more: Tls);
        using var person = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } }) { BaseAddress = host.Secure };
        Assert.Equal("https", host.Secure.Scheme);
        using var answer = await person.PostAsync("/api/session", new StringContent("""{"user":"duty","password":"duty"}""", null, "application/json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), c => Assert.Contains("; secure", c, StringComparison.OrdinalIgnoreCase));
        using var nobody = host.Nobody();
        Assert.Equal("ok", await nobody.GetStringAsync("/healthz"));
    }

    [Fact]
    public async Task Old_versions_of_tls_are_refused()
    {
        await using var host = await TestHost.StartAsync(more: Tls);
        Assert.Equal(SslProtocols.Tls13, await ShakeAsync(host, SslProtocols.None));
        Assert.Equal(SslProtocols.Tls12, await ShakeAsync(host, SslProtocols.Tls12));
        // By its number: the name is obsolete, which is the point.
        const SslProtocols Tls11 = (SslProtocols)0x300;
        await Assert.ThrowsAnyAsync<Exception>(() => ShakeAsync(host, Tls11));
    }

    [Fact]
    public async Task A_renewed_certificate_is_served_without_a_restart_and_a_broken_one_is_not()
    {
        var time = new LaterTime();
        await using var host = await TestHost.StartAsync(services => services.AddKeyedSingleton<TimeProvider>(WatchClock.Wall, time), Tls);
        Assert.Equal("CN=127.0.0.1", await NameAsync());
        _certificates.Sign("server", "renewed.example.com");
        Assert.Equal("CN=renewed.example.com", await NameAsync());
        File.WriteAllText(_certificates.PathOf("server.pem"), "half written");
        Assert.Equal("CN=renewed.example.com", await NameAsync());

        async Task<string> NameAsync()
        {
            time.Advance(TimeSpan.FromSeconds(2));
            var name = "";
            await ShakeAsync(host, SslProtocols.None, seen => name = seen);
            return name;
        }
    }

    [Fact]
    public async Task Beside_tls_nothing_is_served_in_the_clear_beyond_this_machine_and_nobody_is_warned()
    {
        var folder = TestHost.NewFolder();
        await using (var wide = CareHost.Build(["--Http:Bind=0.0.0.0", $"--Data:Path={folder}", "--Http:Port=0", "--Mqtt:Port=0", "--Logging:LogLevel:Default=None", .. Tls]))
        {
            await CareHost.StartAsync(wide);
            var addresses = wide.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
            Assert.StartsWith("http://127.0.0.1:", addresses[0], StringComparison.Ordinal);
            Assert.StartsWith("https://0.0.0.0:", addresses[^1], StringComparison.Ordinal);
            Assert.Empty(Exposure.Of(wide.Services.GetRequiredService<Settings>()));
            await wide.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Tls_connections_that_say_nothing_keep_no_wall_out()
    {
        await using var host = await TestHost.StartAsync(services => services.AddSingleton(new OpenFiles(400)), Tls);
        var crowd = new List<Socket>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                crowd.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                await crowd[^1].ConnectAsync(IPAddress.Loopback, host.Secure.Port);
            }

            Assert.Equal(SslProtocols.Tls13, await ShakeAsync(host, SslProtocols.None));
            Assert.True(await host.MetricAsync("smartcare_http_refused_total") > 50);
        }
        finally
        {
            crowd.ForEach(s => s.Dispose());
        }
    }

    private static async Task<SslProtocols> ShakeAsync(TestHost host, SslProtocols version, Action<string>? seen = null)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Secure.Port);
        await using var tls = new SslStream(socket.GetStream(), false, (_, certificate, _, _) =>
        {
            seen?.Invoke(certificate!.Subject);
            return true;
        });
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = version }).WaitAsync(HubClient.Patience);
        return tls.SslProtocol;
    }

    /// <summary>The real clock, wall and monotonic, set forward by hand together.</summary>
    private sealed class LaterTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref _ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

        public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
    }
}
