using SmartCare.Server.Operations;

namespace SmartCare.Server.Intake;

/// <summary>PUBLISHes to topics that their sender may not write: counted, and in the quarantine by name. MQTT 3.1.1 has no word for no, so its sender
/// never learns of it, and an integrator must.</summary>
internal sealed class RefusedTopics(Quarantine quarantine, Metrics metrics)
{
    private readonly Counter _count = metrics.Counter("smartcare_mqtt_publishes_forbidden_total", "PUBLISHes to a topic the sender may not write.");

    public void Tell(string from, string topic, ReadOnlySpan<byte> payload)
    {
        _count.Add();
        quarantine.Keep(from, topic, "forbidden", "the sender may not write this topic", payload);
    }
}
