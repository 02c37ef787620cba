using SmartCare.Cluster.Tests.Support;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;

namespace SmartCare.Cluster.Tests;

/// <summary>Two silos over one store: whatever lives where, one need is one alert.</summary>
public sealed class TwoSiloTests : IAsyncLifetime
{
    private static readonly Device s_call = Home.Devices["call"];
    private static readonly Subject s_site = Subject.Of(Home.Site);
    private CareCluster _care = null!;

    public async Task InitializeAsync() => _care = await CareCluster.StartAsync(2);

    public async Task DisposeAsync() => await _care.DisposeAsync();

    [Fact] public async Task A_press_that_is_heard_by_either_silo_is_one_alert()
    {
        await _care.Register(s_call);
        await _care.Press("call", silo: 0);
        await _care.Press("call", silo: 1);
        await _care.Wall.Shows(s => s.Count == 2);
        Assert.Equal(2, Assert.Single(_care.OnDisk<SiteState>(s_site)!.Alerts.Open).Occurrences);
        Assert.Equal([AlertStep.Raised, AlertStep.Repeated], _care.Wall.Shown.Select(s => s.Event.What));
    }

    [Fact] public async Task Letters_go_from_one_silo_to_the_other()
    {
        await _care.Register(s_call);
        await _care.Site(Home.Site.Value).Register(DutyHome.Sunshine);
        await Apart(s_call);
        await _care.Press("call");
        await _care.Wall.Shows(s => s.Any(c => c.Alert.Kind is AlertKind.Help));
        Assert.True(_care.Care(0).IsAwake(s_call.Subject) && _care.Care(1).IsAwake(s_site));
        Assert.False(_care.Care(1).IsAwake(s_call.Subject) || _care.Care(0).IsAwake(s_site));
    }

    [Fact] public async Task An_elder_who_moves_in_is_known_to_the_house_on_the_other_silo()
    {
        var wang = new Elder(Home.Wang, Home.Site, Home.Room, "王秀英", 1, 3) { Household = DutyHome.Family };
        await _care.Site(Home.Site.Value).Register(DutyHome.Sunshine);
        await _care.Grains(0).GetGrain<IPlaceGrain>(Home.Room.Value).Register(new Place(Home.Room, Home.Site, "101", PlaceKind.Room));
        var elder = _care.Grains(0).GetGrain<IElderGrain>("wang");
        await elder.Wake();
        await _care.MoveAsync(_care.Site(Home.Site.Value), s_site, 1);
        await _care.MoveAsync(elder, Subject.Of(Home.Wang), 0);
        await elder.Register(wang);
        // Whoever presses now has a family: the site has had the letter.
        await _care.Register(s_call);
        await _care.Press("call");
        await _care.Wall.Shows(s => s.Any(c => c.Alert.Kind is AlertKind.Help));
        Assert.Equal(1, Assert.Single(_care.Wall.Shown, c => c.Event.What is AlertStep.Raised && c.Alert.Kind is AlertKind.Help).Alert.Occurrences);
    }

    [Fact] public async Task When_one_silo_stops_the_other_serves_its_grains()
    {
        await _care.Register(s_call);
        await _care.Site(Home.Site.Value).Register(DutyHome.Sunshine);
        await Apart(s_call);
        await _care.Press("call");
        await _care.Wall.Shows(s => s.Any(c => c.Alert.Kind is AlertKind.Help));
        // The one in which the site lives.
        await _care.StopAsync(1);
        await _care.Press("call");
        await _care.Wall.Shows(s => s.Any(c => c.Event.What is AlertStep.Repeated));
        var open = _care.OnDisk<SiteState>(s_site)!.Alerts.Open.Where(a => a.Kind is AlertKind.Help);
        Assert.Equal(2, Assert.Single(open).Occurrences);
    }

    [Fact] public async Task Changes_of_both_silos_have_one_row_of_numbers()
    {
        foreach (var i in Enumerable.Range(0, 20))
        {
            var call = s_call with { Id = DeviceId.Of($"call-{i}"), SiteId = SiteId.Of($"site-{i}"), ElderId = null, PlaceId = PlaceId.Of($"room-{i}") };
            await _care.Register(call, silo: i % 2);
            await _care.MoveAsync(_care.Device(call.Id.Value), call.Subject, i % 2);
        }

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _care.Press($"call-{i}", silo: (i + 1) % 2)));
        await _care.Wall.Shows(s => s.Count == 20);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), _care.Store.Rows.Cast<AlertRow>().Select(r => r.Seq));
        Assert.Equal(20, _care.Wall.Shown.Select(s => s.Alert.SiteId).Distinct().Count());
        Assert.True(_care.Care(0).Committer.Commits > 0 && _care.Care(1).Committer.Commits > 0);
    }

    /// <summary>The device in the first silo, its site in the second.</summary>
    private async Task Apart(Device device)
    {
        await _care.MoveAsync(_care.Device(device.Id.Value), device.Subject, 0);
        await _care.MoveAsync(_care.Site(device.SiteId.Value), Subject.Of(device.SiteId), 1);
    }
}
