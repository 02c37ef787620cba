using SmartCare.Server.Operations;

namespace SmartCare.Server.Upstreams;

/// <summary>Runs the bridges from when the house is whole until it stops: what comes before is of devices that nobody has registered yet.</summary>
internal sealed class UpstreamRunner(UpstreamWatch upstreams, Health health) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await health.WhenStarted.WaitAsync(stoppingToken);
        await Task.WhenAll(upstreams.All.Select(u => Task.Run(() => u.Link.RunAsync(stoppingToken), stoppingToken)));
    }
}
