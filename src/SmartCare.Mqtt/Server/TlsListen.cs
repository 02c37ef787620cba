using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace SmartCare.Mqtt.Server;

/// <summary>TLS on a listener of Kestrel, and MQTT over it.</summary>
public static class TlsListen
{
    /// <summary>From accept to the end of the TLS handshake.</summary>
    private static readonly TimeSpan s_handshakeMax = TimeSpan.FromMilliseconds(Limits.UnauthenticatedMs);

    /// <summary>TLS with whatever certificate is the current one at each handshake.</summary>
    public static void UseTls(this ListenOptions listen, TlsCertificates certificates) => listen.UseHttps(new TlsHandshakeCallbackOptions
    {
        HandshakeTimeout = s_handshakeMax,
        OnConnection = _ => new ValueTask<SslServerAuthenticationOptions>(certificates.Current),
    });

    public static void UseMqttTls(this ListenOptions listen, TlsCertificates certificates)
    {
        // Not HTTP: no protocol is negotiated inside TLS.
        listen.Protocols = HttpProtocols.None;
        listen.Use(next =>
        {
            var broker = listen.ApplicationServices.GetRequiredService<MqttBroker>();
            return connection => broker.ArriveAsync(connection, arrival =>
            {
                connection.Features.Set(arrival);
                return next(connection);
            });
        });
        listen.UseTls(certificates);
        listen.UseConnectionHandler<MqttConnectionHandler>();
    }
}
