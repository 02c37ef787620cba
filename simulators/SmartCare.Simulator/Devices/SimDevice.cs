namespace SmartCare.Simulator.Devices;

internal enum DeviceKind
{
    Smoke, Call, Fall, Door, Motion,
}

/// <summary>A device of the demo home.</summary>
/// <param name="Index">Number in the fixed order of <see cref="DemoHouse.Devices"/>, from 0.</param>
/// <param name="Place">Index of the room or home.</param>
internal sealed record SimDevice(int Index, string Id, DeviceKind Kind, int Place)
{
    public string Topic { get; } = "smartcare/" + Id;
    public string AvailabilityTopic { get; } = "smartcare/" + Id + "/availability";

    /// <summary>The radar hangs on the mains.</summary>
    public bool HasBattery => Kind is not DeviceKind.Fall;
}
