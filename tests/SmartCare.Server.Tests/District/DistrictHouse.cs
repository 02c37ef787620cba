using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Grains.Silo;
using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.District;

/// <summary>The demo's two sites in two streets of one district, with an official of each street and one of the district who may read names.</summary>
public sealed class DistrictHouse : IAsyncLifetime
{
    private readonly List<Person> _machines = [];

    public ShiftedTime Time { get; } = new();

    public TestHost Host { get; private set; } = null!;

    public Person Admin { get; private set; } = null!;

    public Person StreetA { get; private set; } = null!;

    public Person StreetB { get; private set; } = null!;

    public Person District { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await TestHost.StartAsync(services => services.AddKeyedSingleton<TimeProvider>(WatchClock.Wall, Time));
        Admin = await Host.PersonAsync("admin");
        foreach (var (id, kind, parent) in ((string, string, string?)[])[("city", "city", null), ("district", "district", "city"), ("a", "street", "district"), ("b", "street", "district"), ("a1", "community", "a"), ("b1", "community", "b")])
            (await Admin.PutAsync($"/api/levels/{id}", new { kind, name = $"{id} 级", parentId = parent })).Is(HttpStatusCode.OK);
        (await Admin.PutAsync("/api/sites/sunshine", new { levelId = "a1" })).Is(HttpStatusCode.OK);
        (await Admin.PutAsync("/api/sites/riverside", new { levelId = "b1" })).Is(HttpStatusCode.OK);
        StreetA = await OfficerAsync("officer-a", "a", names: false);
        StreetB = await OfficerAsync("officer-b", "b", names: false);
        District = await OfficerAsync("officer-d", "district", names: true);
    }

    public async Task DisposeAsync()
    {
        foreach (var machine in (Person[])[StreetA, StreetB, District, .. _machines]) machine.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>A machine with a token of a level, made as admin makes one.</summary>
    public async Task<Person> MachineAsync(string level, params string[] scopes)
    {
        var made = (await Admin.PostAsync("/api/tokens", new { name = "区平台", scopes, sites = Array.Empty<string>(), days = 30, levelId = level })).Is(HttpStatusCode.Created);
        var machine = Person.Nobody(Host.Http);
        machine.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made["secret"].GetString());
        _machines.Add(machine);
        return machine;
    }

    private async Task<Person> OfficerAsync(string user, string level, bool names)
    {
        (await Admin.PutAsync($"/api/people/{user}", new { name = "科员", role = "officer", levelId = level, names, password = "an evening by the river", mustChangePassword = false })).Is(HttpStatusCode.OK);
        return await Person.SignInAsync(Host.Http, user, "an evening by the river");
    }
}
