using SmartCare.Simulator.Devices;

namespace SmartCare.Simulator.Home;

/// <summary>How the devices of a home reach the server.</summary>
internal interface IDeviceNetwork
{
    bool IsUp(SimDevice device);

    void Send(SimDevice device, byte[] payload);
}
