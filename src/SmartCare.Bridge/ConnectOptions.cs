using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace SmartCare.Bridge;

/// <summary>CONNECT and SUBSCRIBE, as MQTTnet wants them told.</summary>
internal static class ConnectOptions
{
    public static MqttClientOptions Of(UpstreamOptions upstream)
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(upstream.Host, upstream.Port)
            .WithProtocolVersion(upstream.IsOld ? MqttProtocolVersion.V311 : MqttProtocolVersion.V500)
            .WithClientId(upstream.Name)
            // The session stays at the broker: what comes while we are away waits there.
            .WithCleanSession(false)
            .WithKeepAlivePeriod(Limits.KeepAlive)
            .WithTimeout(Limits.AnswerWithin);
        if (!upstream.IsOld)
            options.WithSessionExpiryInterval(Limits.SessionExpirySeconds).WithReceiveMaximum(Limits.InFlightMax).WithMaximumPacketSize(Limits.PacketMax);
        if (upstream.User is { } user) options.WithCredentials(user, upstream.Password);
        if (upstream.PresenceTopic is { } topic)
            options.WithWillTopic(topic).WithWillPayload(Words(isThere: false)).WithWillRetain().WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (upstream.Tls)
            options.WithTlsOptions(tls =>
            {
                tls.UseTls();
                if (upstream.Authorities is not { } authorities) return;
                // An authority of the house's own publishes no list of what it took back.
                tls.WithTrustChain(authorities).WithRevocationMode(X509RevocationMode.NoCheck);
            });
        return options.Build();
    }

    /// <summary>QoS 1 at most: acknowledged when it is on disk, and sent again when not.</summary>
    public static MqttClientSubscribeOptions SubscriptionsOf(UpstreamOptions upstream) => new()
    {
        TopicFilters =
        [
            .. upstream.Filters.Select(filter => new MqttTopicFilter
            {
                Topic = upstream.Share is { } share ? $"$share/{share}/{filter}" : filter,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                // Our own words do not come back. [MQTT-3.8.3-4] not together with a share; 3.1.1 has no such word.
                NoLocal = !upstream.IsOld && upstream.Share is null,
                // What is retained comes at each connection: a zigbee2mqtt of a quiet house is there when the broker has it so.
            }),
        ],
    };

    /// <summary>Whether we are there, for whoever is at that broker.</summary>
    public static MqttApplicationMessage Presence(string topic, bool isThere) => new()
    {
        Topic = topic, PayloadSegment = Words(isThere), Retain = true, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
    };

    public static byte[] Words(bool isThere) => Encoding.UTF8.GetBytes(isThere ? "online" : "offline");
}
