using Microsoft.Extensions.Hosting;

namespace SmartCare.Mqtt.Server;

/// <summary>Ticks the broker once a second.</summary>
public sealed class MqttHeartbeat(MqttBroker broker, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) broker.Tick();
    }
}
