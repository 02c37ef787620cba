using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Life;
using SmartCare.Simulator.Report;

namespace SmartCare.Simulator.Home;

/// <summary>Every device of the demo home on a connection of its own, with its will.</summary>
internal sealed class HomeNetwork(ServerAddress server, Tally tally, int seed) : IDeviceNetwork
{
    private readonly DeviceLink[] _links =
    [
        .. DemoHouse.Devices.Select(d => new DeviceLink(PlanOf(d), server, tally, journal: null, Chance.Of(seed, d.Index, 7))),
    ];

    public IReadOnlyList<DeviceLink> Links => _links;

    public bool IsUp(SimDevice device) => _links[device.Index].IsUp;

    public void Send(SimDevice device, byte[] payload) => _links[device.Index].Send(new Outgoing(device.Topic, payload));

    public static LinkPlan PlanOf(SimDevice device) => new LinkPlan(device.Id, device.Id, Limits.DeviceBacklog).WithAvailability(device.AvailabilityTopic);
}
