using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Mqtt.Packets;
using SmartCare.Server.Alerts;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>What stands at a site, for who subscribes late.</summary>
public sealed class StandingTopicTests
{
    [Fact]
    public async Task Who_subscribes_late_sees_what_stands_without_names_and_after_a_restart_the_same()
    {
        await using var host = await TestHost.StartAsync();
        var (help, fire) = (await host.PressAsync("call-101-1"), await FireAsync(host, "smoke-102"));
        for (var start = 0; start < 2; start++)
        {
            await using var late = await host.MqttAsync("duty", with: o => o with { Password = "duty" });
            await late.SubscribeAsync("smartcare/sites/+/alerts");
            var sites = new Dictionary<string, JsonElement>();
            while (!(sites.ContainsKey("riverside") && sites.TryGetValue("sunshine", out var now) && now.GetProperty("open").GetInt32() == 2))
                if (await NextAsync(late) is var told) sites[told.GetProperty("siteId").GetString()!] = told;
            Assert.Equal(0, sites["riverside"].GetProperty("open").GetInt32());
            var stands = sites["sunshine"];
            Assert.Equal([fire, help.GetProperty("id").GetString()!], stands.GetProperty("alerts").EnumerateArray().Select(a => a.GetProperty("id").GetString()!).Order(StringComparer.Ordinal).Reverse());
            Assert.Equal(["id", "seq", "kind", "priority", "state", "placeId", "raisedAt"], stands.GetProperty("alerts")[0].EnumerateObject().Select(f => f.Name));
            Assert.DoesNotContain("王", stands.ToString(), StringComparison.Ordinal);
            if (start > 0) break;
            await host.StopAsync();
            await host.StartAgainAsync();
        }

        await using var listener = await host.MqttAsync("duty", with: o => o with { Password = "duty" });
        await listener.SubscribeAsync("smartcare/sites/sunshine/alerts");
        await NextAsync(listener);
        await (await host.PersonAsync("duty")).PostAsync($"/api/alerts/{help.GetProperty("id").GetString()}/resolve", new { outcome = "real" });
        var left = await NextAsync(listener);
        while (left.GetProperty("open").GetInt32() != 1) left = await NextAsync(listener);
        Assert.Equal([fire], left.GetProperty("alerts").EnumerateArray().Select(a => a.GetProperty("id").GetString()));
    }

    [Theory, InlineData("call-102-1", "demo"), InlineData("gateway", "demo"), InlineData("family", "family")]
    public async Task Only_staff_of_the_site_listens(string user, string password)
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await host.MqttAsync(user, with: o => o with { Password = password });
        Assert.Equal(MqttReason.NotAuthorized, (await Assert.ThrowsAsync<MqttNetException>(() => client.SubscribeAsync("smartcare/sites/sunshine/alerts"))).Reason);
    }

    [Fact]
    public void The_longest_list_is_shorter_than_what_any_client_takes()
    {
        var one = new StandingAlert(new string('i', 24), long.MaxValue, Domain.Words.AlertKind.Environment, Domain.Words.Priority.Medium, Domain.Words.AlertState.Acknowledged, new string('p', 64), DateTimeOffset.UtcNow);
        var longest = JsonSerializer.SerializeToUtf8Bytes(new StandingAlerts(new string('s', 64), 1, 1_000, [.. Enumerable.Repeat(one, StandingTopics.Most)]), StandingJson.Plain.StandingAlerts);
        Assert.InRange(longest.Length, 50_000, 128 * 1024);
    }

    private static async Task<string> FireAsync(TestHost host, string device)
    {
        await using var wall = await host.WallAsync("admin");
        await host.SayAsync(device, """{"smoke":true}""");
        return (await wall.AlertAsync(a => a.Kind == "fire")).Alert.GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> NextAsync(MqttNetClient client)
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        return JsonDocument.Parse((await client.Messages.ReadAsync(patience.Token)).Payload).RootElement;
    }
}
