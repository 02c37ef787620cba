using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;

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

    private static async Task<MqttNetClient> ConnectAsync(MqttHost host, SslClientAuthenticationOptions tls)
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
        await Assert.ThrowsAsync<MqttNetException>(() => ConnectAsync(host, Tls(Tls11)));
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task A_suite_without_authenticated_encryption_is_refused()
    {
        await using var host = await MqttHost.StartAsync(certificates: _certificates);
        var cbc = Tls(SslProtocols.Tls12);
        cbc.CipherSuitesPolicy = new CipherSuitesPolicy([TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256]);
        await Assert.ThrowsAsync<MqttNetException>(() => ConnectAsync(host, cbc));
        var gcm = Tls(SslProtocols.Tls12);
        gcm.CipherSuitesPolicy = new CipherSuitesPolicy([TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]);
        await using var client = await ConnectAsync(host, gcm);
    }

    [Fact]
    public async Task Connections_that_never_shake_hands_share_the_places_of_their_address_and_keep_no_device_out()
    {
        await using var host = await MqttHost.StartAsync(options: new MqttOptions { ConnectionsPerAddressMax = 1 }, certificates: _certificates);
        var silent = new List<RawClient>();
        for (var i = 0; i < 40; i++)
            try
            {
                silent.Add(await RawClient.ConnectAsync(host.TlsPort));
            }
            catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset)
            {
                // It has made room before it knew that it was connected.
            }

        var cut = silent.Select(s => s.ReadAsync()).ToList();
        // Each but one has made room for another; that one is counted, though it has not said a word.
        while (cut.Count > 1)
        {
            var gone = await Task.WhenAny(cut).WaitAsync(Patience.Max);
            Assert.Equal("", await gone);
            cut.Remove(gone);
        }

        await using var client = await ConnectAsync(host, Tls());
        Assert.Equal("", await cut[0].WaitAsync(Patience.Max));
        Assert.Equal(MqttReason.Success, await client.PublishAsync("a", new byte[10]));
        silent.ForEach(s => s.Dispose());
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
        await Assert.ThrowsAsync<MqttNetException>(() => ConnectAsync(host, Tls(own: others.Sign("device", "smoke-101"))));
        Assert.Empty(house.Requests);
    }

    [Fact]
    public void A_renewed_certificate_is_taken_up_without_a_restart_and_a_broken_file_is_not()
    {
        var time = new ManualTime();
        var files = new TlsCertificates(
            _certificates.PathOf("server.pem"), _certificates.PathOf("server.key"), null, time, NullLogger<TlsCertificates>.Instance);
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
