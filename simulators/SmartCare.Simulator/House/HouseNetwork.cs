using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Life;
using SmartCare.Simulator.Report;

namespace SmartCare.Simulator.House;

/// <summary>A device of the file, how it speaks, and on whose connection.</summary>
/// <param name="Gateway">Null: its own.</param>
internal sealed record Speaker(HouseDevice Device, Spelling Speaks, HouseDevice? Gateway, DeviceLink Link)
{
    public string Topic => Gateway is null ? "smartcare/" + Device.Id : GatewaySpeech.TopicOf(Device);

    /// <summary>zigbee2mqtt has no time of the device.</summary>
    public void Say(System.Text.Json.Nodes.JsonObject? says, Moment now) =>
        Link.Send(new Outgoing(Topic, Speaks.Payload(says, Gateway is null ? now.UnixMs : null)));
}

/// <summary>The connections of a house: one for each device that has its own, one for each gateway, with all that it says when it comes and when it breaks.</summary>
internal sealed class HouseNetwork
{
    public HouseNetwork(HouseFile house, ServerAddress server, Tally tally, int seed)
    {
        var spellings = house.Devices.Select((d, i) => (Device: d, Speaks: Spelling.Of(d.Model, i)!)).ToDictionary(d => d.Device.Id);
        Plans = [.. house.Devices.Where(d => d.Via is null).Select(d => d.Model == "gateway"
            ? PlanOf(d) with { Will = GatewaySpeech.Will, Greetings = GatewaySpeech.Greetings([.. house.Behind(d).Select(b => spellings[b.Id])]), Backlog = Limits.LoadBacklog }
            : PlanOf(d).WithAvailability($"smartcare/{d.Id}/availability"))];
        Links = [.. Plans.Select((p, i) => new DeviceLink(p, server, tally, journal: null, Chance.Of(seed, i, 7)))];
        var linkOf = Plans.Zip(Links).ToDictionary(l => l.First.ClientId, l => l.Second);
        Speakers = [.. house.Devices.Where(d => d.Model != "gateway").Select(d => new Speaker(
            d, spellings[d.Id].Speaks, house.Devices.FirstOrDefault(g => g.Id == d.Via), linkOf[d.Via ?? d.Id]))];
    }

    public IReadOnlyList<LinkPlan> Plans { get; }

    public IReadOnlyList<DeviceLink> Links { get; }

    public IReadOnlyList<Speaker> Speakers { get; }

    private static LinkPlan PlanOf(HouseDevice device) => new(device.Id, device.Id, Limits.DeviceBacklog) { Password = device.Password };
}
