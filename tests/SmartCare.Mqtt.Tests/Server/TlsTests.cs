using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Mqtt.Client;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Server;

public sealed class TlsTests : IDisposable
{
    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    private SslClientAuthenticationOptions Tls(SslProtocols version = SslProtocols.None, X509Certificate2? own = null) => new()
    {
        TargetHost = "localhost",
        EnabledSslProtocols = version,
        ClientCertificates = own is null ? null : [own],
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(_certificates.AuthorityFile) },
        },
    };

    private static async Task<MqttClient> ConnectAsync(MqttHost host, SslClientAuthenticationOptions tls)
    {
        var client = host.Client("c", with: o => o with { Port = host.TlsPort, Tls = tls });
        await client.ConnectAsync().WaitAsync(Patience.Max);
        return client;
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_device_speaks_tls_and_needs_no_certificate(SslProtocols version)
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house, certificates: _certificates);
        await using var client = await ConnectAsync(host, Tls(version));
        Assert.Equal(MqttReason.Success, await client.PublishAsync("a", new byte[100_000]));
        Assert.Null(house.Requests.Single().ClientCertificate);
    }

    [Fact]
    public async Task Tls_1_1_is_refused()
    {
        await using var host = await MqttHost.StartAsync(certificates: _certificates);
        // By its number: the name is obsolete, which is the point.
        const SslProtocols Tls11 = (SslProtocols)0x300;
        await Assert.ThrowsAsync<MqttClientException>(() => ConnectAsync(host, Tls(Tls11)));
    }

    [Fact]
    public async Task The_house_sees_a_certificate_that_its_authority_signed()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house, certificates: _certificates);
        await using var client = await ConnectAsync(host, Tls(own: _certificates.Sign("device", "smoke-101")));
        Assert.Equal("smoke-101", house.Requests.Single().ClientCertificate!.GetNameInfo(X509NameType.SimpleName, false));
    }

    [Fact]
    public async Task A_certificate_of_another_authority_ends_the_handshake()
    {
        using var others = new Certificates();
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house, certificates: _certificates);
        await Assert.ThrowsAsync<MqttClientException>(() => ConnectAsync(host, Tls(own: others.Sign("device", "smoke-101"))));
        Assert.Empty(house.Requests);
    }

    [Fact]
    public void A_renewed_certificate_is_taken_up_without_a_restart_and_a_broken_file_is_not()
    {
        var time = new ManualTime();
        var files = new MqttCertificates(
            _certificates.PathOf("server.pem"), _certificates.PathOf("server.key"), null, time, NullLogger<MqttCertificates>.Instance);
        var first = Thumbprint();
        Renew("second");
        Assert.Equal(first, Thumbprint()); // looked at once a second
        time.Advance(TimeSpan.FromSeconds(1));
        var second = Thumbprint();
        Assert.NotEqual(first, second);
        File.WriteAllText(_certificates.PathOf("server.pem"), "half written");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(second, Thumbprint());
        Renew("third");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(second, Thumbprint());

        string Thumbprint() => files.Current.ServerCertificateContext!.TargetCertificate.Thumbprint;

        // Of another length, so that the file has changed even when the clock of the file system has not moved.
        void Renew(string name) => _certificates.Sign("server", name + new string('x', name.Length));
    }
}
