using SmartCare.Domain.Alerts;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.World;

internal enum HomeSize
{
    /// <summary>A room of two and two dwellings: 4 elders.</summary>
    Small,

    /// <summary>Ten rooms and eight dwellings: 28 elders.</summary>
    Medium,

    /// <summary>54 rooms and 12 dwellings: 120 elders, 320 devices.</summary>
    Large,
}

/// <summary>A room or a dwelling with who and what is in it.</summary>
internal sealed class Dwelling(Place place)
{
    public Place Place => place;

    public bool IsHome => place.Kind is PlaceKind.Home;

    public List<ElderLife> Elders { get; } = [];

    public List<SimDevice> Devices { get; } = [];

    public IEnumerable<SimDevice> Of(string model) => Devices.Where(d => d.Record.Model == model);

    /// <summary>Radars see whoever is in the room.</summary>
    public void SeeWhoIsThere()
    {
        var someone = Elders.Any(e => e.IsHere);
        foreach (var radar in Of("fall-radar")) radar.Set(state: someone);
    }
}

/// <summary>The homes of one seed: an institution and a neighbourhood of elders living alone.</summary>
internal sealed class Home
{
    public static readonly SiteId Institution = SiteId.Of("sunshine"), Neighbourhood = SiteId.Of("riverside");

    private readonly Run _run;
    private readonly Dictionary<Subject, SimDevice> _devices = [];
    private readonly Dictionary<ElderId, Household> _families = [];
    private readonly ILookup<Subject, SimDevice> _speakers;
    private readonly List<RegistryRecord> _records = [];
    private Chance _chance;

    public Home(Run run, HomeSize size)
    {
        _run = run;
        _chance = Chance.Of(run.Seed, 4);
        var (rooms, homes) = size switch { HomeSize.Small => (1, 2), HomeSize.Medium => (10, 8), _ => (54, 12) };
        AddSite(new Site(Institution, "阳光养老院", "Sunshine Home", run.Season.TimeZone) { Duty = Duty.Plan(size) });
        // Of two neighbourhoods one has nobody but its wall.
        AddSite(new Site(Neighbourhood, "河畔社区居家", "Riverside homes", run.Season.TimeZone) { Duty = run.Seed % 2 == 0 ? Duty.Plan(size) : null });
        for (var room = 1; room <= rooms; room++) AddRoom(room);
        for (var home = 1; home <= homes; home++) AddHome(home);
        _speakers = Devices.ToLookup(Oracles.ReadingOracle.PersonOf);
    }

    public List<Dwelling> Dwellings { get; } = [];

    public List<SimDevice> Devices { get; } = [];

    /// <summary>Those that have a duty plan.</summary>
    public HashSet<SiteId> Planned { get; } = [];

    public int Elders => Dwellings.Sum(d => d.Elders.Count);

    /// <summary>Sites first, as the registry is filled.</summary>
    public IEnumerable<RegistryRecord> Records => _records.OrderByDescending(r => r.Subject.Kind);

    public SimDevice? Device(Subject about) => _devices.GetValueOrDefault(about);

    /// <summary>The devices that speak for this person or place.</summary>
    public IEnumerable<SimDevice> Speakers(Subject about) => _speakers[about];

    public bool IsPlanned(SiteId site) => Planned.Contains(site);

    public Household FamilyOf(ElderId elder) => _families[elder];

    public ElderId[] LodgersOf(PlaceId place) => [.. Dwellings.Where(d => d.Place.Id == place).SelectMany(d => d.Elders).Select(e => e.Record.Id)];

    /// <summary>Whatever can sense this elder: her own devices and those of the place.</summary>
    public IEnumerable<SimDevice> DevicesAround(Subject elder) => Dwellings.First(d => d.Elders.Any(e => Subject.Of(e.Record.Id) == elder)).Devices;

    public bool HasDementia(Subject elder) => Dwellings.SelectMany(d => d.Elders).First(e => Subject.Of(e.Record.Id) == elder).Record.Plan.Dementia;

    /// <summary>Somebody came about an alert and does what there is to do.</summary>
    public void Help(Alert alert)
    {
        var nowMs = _run.Agenda.NowMs;
        _run.Truths.End(alert.Kind, alert.About, nowMs);
        var place = Dwellings.FirstOrDefault(d => d.Place.Id == alert.PlaceId);
        if (place is null) return;
        foreach (var elder in place.Elders) elder.Helped(alert.Kind);
        switch (alert.Kind)
        {
            case AlertKind.Offline or AlertKind.Battery or AlertKind.Fault or AlertKind.Tamper when Device(alert.About) is { } device:
                device.Faults.Revive();
                device.Faults.IsStuckAt = null;
                device.Set(battery: 100);
                _run.Truths.End(AlertKind.Battery, alert.About, nowMs);
                device.Connect();
                break;
            case AlertKind.Fall:
                foreach (var radar in place.Of("fall-radar")) Later(() => radar.Set(fall: FallPhase.None));
                break;
            case AlertKind.Fire or AlertKind.Gas or AlertKind.Water:
                // One in five goes on after it was seen to: the pan is still on the stove.
                foreach (var detector in place.Devices.Where(d => d.Danger && d.Record.Model is not "cord" && _chance.Happens(0.8))) Later(() => detector.Set(danger: false));
                break;
            case AlertKind.Help:
                // One in three forgets to set it back.
                foreach (var cord in place.Of("cord").Where(d => d.Danger && _chance.Happens(0.7))) Later(() => cord.Set(danger: false));
                break;
            default: break;
        }
    }

    private void Later(Action deed) => _run.Agenda.Add(_run.Agenda.NowMs + _chance.Between(5, 300) * Spans.Second, deed);

    private void AddRoom(int number)
    {
        var place = new Place(PlaceId.Of($"{100 + number}"), Institution, $"{100 + number}", PlaceKind.Room);
        var dwelling = Add(place);
        DeviceId? gateway = null;
        // A gateway to each twenty rooms; the devices of the first room of a floor have a connection of their own.
        if (number % 20 == 1) AddDevice(dwelling, $"gateway-{number}", "gateway", null, null);
        else gateway = DeviceId.Of($"gateway-{number - (number - 1) % 20}");
        for (var bed = 1; bed <= 2; bed++)
        {
            var elder = AddElder(dwelling, $"elder-{number}-{bed}", bed);
            AddDevice(dwelling, $"call-{number}-{bed}", "call", elder, gateway);
            if (_run.Worn is not null) AddDevice(dwelling, $"band-{number}-{bed}", "wearable", elder, null);
        }

        AddDevice(dwelling, $"smoke-{number}", "smoke", null, gateway);
        AddDevice(dwelling, $"fall-{number}", "fall-radar", null, null);
        AddDevice(dwelling, $"door-{number}", "door", null, gateway);
        if (number % 3 == 1) AddDevice(dwelling, $"cord-{number}", "cord", null, gateway);
        if (number % 30 == 1) AddDevice(dwelling, $"bed-{number}", "bed", dwelling.Elders[0].Record.Id, null);
    }

    private void AddHome(int number)
    {
        var place = new Place(PlaceId.Of($"h{number:000}"), Neighbourhood, $"{number:000}", PlaceKind.Home);
        var dwelling = Add(place);
        var elder = AddElder(dwelling, $"elder-h{number:000}", null);
        AddDevice(dwelling, $"smoke-h{number:000}", "smoke", null, null);
        AddDevice(dwelling, $"motion-h{number:000}", "motion", null, null);
        AddDevice(dwelling, $"door-h{number:000}", "door", null, null);
        AddDevice(dwelling, $"call-h{number:000}", number % 4 == 2 ? "wearable" : "call", elder, null);
        if (_run.Worn is not null) AddDevice(dwelling, $"band-h{number:000}", "wearable", elder, null);
        if (number % 6 == 1) AddDevice(dwelling, $"gas-h{number:000}", "gas", null, null);
        if (number % 6 == 2) AddDevice(dwelling, $"water-h{number:000}", "water", null, null);
    }

    private void AddSite(Site site)
    {
        _records.Add(site);
        if (site.Duty is not null) Planned.Add(site.Id);
    }

    private Dwelling Add(Place place)
    {
        _records.Add(place);
        var dwelling = new Dwelling(place);
        Dwellings.Add(dwelling);
        return dwelling;
    }

    private ElderId AddElder(Dwelling dwelling, string id, int? bed)
    {
        var family = IsPlanned(dwelling.Place.SiteId) ? Duty.FamilyOf(Elders) : Household.None;
        var elder = new Elder(ElderId.Of(id), dwelling.Place.SiteId, dwelling.Place.Id, id, bed, 1 + Elders % 3)
        {
            Household = family,
            // Of those who live alone one in four must not go out alone.
            Plan = dwelling.IsHome && Elders % 4 == 3 ? new CarePlan { Dementia = true } : CarePlan.Default,
        };
        _families.Add(elder.Id, family);
        _records.Add(elder);
        dwelling.Elders.Add(new ElderLife(_run, dwelling, elder, Elders));
        return elder.Id;
    }

    private void AddDevice(Dwelling dwelling, string id, string model, ElderId? elder, DeviceId? via)
    {
        var record = new Device(DeviceId.Of(id), dwelling.Place.SiteId, dwelling.Place.Id, elder, model, id) { Via = via };
        _records.Add(record);
        var device = new SimDevice(_run, record, Devices.Count);
        Devices.Add(device);
        dwelling.Devices.Add(device);
        _devices.Add(record.Subject, device);
    }
}
