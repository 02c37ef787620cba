using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Bridge;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>A device that shows a certificate of the home's own authority needs no password; everything else about it is checked.</summary>
public sealed class CertificateTests : IAsyncLifetime
{
    private const string LoginsRefused = "smartcare_mqtt_logins_refused_total";
    private readonly Certificates _certificates = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(more:
    [
        "--Mqtt:Tls:Port=0", $"--Mqtt:Tls:Certificate={_certificates.PathOf("server.pem")}", $"--Mqtt:Tls:Key={_certificates.PathOf("server.key")}",
        $"--Mqtt:Tls:ClientCa={_certificates.AuthorityFile}",
    ]);

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData(null, 4)]
    [InlineData("call-101-1", 5)]
    public async Task A_device_is_its_certificates_common_name_and_may_publish(string? user, byte level)
    {
        await using var wall = await _host.WallAsync();
        await using var device = await ConnectAsync(_certificates.Sign("device", "call-101-1"), user, null, level);
        await device.PublishAsync("smartcare/call-101-1", """{"action":"emergency"}""").WaitAsync(HubClient.Patience);
        var alert = await wall.AlertAsync(a => a.Kind == "help");
        Assert.Equal("call-101-1", alert.Alert.GetProperty("device").GetProperty("id").GetString());
        if (level == 4) return;
        var refused = await Assert.ThrowsAsync<MqttNetException>(() => device.PublishAsync("smartcare/call-102-1", """{"action":"emergency"}"""));
        Assert.Equal(MqttReason.NotAuthorized, refused.Reason);
    }

    [Fact]
    public async Task A_bridge_to_a_broker_over_TLS_believes_the_authority_that_it_was_given_and_no_other()
    {
        using var others = new Certificates();
        Assert.Null((await StandAsync(_certificates, s => s.IsUp)).Why);
        Assert.Contains("certificate", (await StandAsync(others, s => s.Why != UpstreamStand.New)).Why, StringComparison.OrdinalIgnoreCase);

        async Task<UpstreamStand> StandAsync(Certificates believed, Func<UpstreamStand, bool> isThere)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(believed.AuthorityFile);
            var options = new UpstreamOptions("bridge", "127.0.0.1", _host.MqttTlsPort, ["zigbee2mqtt/#"]) { Tls = true, Authorities = authorities, User = "gateway", Password = "demo" };
            var link = new UpstreamLink(options, () => new DeafSession(), TimeProvider.System, () => 0, NullLogger.Instance);
            using var stop = new CancellationTokenSource();
            var run = link.RunAsync(stop.Token);
            var stand = await Until.TrueAsync(() => Task.FromResult(link.Stand), isThere, HubClient.Patience);
            await stop.CancelAsync();
            await run;
            return stand;
        }
    }

    private sealed class DeafSession : MqttClientSession
    {
        public override MqttVerdict OnPublish(in MqttInboundPublish publish, MqttReceipt receipt) => MqttVerdict.Accepted;

        public override bool MaySubscribe(string topicFilter) => false;
    }

    [Theory]
    [InlineData("call-999-1", null, null)] // nobody registered it
    [InlineData("gateway", null, null)] // a name with a password and without a record
    [InlineData("duty", null, null)] // a person
    [InlineData("call-101-1", "call-102-1", null)] // says to be another
    [InlineData("call-101-1", "call-101-1", "wrong")] // a password that is given is checked
    [InlineData(null, null, null)]
    public async Task Who_is_not_the_device_that_the_authority_signed_is_refused_and_counted(string? commonName, string? user, string? password)
    {
        var before = await _host.MetricAsync(LoginsRefused);
        var own = commonName is null ? null : _certificates.Sign("device", commonName);
        var refused = await Assert.ThrowsAsync<MqttNetException>(() => ConnectAsync(own, user, password, 5));
        Assert.Equal(MqttReason.BadUserNameOrPassword, refused.Reason);
        Assert.Equal(before + 1, await _host.MetricAsync(LoginsRefused));
    }

    [Fact]
    public async Task A_certificate_of_another_authority_ends_the_handshake()
    {
        using var others = new Certificates();
        var before = await _host.MetricAsync(LoginsRefused);
        var refused = await Assert.ThrowsAsync<MqttNetException>(() => ConnectAsync(others.Sign("device", "call-101-1"), "call-101-1", "demo", 5));
        Assert.NotEqual(MqttReason.BadUserNameOrPassword, refused.Reason);
        Assert.Equal(before, await _host.MetricAsync(LoginsRefused)); // it never came to a CONNECT
    }

    [Fact]
    public async Task A_gateways_certificate_makes_it_a_gateway()
    {
        var admin = await _host.PersonAsync("admin");
        (await admin.PutAsync("/api/devices/hub-1", new { placeId = "101", model = "gateway", name = "Gateway" })).Is(HttpStatusCode.OK);
        await using var hub = await ConnectAsync(_certificates.Sign("device", "hub-1"), null, null, 5);
        Assert.Equal(MqttReason.Success, await hub.PublishAsync("zigbee2mqtt/smoke-101", """{"smoke":false}"""));
        Assert.Equal(
            MqttReason.NotAuthorized,
            (await Assert.ThrowsAsync<MqttNetException>(() => hub.SubscribeAsync("smartcare/alerts/sunshine/#"))).Reason);
    }

    private async Task<MqttNetClient> ConnectAsync(X509Certificate2? own, string? user, string? password, byte level)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificates = own is null ? null : [own],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(_certificates.AuthorityFile) },
            },
        };
        return await _host.MqttAsync("x", level, o => o with { Port = _host.MqttTlsPort, Tls = tls, UserName = user, Password = password });
    }
}
