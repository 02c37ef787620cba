using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Accounts;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Intake;

/// <summary>A person, or a program in a person's name: reads alerts, writes nothing.</summary>
internal sealed class PersonSession(string user, Viewer viewer, RegistryIndex registry, Metrics metrics) : MqttClientSession
{
    public override string? Name => user;

    public override MqttVerdict OnPublish(in MqttInboundPublish publish, MqttReceipt receipt)
    {
        metrics.Counter("smartcare_mqtt_publishes_forbidden_total", "PUBLISHes to a topic the sender may not write.").Add();
        return MqttVerdict.Refused(MqttReason.NotAuthorized);
    }

    /// <summary>Alert topics carry whole sites, so family, who sees one elder, has the wall instead.</summary>
    public override bool MaySubscribe(string topicFilter)
    {
        if (viewer.Family is not null || topicFilter.Split('/') is not ["smartcare", "alerts", var site, ..]) return false;
        return site is "+" or "#" ? registry.Sites.All(s => viewer.SeesSite(s.Id.Value)) : viewer.SeesSite(site);
    }
}
