using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.Devices;

/// <summary>The demo home of the contract: 60 rooms of two elders, 20 homes of elders living alone, 380 devices in a fixed order.</summary>
internal static class DemoHouse
{
    private static readonly List<string> s_places = [];
    private static readonly List<Resident> s_residents = [];
    private static readonly List<SimDevice> s_devices = [];

    static DemoHouse()
    {
        foreach (var floor in (int[])[1, 2, 3])
            for (var room = 1; room <= 20; room++)
                AddRoom($"{floor}{room:00}");
        for (var home = 1; home <= 20; home++) AddHome($"h{home:000}");
        ById = s_devices.ToDictionary(d => d.Id);
    }

    public static IReadOnlyList<string> Places => s_places;
    public static IReadOnlyList<Resident> Residents => s_residents;
    public static IReadOnlyList<SimDevice> Devices => s_devices;
    public static IReadOnlyDictionary<string, SimDevice> ById { get; }

    public static SimDevice? Find(string place, DeviceKind kind) => s_devices.Find(d => d.Kind == kind && s_places[d.Place] == place);

    private static void AddRoom(string place)
    {
        s_places.Add(place);
        for (var bed = 1; bed <= 2; bed++)
        {
            AddResident(bed);
            AddDevice($"call-{place}-{bed}", DeviceKind.Call);
        }

        AddDevice($"smoke-{place}", DeviceKind.Smoke);
        AddDevice($"fall-{place}", DeviceKind.Fall);
        AddDevice($"door-{place}", DeviceKind.Door);
    }

    private static void AddHome(string place)
    {
        s_places.Add(place);
        AddResident(bed: 0);
        AddDevice($"call-{place}", DeviceKind.Call);
        AddDevice($"smoke-{place}", DeviceKind.Smoke);
        AddDevice($"motion-{place}", DeviceKind.Motion);
        AddDevice($"door-{place}", DeviceKind.Door);
    }

    private static void AddResident(int bed) => s_residents.Add(new Resident(s_residents.Count, s_places.Count - 1, bed));

    private static void AddDevice(string id, DeviceKind kind) => s_devices.Add(new SimDevice(s_devices.Count, id, kind, s_places.Count - 1));
}
