using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SmartCare.Mqtt.Server;

/// <summary>MQTT over TLS as a listener of Kestrel.</summary>
public static class MqttListen
{
    /// <summary>From accept to the end of the TLS handshake.</summary>
    private static readonly TimeSpan s_handshakeMax = TimeSpan.FromMilliseconds(Limits.UnauthenticatedMs);

    public static void UseMqttTls(this ListenOptions listen, MqttCertificates certificates)
    {
        // Not HTTP: no protocol is negotiated inside TLS.
        listen.Protocols = HttpProtocols.None;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = s_handshakeMax,
            OnConnection = _ => new ValueTask<System.Net.Security.SslServerAuthenticationOptions>(certificates.Current),
        });
        listen.UseConnectionHandler<MqttConnectionHandler>();
    }
}
