using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Server.Registry;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Care;

/// <summary>Who is begun anew because its row cannot be read knows of its neighbours what it knew, and is watched over as before.</summary>
public sealed class GrainRescueTests(GrainRescueTests.Settled settled) : IClassFixture<GrainRescueTests.Settled>
{
    private const long NowMs = 1_800_000_000_000;

    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeMilliseconds(NowMs);

    [Fact]
    public void A_rescued_elder_has_her_sources_and_is_watched_from_now_on()
    {
        var house = settled.House;
        var seenAlone = 0;
        foreach (var elder in house.Services.GetRequiredService<RegistryIndex>().Elders)
        {
            var (before, after) = Twice<ElderState>(house, elder.Subject);
            Assert.Equal((before.Record, before.TimeZone, before.AtHome, before.Alone), (after.Record, after.TimeZone, after.AtHome, after.Alone));
            Assert.Equal(before.Own, after.Own);
            Assert.Equal(before.Shared, after.Shared);
            Assert.Equal(before.SeeingSince is null ? (DateTimeOffset?)null : s_now, after.SeeingSince);
            Assert.Equal(s_now, after.DueAt);
            if (before is { Alone: true, SeeingSince: not null }) seenAlone++;
        }

        Assert.True(seenAlone > 0, "Nobody in the demo home lives alone and is seen.");
    }

    [Fact]
    public void A_rescued_place_knows_who_lives_there_and_what_watches_it()
    {
        var house = settled.House;
        foreach (var place in house.Services.GetRequiredService<RegistryIndex>().Places)
        {
            var (before, after) = Twice<PlaceState>(house, place.Subject);
            Assert.Equal(before.Record, after.Record);
            Assert.Equal(before.Elders, after.Elders);
            Assert.Equal(before.Sources, after.Sources);
        }
    }

    [Fact]
    public void The_silence_of_a_rescued_device_is_noticed_and_its_test_asked_for()
    {
        var house = settled.House;
        foreach (var device in house.Services.GetRequiredService<RegistryIndex>().Devices)
        {
            var (before, after) = Twice<DeviceState>(house, device.Subject);
            Assert.Equal(before.Record, after.Record);
            Assert.Equal(s_now + Models.All[device.Model].SilenceLimit, after.SilenceDueAt);
            Assert.Equal(before.Upkeep.TestDueAt is null, after.Upkeep.TestDueAt is null);
        }
    }

    [Fact]
    public void A_rescued_site_knows_its_elders_and_judges_at_once_who_would_be_reached()
    {
        var house = settled.House;
        foreach (var site in house.Services.GetRequiredService<RegistryIndex>().Sites)
        {
            var (before, after) = Twice<SiteState>(house, site.Subject);
            Assert.Equal(before.Record, after.Record);
            Assert.Equal(before.Households, after.Households);
            Assert.Equal(before.Lodgings, after.Lodgings);
            Assert.Equal(s_now, after.DueAt);
        }
    }

    [Fact]
    public async Task Two_rescues_of_a_site_never_give_a_notice_the_same_number()
    {
        await using var house = await TestHost.StartAsync();
        await house.PressAsync("call-104-1");
        var id = Subject.Of(SiteId.Of("sunshine"));
        var at = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 60_000;
        var (first, second) = (Rescued<SiteState>(house, id, at).Alerts.Open[0], Rescued<SiteState>(house, id, at + 60_000).Alerts.Open[0]);
        Assert.Equal(first.Id, second.Id);
        Assert.True(second.Notices >= first.Notices + 60, $"{first.Notices}, then {second.Notices}");
    }

    private static (TState Before, TState After) Twice<TState>(TestHost house, Subject id) where TState : class =>
        (CareJson.Read<TState>(house.Services.GetRequiredService<ICareStore>().Load(id)!.State.Span)!, Rescued<TState>(house, id, NowMs));

    private static TState Rescued<TState>(TestHost house, Subject id, long nowMs) where TState : class =>
        CareJson.Read<TState>(house.Services.GetRequiredService<IGrainRescue>().Rescue(id, null, nowMs).State.Span)!;

    /// <summary>The demo home, with one who lives alone and is seen. Who is begun anew here is looked at and not kept.</summary>
    public sealed class Settled : IAsyncLifetime
    {
        public TestHost House { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            House = await TestHost.StartAsync();
            await House.SayAsync("motion-h006", """{"occupancy":true}""");
            // That she is seen comes to the elder by two letters.
            await House.SettledAsync();
            await House.StopAsync();
            await House.StartAgainAsync();
        }

        public async Task DisposeAsync() => await House.DisposeAsync();
    }
}
