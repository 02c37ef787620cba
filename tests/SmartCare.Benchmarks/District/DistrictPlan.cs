using SmartCare.Benchmarks.Brokers;

namespace SmartCare.Benchmarks.District;

/// <summary>
/// A district of elders who live alone, as the demo's riverside is: a neighbourhood is a site with one zigbee2mqtt gateway, a home has an elder, a
/// button, a smoke detector, a motion sensor and the door.
/// </summary>
internal sealed record DistrictPlan(int Devices, int Gateways)
{
    /// <summary>Every gateway's password.</summary>
    public const string Password = "district";

    /// <summary>Packets of one device until the first comes again: each reading has other values than the one before.</summary>
    private const int Turns = 4;

    private const int DevicesMin = 32, DevicesMax = 10_000;

    private static readonly string[] s_kinds = ["call", "smoke", "motion", "door"];

    /// <summary>Why it cannot be; null when it can. Every packet of a gateway's window has an id of its own, of 65,535.</summary>
    public string? Trouble => Devices / Gateways is < DevicesMin or > DevicesMax ? $"--devices is {DevicesMin} to {DevicesMax:#,0} for each gateway." : null;

    public static string Site(int gateway) => $"d{gateway:000}";

    public static string Gateway(int gateway) => $"gw-{gateway:000}";

    /// <summary>Numbers of the devices behind a gateway; four make a home.</summary>
    public int CountOf(int gateway) => (int)((gateway + 1L) * Devices / Gateways - (long)gateway * Devices / Gateways);

    public int HomesOf(int gateway) => (CountOf(gateway) + s_kinds.Length - 1) / s_kinds.Length;

    public static string Home(int gateway, int home) => $"d{gateway:000}-{home:000}";

    public static string Elder(int gateway, int home) => $"elder-{Home(gateway, home)}";

    public static string Kind(int device) => s_kinds[device % s_kinds.Length];

    public static int HomeOf(int device) => device / s_kinds.Length;

    public static string Device(int gateway, int device) => $"{Kind(device)}-{Home(gateway, HomeOf(device))}";

    /// <summary>Buttons, one neighbourhood after the other.</summary>
    public string Button(int number)
    {
        var gateway = number % Gateways;
        return Device(gateway, number / Gateways % HomesOf(gateway) * s_kinds.Length);
    }

    /// <summary>What a gateway says: each of its devices in turn, then all of them again with other values.</summary>
    public LoadScript Script(int gateway)
    {
        var devices = CountOf(gateway);
        var packets = new byte[devices * Turns * DemoPackets.PublishBytes];
        for (var i = 0; i < devices * Turns; i++)
            DemoPackets.Publish(
                $"zigbee2mqtt/{Device(gateway, i % devices)}", Kind(i % devices), i, i / devices, packets.AsSpan(i * DemoPackets.PublishBytes, DemoPackets.PublishBytes));
        return new LoadScript(DemoPackets.Connect(Gateway(gateway), Gateway(gateway), Password), packets);
    }
}
