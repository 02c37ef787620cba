using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Words;
using SmartCare.Mqtt.Packets;
using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Onboarding;

/// <summary>The demo home with gateways of its own, one for each test, and a director who works at Sunshine alone.</summary>
public sealed class InboxHouse : IAsyncLifetime
{
    private int _hubs;

    public SteppedTime Time { get; } = new();

    public TestHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await TestHost.StartAsync(s => s.AddSingleton<TimeProvider>(Time));
        var hash = new PasswordCheck();
        Host.Services.GetRequiredService<AccountStore>().Add(new Account("sunny", "sunny", Role.Director, ["sunshine"], [], hash.Hash("sunny"), Demo: true));
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    /// <summary>A gateway of its own, at a place.</summary>
    public async Task<Hub> HubAsync(string place)
    {
        var name = $"hub-{Interlocked.Increment(ref _hubs)}";
        var admin = await Host.PersonAsync("admin");
        (await admin.PutAsync($"/api/devices/{name}", new { placeId = place, model = "gateway", name, password = "a hub's own" })).Is(HttpStatusCode.OK);
        return new Hub(this, name, await Host.MqttAsync(name, with: o => o with { Password = "a hub's own" }));
    }

    /// <summary>What a person sees of one gateway.</summary>
    public async Task<IReadOnlyList<JsonElement>> InboxAsync(Hub hub, string user = "admin")
    {
        var (items, after) = (new List<JsonElement>(), "");
        while (true)
        {
            var page = (await (await Host.PersonAsync(user)).GetAsync($"/api/inbox?limit=200{(after.Length == 0 ? "" : $"&after={after}")}")).Is(HttpStatusCode.OK);
            items.AddRange(page.Items);
            if (page["next"].GetString() is not { } next) return [.. items.Where(i => i.GetProperty("via").GetString() == hub.Name)];
            after = next;
        }
    }

    /// <summary>The next change of an alert about an unknown device of this gateway to a state.</summary>
    public static async Task<JsonElement> ChangeAsync(HubClient wall, Hub hub, string state) => (await wall.AlertAsync(a => a.State == state && IsAbout(a.Alert, hub))).Alert;

    /// <summary>The alerts about unknown devices of a gateway that stand at a site.</summary>
    public async Task<IReadOnlyList<JsonElement>> AlertsAsync(Hub hub, string site) =>
        [.. (await (await Host.PersonAsync("admin")).GetAsync($"/api/alerts?site={site}&limit=500")).Items
            .Where(a => IsAbout(a, hub))];

    private static bool IsAbout(JsonElement alert, Hub hub) => alert.GetProperty("kind").GetString() == "system"
        && alert.GetProperty("history").EnumerateArray().Any(h => h.GetProperty("note").GetString()?.Contains($"gateway {hub.Name} ", StringComparison.Ordinal) is true);
}

/// <summary>A gateway that is signed in, as zigbee2mqtt.</summary>
public sealed class Hub(InboxHouse house, string name, MqttNetClient client) : IAsyncDisposable
{
    public string Name => name;

    public MqttNetClient Client => client;

    /// <returns>What the house answers.</returns>
    public async Task<MqttReason> SayAsync(string topic, string payload)
    {
        try
        {
            return await client.PublishAsync($"zigbee2mqtt/{topic}", payload).WaitAsync(HubClient.Patience);
        }
        catch (MqttNetException refused)
        {
            return refused.Reason;
        }
    }

    /// <summary>Its list of devices: address and name of each, all of them smoke detectors.</summary>
    public Task ListAsync(params (string Address, string Name)[] devices) => SayAsync("bridge/devices", JsonSerializer.Serialize(devices.Select(d => new
    {
        ieee_address = d.Address, type = "EndDevice", friendly_name = d.Name,
        definition = new { vendor = "Heiman", model = "HS1SA", description = "Smoke detector", exposes = new object[] { new { type = "binary", name = "smoke", property = "smoke", access = 1 }, new { type = "numeric", property = "battery", access = 1 } } },
    })));

    public async Task<JsonElement> EntryAsync(string called) => Assert.Single(await house.InboxAsync(this), i => i.GetProperty("name").GetString() == called);

    /// <summary>Accepts what the gateway calls so, as a device of this id in this room.</summary>
    public async Task<JsonElement> AcceptAsync(string called, string id, string place)
    {
        var key = (await EntryAsync(called)).GetProperty("key").GetString();
        return (await (await house.Host.PersonAsync("admin")).PostAsync($"/api/inbox/{key}/accept", new { id, placeId = place })).Is(HttpStatusCode.OK).Body;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
