using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>Rights that change hold from the next alert on, for whoever listens already: nobody hears of a site that is not theirs any more, nor misses
/// one that has become theirs.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    private const string Sunny = "call-102-1", River = "call-h002";
    private TestHost _host = null!;

    private AccountStore Accounts => _host.Services.GetRequiredService<AccountStore>();

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("smartcare/alerts/#")]
    [InlineData("smartcare/alerts/+/help")]
    [InlineData("$share/g/smartcare/alerts/#")]
    public async Task A_wildcard_is_the_sites_that_are_theirs_when_it_rings(string filter)
    {
        Allow("riverside");
        await using var listener = await ListenAsync("duty", filter);
        await PressAsync(Sunny, River);
        Assert.Equal(River, await NextAsync(listener));
        Allow("riverside", "sunshine");
        await PressAsync(Sunny);
        Assert.Equal(Sunny, await NextAsync(listener));
        Allow("sunshine");
        await PressAsync(River, Sunny);
        Assert.Equal(Sunny, await NextAsync(listener));
    }

    [Fact]
    public async Task A_site_that_is_added_later_is_not_heard_by_who_had_all_sites()
    {
        await using var listener = await ListenAsync("duty", "smartcare/alerts/#");
        await using var wall = await _host.WallAsync();
        var admin = await _host.PersonAsync("admin");
        (await admin.PutAsync("/api/sites/hillside", new { name = "山坡", nameEn = "Hillside", timeZone = "Asia/Shanghai" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/places/x1", new { siteId = "hillside", name = "1", kind = "room" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/devices/call-x1", new { placeId = "x1", model = "call", name = "x" })).Is(HttpStatusCode.OK);
        Accounts.SetDevicePassword("demo", "call-x1");
        await PressAsync("call-x1", Sunny);
        Assert.Equal(Sunny, await NextAsync(listener));
        Assert.Equal(Sunny, DeviceOf((await wall.AlertsAsync(1))[0].Alert));
    }

    [Fact]
    public async Task What_waited_for_somebody_who_was_away_is_judged_when_they_are_back()
    {
        MqttNetOptions Kept(MqttNetOptions o) => o with { Password = "duty", ClientId = "kept", CleanStart = false, SessionExpiryS = 600 };
        await using (var away = await _host.MqttAsync("duty", with: Kept))
        {
            await away.SubscribeAsync("smartcare/alerts/#");
            await away.DisconnectAsync();
        }

        await PressAsync(Sunny, River);
        Allow("riverside");
        await using var back = await _host.MqttAsync("duty", with: Kept);
        Assert.Equal(River, await NextAsync(back));
    }

    [Fact]
    public async Task A_wall_that_hangs_shows_what_its_person_may_see_now()
    {
        Allow("riverside");
        await using var wall = await _host.WallAsync();
        await PressAsync(Sunny, River);
        Assert.Equal(River, DeviceOf((await wall.AlertsAsync(1))[0].Alert));
        Allow("sunshine");
        await PressAsync(River, Sunny);
        Assert.Equal(Sunny, DeviceOf((await wall.AlertsAsync(1))[0].Alert));
    }

    [Fact]
    public async Task A_family_hears_nothing_of_an_elder_who_is_not_theirs_any_more()
    {
        await using var wall = await _host.WallAsync("family");
        await PressAsync("call-101-1");
        Assert.Equal("call-101-1", DeviceOf((await wall.AlertsAsync(1))[0].Alert));
        Accounts.Change("family", a => a with { Elders = ["elder-102-1"] });
        await PressAsync("call-101-1", Sunny);
        Assert.Equal(Sunny, DeviceOf((await wall.AlertsAsync(1))[0].Alert));
    }

    [Fact]
    public async Task Who_loses_a_site_is_refused_when_they_ask_for_it_by_name()
    {
        await using var listener = await ListenAsync("duty", "smartcare/alerts/sunshine/#");
        Allow("riverside");
        await Assert.ThrowsAsync<MqttNetException>(() => listener.SubscribeAsync("smartcare/alerts/sunshine/help"));
        await listener.SubscribeAsync("smartcare/alerts/riverside/#");
        await PressAsync(Sunny, River);
        Assert.Equal(River, await NextAsync(listener));
    }

    private void Allow(params string[] sites) => Assert.NotNull(Accounts.Change("duty", a => a with { Sites = sites }));

    private async Task<MqttNetClient> ListenAsync(string user, string filter)
    {
        var client = await _host.MqttAsync(user, with: o => o with { Password = user });
        await client.SubscribeAsync(filter);
        return client;
    }

    /// <summary>One after the other: the second alert comes after the first, or there is none.</summary>
    private async Task PressAsync(params string[] buttons)
    {
        foreach (var button in buttons) await _host.PressAsync(button);
    }

    private static async Task<string> NextAsync(MqttNetClient client)
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        return DeviceOf(JsonDocument.Parse((await client.Messages.ReadAsync(patience.Token)).Payload).RootElement);
    }

    private static string DeviceOf(JsonElement alert) => alert.GetProperty("device").GetProperty("id").GetString()!;
}
