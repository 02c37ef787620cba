using System.Collections.Concurrent;
using System.Text;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;

namespace SmartCare.Mqtt.Tests.Support;

/// <summary>A house whose verdicts a test chooses; it remembers what it was asked.</summary>
internal sealed class HouseAuthenticator : IMqttAuthenticator
{
    public Func<MqttConnectRequest, MqttAdmission?>? Admit { get; init; }
    public Func<string, MqttVerdict> Verdict { get; init; } = _ => MqttVerdict.Accepted;
    public Func<MqttConnectRequest, string?> Name { get; init; } = _ => null;
    public Func<string?, bool> Knows { get; init; } = _ => true;
    public Func<string, bool> MaySubscribe { get; init; } = _ => true;

    /// <summary>Of a name and a topic.</summary>
    public Func<string?, string, bool> MayHear { get; init; } = (_, _) => true;
    public Func<string?, bool> MayBeLong { get; init; } = _ => false;
    public ConcurrentQueue<(string Topic, long Bytes)> PassedOver { get; } = new();

    /// <summary>Of each connection that has gone: did it break?</summary>
    public ConcurrentQueue<bool> Ends { get; } = new();
    public Func<string?, MqttSpace?> Space { get; init; } = _ => null;

    /// <summary>Of a name, asked once it can be found.</summary>
    public Func<string?, bool> StillHolds { get; init; } = _ => true;
    public ConcurrentQueue<MqttConnectRequest> Requests { get; } = new();
    public ConcurrentQueue<Seen> Publishes { get; } = new();
    public SemaphoreSlim Arrived { get; } = new(0);
    public SemaphoreSlim Gone { get; } = new(0);

    internal sealed record Seen(string Topic, string Payload, byte Qos, bool Retain, bool Dup, bool IsWill, MqttReceipt Receipt, string? From);

    public ValueTask<MqttAdmission> AdmitAsync(MqttConnectRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        var name = Name(request);
        return new(Admit?.Invoke(request) ?? MqttAdmission.Accept(new ClientSession(this, name), () => StillHolds(name)));
    }

    public MqttClientSession? Recall(string? name) => Knows(name) ? new ClientSession(this, name) : null;

    /// <summary>Waits until so many more publishes have come to the house.</summary>
    public async Task<Seen[]> WaitAsync(int count)
    {
        for (var i = 0; i < count; i++) Assert.True(await Arrived.WaitAsync(Patience.Max), $"publish {i + 1} of {count} did not arrive");
        return [.. Publishes];
    }

    private sealed class ClientSession(HouseAuthenticator house, string? name) : MqttClientSession
    {
        public override string? Name => name;

        public override string? RatedAs => name;

        public override MqttVerdict OnPublish(in MqttInboundPublish publish, MqttReceipt receipt)
        {
            var payload = Encoding.UTF8.GetString(publish.Payload);
            var seen = new Seen(publish.Topic, payload, publish.Qos, publish.Retain, publish.Dup, publish.IsWill, receipt, name);
            house.Publishes.Enqueue(seen);
            var verdict = house.Verdict(seen.Topic);
            house.Arrived.Release();
            return verdict;
        }

        public override MqttSpace? Space { get; } = house.Space(name);

        public override bool MaySubscribe(string topicFilter) => house.MaySubscribe(topicFilter);

        public override bool MayHear(string topic) => house.MayHear(name, topic);

        public override bool MayBeLong => house.MayBeLong(name);

        public override void OnPassedOver(string topic, long bytes) => house.PassedOver.Enqueue((topic, bytes));

        public override void OnGone(bool isBroken)
        {
            house.Ends.Enqueue(isBroken);
            house.Gone.Release();
        }
    }
}
