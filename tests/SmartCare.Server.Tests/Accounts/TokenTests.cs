using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>Machines sign in with a token: what the table of access does not ask.</summary>
public sealed class TokenTests(House house) : IClassFixture<House>
{
    private readonly TestHost _host = house.Host;

    [Fact]
    public async Task A_wall_of_a_machine_hears_its_sites_and_ends_with_its_token()
    {
        var (id, secret) = await MadeAsync(["read"], "sunshine");
        await using var wall = await HubClient.ConnectAsync(_host.Http, null, token: secret);
        await wall.ResumeAsync(await _host.SeqAsync());
        await _host.PressAsync("call-h003");
        var pressed = await _host.PressAsync("call-103-1");
        Assert.Equal(pressed.GetProperty("id").GetString(), (await wall.AlertsAsync(1))[0].Id);
        await Assert.ThrowsAsync<HubCallException>(() => wall.InvokeAsync("Acknowledge", pressed.GetProperty("id").GetString()));
        (await (await _host.PersonAsync("admin")).SendAsync(HttpMethod.Delete, $"/api/tokens/{id}")).Is(HttpStatusCode.NoContent);
        await wall.EndsAtOnceAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(_host.Http, null, token: secret));
        using var machine = Machine(secret);
        (await Reply.OfAsync(machine.GetAsync("/api/alerts"))).IsProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_machine_that_only_answers_has_no_wall_and_is_named_in_the_alert_and_the_record()
    {
        var (id, secret) = await MadeAsync(["alerts"], "sunshine");
        await using (var wall = await HubClient.ConnectAsync(_host.Http, null, token: secret)) await wall.EndsAtOnceAsync();
        var alert = (await _host.PressAsync("call-104-1")).GetProperty("id").GetString();
        using var machine = Machine(secret);
        var answered = (await Reply.OfAsync(machine.PostAsync($"/api/alerts/{alert}/acknowledge", null))).Is(HttpStatusCode.OK);
        Assert.Equal($"token/{id}", answered["acknowledgedBy"].GetString());
        var row = Assert.Single((await (await _host.PersonAsync("admin")).GetAsync($"/api/audit?user=token/{id}")).Items);
        Assert.Equal(("acknowledge", $"alert/{alert}"), (row.GetProperty("what").GetString(), row.GetProperty("about").GetString()));
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_stands_nowhere()
    {
        var admin = await _host.PersonAsync("admin");
        var (id, secret) = await MadeAsync(["read", "export"]);
        Assert.Matches("^sc_[A-Za-z0-9_-]{43}$", secret);
        var listed = (await admin.GetAsync("/api/tokens")).Items.Single(t => t.GetProperty("id").GetString() == id);
        Assert.Equal(Contract.HttpContract.Fields("token"), listed.EnumerateObject().Select(p => p.Name));
        Assert.DoesNotContain(secret, (await admin.GetAsync("/api/audit?limit=500&user=admin")).Body.ToString(), StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(_host.Folder, "*.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            Assert.DoesNotContain(secret, Encoding.Latin1.GetString(copy.ToArray()), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("")]
    [InlineData("x y z")]
    public async Task A_wrong_token_is_nobody_even_beside_a_right_cookie_and_is_summed_up_in_the_record(string wrong)
    {
        using var both = await Person.SignInAsync(_host.Http, "duty", "duty");
        both.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {wrong}");
        using var answer = await both.Http.GetAsync("/api/alerts");
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (answer.StatusCode, answer.Headers.WwwAuthenticate.Single().Scheme));
        var refused = (await (await _host.PersonAsync("admin")).GetAsync("/api/audit?user=token/%3F&limit=500")).Items;
        Assert.All(refused, r => Assert.Equal("signInFailed", r.GetProperty("what").GetString()));
        Assert.NotEmpty(refused);
    }

    [Theory]
    [InlineData("""{"scopes":["read"],"sites":[],"days":1}""", "name")]
    [InlineData("""{"name":"x","scopes":[],"sites":[],"days":1}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["write"],"sites":[],"days":1}""", "wrong type")]
    [InlineData("""{"name":"x","scopes":["read"],"sites":["nowhere"],"days":1}""", "sites")]
    [InlineData("""{"name":"x","scopes":["read"],"days":1}""", "sites")]
    [InlineData("""{"name":"x","scopes":["read"],"sites":[],"days":401}""", "days")]
    public async Task A_token_is_not_made_when(string body, string why)
    {
        var refused = await Reply.OfAsync((await _host.PersonAsync("admin")).Http.PostAsync("/api/tokens", new StringContent(body, null, "application/json")));
        Assert.Contains(why, refused.IsProblem(HttpStatusCode.BadRequest)["detail"].GetString(), StringComparison.Ordinal);
    }

    private async Task<(string Id, string Secret)> MadeAsync(string[] scopes, params string[] sites)
    {
        var made = (await (await _host.PersonAsync("admin")).PostAsync("/api/tokens", new { name = "the district", scopes, sites, days = 30 })).Is(HttpStatusCode.Created);
        return (made["id"].GetString()!, made["secret"].GetString()!);
    }

    private HttpClient Machine(string secret)
    {
        var machine = _host.Nobody();
        machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return machine;
    }
}
