namespace SmartCare.Mqtt.Server;

/// <summary>The plain broker of Mqtt:Open: admits everyone, accepts everything. For conformance suites, on loopback only.</summary>
public sealed class OpenGate : IMqttGate
{
    private static readonly MqttAdmission Welcome = MqttAdmission.Accept(new Anyone());

    public ValueTask<MqttAdmission> AdmitAsync(MqttConnectRequest request, CancellationToken cancellationToken) => new(Welcome);

    private sealed class Anyone : MqttGuest
    {
        public override MqttVerdict OnPublish(in MqttInboundPublish publish, MqttReceipt receipt) => MqttVerdict.Accepted;

        public override bool MaySubscribe(string topicFilter) => true;
    }
}
