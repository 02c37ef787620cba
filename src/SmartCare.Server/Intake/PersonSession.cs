using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Accounts;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Intake;

/// <summary>A person, or a program in a person's name: reads alerts, writes nothing. What they may see is asked for each message.</summary>
internal sealed class PersonSession(string user, AccountStore accounts, RegistryIndex registry, RefusedTopics refused) : MqttClientSession
{
    public override string? Name => user;

    public override MqttVerdict OnPublish(in MqttInboundPublish publish, MqttReceipt receipt)
    {
        refused.Tell(user, publish.Topic, publish.Payload);
        return MqttVerdict.Refused(MqttReason.NotAuthorized);
    }

    /// <summary>Alert topics carry whole sites, so family, who sees one elder, has the wall instead, and officials see sums.</summary>
    public override bool MaySubscribe(string topicFilter) =>
        accounts.FindUnlocked(user) is { Role: not (Role.Family or Role.Officer) } account
        && topicFilter.Split('/') is ["smartcare", "alerts" or "sites", var site, ..] && (site is "+" or "#" || new Viewer(account, registry, accounts.Find).SeesSite(site));

    /// <summary>A wildcard is all sites that are theirs when it rings, not those that were when they subscribed.</summary>
    public override bool MayHear(string topic) => MaySubscribe(topic);
}
