using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Registry;
using SmartCare.Server.Intake;

namespace SmartCare.Server.Demo;

/// <summary>The home that <c>--demo</c> seeds into an empty registry: a nursing home of 60 rooms and 20 homes of elders living alone.</summary>
internal sealed class DemoHome(GrainRegistry grains, AccountStore accounts)
{
    private const string Sunshine = "sunshine", Riverside = "riverside", DevicePassword = "demo";

    /// <summary>Slow hashes, of passwords that everyone knows: made once, however many homes this process seeds.</summary>
    private static readonly Lazy<IReadOnlyList<Account>> s_people = new(() =>
    {
        var passwords = new PasswordCheck();
        string[] both = [Sunshine, Riverside];
        return
        [
            new Account("duty", "值班员", Role.Duty, both, [], passwords.Hash("duty"), Demo: true),
            new Account("director", "院长", Role.Director, both, [], passwords.Hash("director"), Demo: true),
            new Account("family", "家属", Role.Family, [Sunshine], ["elder-101-1"], passwords.Hash("family"), Demo: true),
            new Account("admin", "管理员", Role.Admin, both, [], passwords.Hash("admin"), Demo: true),
        ];
    });

    public async Task SeedAsync()
    {
        if (accounts.IsEmpty) accounts.Add(s_people.Value);
        // Written last: a start that was broken off half way is made good by the next one.
        if (accounts.KnowsDevice(CareAuthenticator.Gateway)) return;
        var records = Records().ToList();
        // Sites and places first: whoever looks meanwhile never finds a device in a place that does not exist.
        foreach (var group in records.GroupBy(r => r.Subject.Kind).OrderByDescending(g => g.Key))
            await Task.WhenAll(group.Select(r => grains.RegisterAsync(r)));
        accounts.SetDevicePassword(DevicePassword, [CareAuthenticator.Gateway, .. records.OfType<Device>().Select(d => d.Id.Value)]);
    }

    private static IEnumerable<RegistryRecord> Records()
    {
        yield return new Site(SiteId.Of(Sunshine), "阳光养老院", "Sunshine Home", "Asia/Shanghai");
        yield return new Site(SiteId.Of(Riverside), "河畔社区居家", "Riverside homes", "Asia/Shanghai");
        var names = DemoNames.All().GetEnumerator();
        foreach (var floor in (int[])[1, 2, 3])
            for (var room = 1; room <= 20; room++)
                foreach (var record in Room(floor * 100 + room, names))
                    yield return record;
        for (var home = 1; home <= 20; home++)
            foreach (var record in Home(home, names))
                yield return record;
    }

    private static IEnumerable<RegistryRecord> Room(int number, IEnumerator<string> names)
    {
        var place = new Place(PlaceId.Of($"{number}"), SiteId.Of(Sunshine), $"{number}", PlaceKind.Room);
        yield return place;
        for (var bed = 1; bed <= 2; bed++)
        {
            names.MoveNext();
            var elder = new Elder(ElderId.Of($"elder-{number}-{bed}"), place.SiteId, place.Id, names.Current, bed, CareLevel: 1 + (number + bed) % 3);
            yield return elder;
            yield return Device(place, $"call-{number}-{bed}", "call", $"{number} 床{bed} 呼叫按钮", elder);
        }

        yield return Device(place, $"smoke-{number}", "smoke", $"{number} 烟感");
        yield return Device(place, $"fall-{number}", "fall-radar", $"{number} 跌倒雷达");
        yield return Device(place, $"door-{number}", "door", $"{number} 房门");
    }

    private static IEnumerable<RegistryRecord> Home(int number, IEnumerator<string> names)
    {
        names.MoveNext();
        var key = $"h{number:000}";
        var place = new Place(PlaceId.Of(key), SiteId.Of(Riverside), $"{number:000}", PlaceKind.Home);
        var elder = new Elder(ElderId.Of($"elder-{key}"), place.SiteId, place.Id, names.Current, Bed: null, CareLevel: 1 + number % 3);
        yield return place;
        yield return elder;
        yield return Device(place, $"call-{key}", "call", $"{number:000} 呼叫按钮", elder);
        yield return Device(place, $"smoke-{key}", "smoke", $"{number:000} 烟感");
        yield return Device(place, $"motion-{key}", "motion", $"{number:000} 人体感应");
        yield return Device(place, $"door-{key}", "door", $"{number:000} 入户门");
    }

    private static Device Device(Place place, string id, string model, string name, Elder? elder = null) =>
        new(DeviceId.Of(id), place.SiteId, place.Id, elder?.Id, model, name);
}
