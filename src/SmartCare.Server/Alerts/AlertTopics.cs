using System.Text.Json;
using SmartCare.Mqtt.Server;

namespace SmartCare.Server.Alerts;

/// <summary>Every change of an alert on <c>smartcare/alerts/{siteId}/{kind}</c>, QoS 1, not retained.</summary>
internal sealed class AlertTopics(AlertFeed feed, MqttBroker broker) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Published += Publish;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Published -= Publish;
        return Task.CompletedTask;
    }

    private void Publish(AlertDocument change) => broker.Publish(
        $"smartcare/alerts/{change.SiteId}/{JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString())}",
        JsonSerializer.SerializeToUtf8Bytes(change, AlertJson.Plain.AlertDocument), qos: 1, retain: false);
}
