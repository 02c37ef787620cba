using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Notices;
using SmartCare.Server.Tests.Support;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.Tests.Webhooks;

/// <summary>Subscriptions over the API, from making one to what its receiver gets.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private Gateway _gateway = null!;
    private Person _admin = null!;

    public async Task InitializeAsync()
    {
        _gateway = await Gateway.StartAsync();
        _host = await TestHost.StartAsync(more: ["--Notices:Allow=127.0.0.1"]);
        _admin = await _host.PersonAsync("admin");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task After_a_rotation_a_message_is_signed_with_both_secrets()
    {
        var made = await MakeAsync(names: false);
        var former = made["secret"].GetString()!;
        var rotated = (await _admin.PostAsync($"/api/webhooks/{made["id"].GetString()}/rotate")).Is(HttpStatusCode.OK).Body.GetProperty("secret").GetString()!;
        Assert.NotEqual(former, rotated);
        await _host.PressAsync("call-101-1");
        var first = await _gateway.NextAsync();
        Assert.True(Holds(former, first) && Holds(rotated, first));

        static bool Holds(string secret, Received call) =>
            WebhookSignature.Holds(secret, call.Headers["webhook-id"], call.Headers["webhook-timestamp"], call.Headers["webhook-signature"], call.Body);
    }

    [Fact]
    public async Task A_subscriber_gets_each_change_signed_and_without_names_over_a_restart()
    {
        var made = await MakeAsync(names: false);
        var secret = made["secret"].GetString()!;
        var alert = await _host.PressAsync("call-101-1");
        var first = await _gateway.NextAsync();
        Assert.True(WebhookSignature.Holds(secret, first.Headers["webhook-id"], first.Headers["webhook-timestamp"], first.Headers["webhook-signature"], first.Body));
        Assert.Equal("application/json; charset=utf-8", first.Headers["content-type"]);
        // Every field of the contract, in its order; ids stay, names go.
        Assert.Equal(alert.EnumerateObject().Select(f => f.Name), first.Json.EnumerateObject().Select(f => f.Name));
        Assert.Equal(("elder-101-1", ""), (first.Json.GetProperty("elder").GetProperty("id").GetString(), first.Json.GetProperty("elder").GetProperty("name").GetString()));

        var path = $"/api/alerts/{alert.GetProperty("id").GetString()}";
        (await _admin.PostAsync($"{path}/acknowledge")).Is(HttpStatusCode.OK);
        (await _admin.PostAsync($"{path}/note", new { text = "王秀英 is in the bathroom" })).Is(HttpStatusCode.OK);
        var (second, third) = (await _gateway.NextAsync(), await _gateway.NextAsync());
        Assert.Equal(("acknowledged", JsonValueKind.Null), (second.Json.GetProperty("state").GetString(), second.Json.GetProperty("acknowledgedBy").ValueKind));
        Assert.DoesNotContain("秀", third.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("admin", third.Text, StringComparison.Ordinal);

        _gateway.Answers = _ => (503, "");
        await _host.StopAsync();
        await _host.StartAgainAsync();
        _admin = await _host.PersonAsync("admin");
        _gateway.Answers = _ => (200, "");
        (await _admin.PostAsync($"{path}/resolve", new { outcome = "real" })).Is(HttpStatusCode.OK);
        var last = await _gateway.NextAsync();
        while (last.Json.GetProperty("state").GetString() != "resolved") last = await _gateway.NextAsync();
        Assert.DoesNotContain(secret, (await _admin.GetAsync("/api/webhooks")).Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_names_it_is_the_alert_as_the_api_shows_it()
    {
        await MakeAsync(names: true);
        var alert = await _host.PressAsync("call-102-1");
        Assert.Equal(alert.ToString(), (await _gateway.NextAsync()).Json.ToString());
    }

    [Fact]
    public async Task It_is_tested_changed_turned_off_and_on_and_removed_and_all_of_that_is_recorded_without_its_secret()
    {
        var made = await MakeAsync(names: false);
        var path = $"/api/webhooks/{made["id"].GetString()}";
        Assert.True((await _admin.PostAsync($"{path}/test")).Is(HttpStatusCode.OK)["delivered"].GetBoolean());
        Assert.Equal("test", (await _gateway.NextAsync()).Json.GetProperty("outcome").GetString());
        Assert.Equal(0, (await _admin.GetAsync($"{path}/deliveries")).Items.Single().GetProperty("seq").GetInt64());

        (await _admin.PutAsync(path, new { enabled = false })).Is(HttpStatusCode.OK);
        var missed = await _host.PressAsync("call-103-1");
        var off = (await _admin.GetAsync("/api/webhooks")).Items.Single();
        Assert.Equal((false, 1), (off.GetProperty("enabled").GetBoolean(), off.GetProperty("behind").GetInt32()));
        (await _admin.PutAsync(path, new { enabled = true, kinds = new[] { "help", "fall" } })).Is(HttpStatusCode.OK);
        Assert.Equal(missed.GetProperty("id").GetString(), (await _gateway.NextAsync()).Json.GetProperty("id").GetString());
        (await _admin.SendAsync(HttpMethod.Delete, path)).Is(HttpStatusCode.NoContent);
        await _host.PressAsync("call-104-1");

        var rows = (await _admin.GetAsync("/api/audit?limit=500")).Items.Where(r => r.ToString().Contains("ebhook", StringComparison.Ordinal)).ToList();
        Assert.Equal(["makeWebhook", "test", "write", "write", "remove"], rows.Select(r => r.GetProperty("what").GetString()));
        Assert.DoesNotContain(rows, r => r.ToString().Contains(made["secret"].GetString()![6..], StringComparison.Ordinal));
        Assert.Equal(2, _gateway.Calls);
    }

    [Theory]
    [InlineData("http://10.0.0.7/in", 400), InlineData("ftp://example.com/", 400), InlineData("https://user:pass@example.com/", 400), InlineData("http://169.254.169.254/", 400), InlineData("https://example.com/in", 201)]
    public async Task It_leads_only_where_a_house_may_call(string url, int status) =>
        Assert.Equal(status, (int)(await _admin.PostAsync("/api/webhooks", new { name = "a system", url, sites = new[] { "sunshine" }, enabled = false })).Status);

    [Fact]
    public async Task One_that_is_gone_is_off_and_rings_and_stands_in_readyz_until_it_is_on_again()
    {
        _gateway.Answers = n => (n == 1 ? 410 : 200, "");
        var made = await MakeAsync(names: false);
        await using var wall = await _host.WallAsync();
        await _host.PressAsync("call-105-1");
        var rang = (await wall.AlertAsync(a => a.Kind == "system" && a.Alert.ToString().Contains("webhookOff", StringComparison.Ordinal))).Alert;
        Assert.Equal("webhookOff", rang.GetProperty("history")[0].GetProperty("says")[0].GetProperty("code").GetString());
        Assert.Contains("webhooks", (await _admin.GetAsync("/readyz")).Body.GetProperty("problems").ToString(), StringComparison.Ordinal);
        var path = $"/api/webhooks/{made["id"].GetString()}";
        Assert.Contains("410", (await _admin.GetAsync("/api/webhooks")).Items.Single().GetProperty("off").GetProperty("why").GetString(), StringComparison.Ordinal);
        (await _admin.PutAsync(path, new { enabled = true })).Is(HttpStatusCode.OK);
        await wall.AlertAsync(a => a.Alert.GetProperty("id").GetString() == rang.GetProperty("id").GetString() && a.State == "resolved");
        await _gateway.NextAsync();
        Assert.Equal("help", (await _gateway.NextAsync()).Json.GetProperty("kind").GetString());
        Assert.Contains((await _admin.GetAsync("/api/audit?limit=500&user=system")).Items, r => r.GetProperty("what").GetString() == "turnOff");
    }

    /// <summary>For calls: on a busy disk the silo may also have something to say of itself.</summary>
    private async Task<Reply> MakeAsync(bool names) =>
        (await _admin.PostAsync("/api/webhooks", new { name = "a system", url = $"{_gateway.Url}in", sites = new[] { "sunshine" }, kinds = new[] { "help" }, names })).Is(HttpStatusCode.Created);
}
