using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;

namespace SmartCare.Simulator.Load;

/// <summary>What is asked of a load run.</summary>
internal sealed record LoadPlan(int Connections, double Rate, TimeSpan Duration, double PressesPerMinute, bool Gateway)
{
    public const string GatewayUser = "gateway";

    /// <summary>The server refuses devices that it does not know, so more connections than devices speak as gateways.</summary>
    public bool AsGateway => Gateway || Connections > DemoHouse.Devices.Count;

    public IEnumerable<LinkPlan> Links() => Enumerable.Range(0, Connections).Select(i => AsGateway
        ? new LinkPlan($"load-gateway-{i}", GatewayUser, Limits.LoadBacklog)
        : new LinkPlan($"load-{DemoHouse.Devices[i].Id}", DemoHouse.Devices[i].Id, Limits.LoadBacklog));
}
