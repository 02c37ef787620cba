namespace SmartCare.Mqtt.Server;

/// <summary>The plain broker of Mqtt:Open: admits everyone, accepts everything. For conformance suites, on loopback only.</summary>
public sealed class OpenAuthenticator : IMqttAuthenticator
{
    private static readonly Anyone s_anyone = new();
    private static readonly MqttAdmission Welcome = MqttAdmission.Accept(s_anyone);

    public ValueTask<MqttAdmission> AdmitAsync(MqttConnectRequest request, CancellationToken cancellationToken) => new(Welcome);

    public MqttClientSession? Recall(string? name) => s_anyone;

    private sealed class Anyone : MqttClientSession
    {
        public override MqttVerdict OnPublish(in MqttInboundPublish publish, MqttReceipt receipt) => MqttVerdict.Accepted;

        public override bool MaySubscribe(string topicFilter) => true;
    }
}
