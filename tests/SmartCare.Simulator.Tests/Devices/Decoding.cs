using SmartCare.Domain.Readings;

namespace SmartCare.Simulator.Tests.Devices;

/// <summary>What the server makes of a payload.</summary>
internal static class Decoding
{
    /// <summary>Decodes it, or fails the test: a simulator must not be a bad integrator.</summary>
    public static Reading Read(string deviceId, byte[] payload)
    {
        var decoded = PayloadDecoder.Decode(payload);
        Assert.True(decoded is { IsUsable: true, Trouble: null }, $"{deviceId}: {decoded.Trouble} in {System.Text.Encoding.UTF8.GetString(payload)}");
        return new Reading(Domain.Words.DeviceId.Of(deviceId), decoded.DeviceTimeMs, 0, false, 0, decoded.Values);
    }
}
