using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmartCare.Mqtt.Packets;
using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>What ends a session ends it now: the next request, the wall that hangs, the program that listens over MQTT.</summary>
public sealed class SessionEndTests(House house) : IClassFixture<House>
{
    private static int s_people;
    private readonly TestHost _host = house.Host;

    private AccountStore Accounts => _host.Services.GetRequiredService<AccountStore>();

    [Fact]
    public async Task A_cookie_is_worth_nothing_after_signing_out_and_its_walls_are_gone_but_no_other_browsers()
    {
        var who = Somebody();
        using var one = await Person.SignInAsync(_host.Http, who, who);
        using var two = await Person.SignInAsync(_host.Http, who, who);
        await using var wall = await WallOfAsync(one);
        await using var other = await WallOfAsync(two);
        await using var program = await ListenAsync(who);
        var cookie = one.Cookie;
        (await one.SendAsync(HttpMethod.Delete, "/api/session")).Is(HttpStatusCode.NoContent);
        await wall.EndsAtOnceAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(cookie));
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(_host.Http, cookie));
        (await two.GetAsync("/api/session")).Is(HttpStatusCode.OK);
        await other.BeatAsync();
        // It has signed in by itself, with the password.
        await program.SubscribeAsync("smartcare/alerts/riverside/#");
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_whatever_came_in_by_the_old_one()
    {
        var who = Somebody();
        using var one = await Person.SignInAsync(_host.Http, who, who);
        using var two = await Person.SignInAsync(_host.Http, who, who);
        await using var own = await WallOfAsync(one);
        await using var wall = await WallOfAsync(two);
        await using var program = await ListenAsync(who);
        (await ChangeAsync(one, who, "an evening by the river")).Is(HttpStatusCode.NoContent);
        await wall.EndsAtOnceAsync();
        await program.Closed.WaitAsync(HubClient.Patience);
        Assert.Equal(MqttReason.AdministrativeAction, program.CloseReason!.Reason);
        (await two.GetAsync("/api/session")).IsProblem(HttpStatusCode.Unauthorized);
        (await one.GetAsync("/api/session")).Is(HttpStatusCode.OK);
        await own.BeatAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => Person.SignInAsync(_host.Http, who, who));
        await Assert.ThrowsAsync<MqttNetException>(() => ListenAsync(who));
        (await Person.SignInAsync(_host.Http, who, "an evening by the river")).Dispose();
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("remove")]
    [InlineData("everywhere")]
    public async Task Everything_of_somebody_ends_at_once_by(string what)
    {
        var who = Somebody();
        using var one = await Person.SignInAsync(_host.Http, who, who);
        using var two = await Person.SignInAsync(_host.Http, who, who);
        await using var wall = await WallOfAsync(one);
        await using var second = await WallOfAsync(two);
        await using var program = await ListenAsync(who);
        var cookies = (string[])[one.Cookie, two.Cookie];
        switch (what)
        {
            case "lock": Accounts.Change(who, a => a with { Locked = true }); break;
            case "remove": Assert.True(Accounts.Remove(who)); break;
            default: (await one.SendAsync(HttpMethod.Delete, "/api/sessions")).Is(HttpStatusCode.NoContent); break;
        }

        await Task.WhenAll(wall.EndsAtOnceAsync(), second.EndsAtOnceAsync(), program.Closed.WaitAsync(HubClient.Patience));
        foreach (var cookie in cookies) Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(cookie));
        await AgainAsync(what is "everywhere");
        await _host.StopAsync();
        await _host.StartAgainAsync();
        foreach (var cookie in cookies) Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(cookie));
        await AgainAsync(what is "everywhere");
        if (what is not "lock") return;
        Accounts.Change(who, a => a with { Locked = false });
        await AgainAsync(true);

        async Task AgainAsync(bool may)
        {
            using var nobody = _host.Nobody();
            using var answer = await nobody.PostAsJsonAsync("/api/session", new { user = who, password = who });
            Assert.Equal(may ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_session_outlives_a_restart_and_one_that_has_ended_does_not_come_back()
    {
        var who = Somebody();
        using var one = await Person.SignInAsync(_host.Http, who, who);
        using var two = await Person.SignInAsync(_host.Http, who, who);
        var (stays, goes) = (one.Cookie, two.Cookie);
        (await two.SendAsync(HttpMethod.Delete, "/api/session")).Is(HttpStatusCode.NoContent);
        await _host.StopAsync();
        await _host.StartAgainAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stays));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(goes));
    }

    /// <summary>As 0.1 made them: genuine, and without a session.</summary>
    [Fact]
    public async Task A_cookie_that_names_no_session_is_nobody()
    {
        var (who, stranger) = (Somebody(), Somebody());
        var options = _host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        string Ticket(params Claim[] claims) => "smartcare=" + options.TicketDataFormat.Protect(new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)), new AuthenticationProperties(),
            CookieAuthenticationDefaults.AuthenticationScheme));
        using var admin = await Person.SignInAsync(_host.Http, who, who);
        var id = Assert.Single((await admin.GetAsync("/api/sessions")).Items).GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(Ticket(new Claim(ClaimTypes.Name, who))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(Ticket(new Claim(ClaimTypes.Name, stranger), new Claim(ClaimTypes.Sid, id))));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(Ticket(new Claim(ClaimTypes.Name, who), new Claim(ClaimTypes.Sid, id))));
    }

    [Fact]
    public async Task Somebody_sees_where_they_are_signed_in_and_ends_one_of_them()
    {
        var (who, stranger) = (Somebody(), Somebody());
        using var phone = await Person.SignInAsync(_host.Http, who, who);
        using var wall = await Person.SignInAsync(_host.Http, who, who);
        using var nobodyElse = await Person.SignInAsync(_host.Http, stranger, stranger);
        phone.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Phone/1.0");
        (await phone.PostAsync("/api/session", new { user = who, password = who })).Is(HttpStatusCode.OK);
        var seen = (await wall.GetAsync("/api/sessions")).Items;
        Assert.Equal(2, seen.Count);
        var (own, other) = (seen.Single(s => s.GetProperty("current").GetBoolean()), seen.Single(s => !s.GetProperty("current").GetBoolean()));
        Assert.Equal(["id", "createdAt", "lastSeenAt", "from", "browser", "current"], other.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("Phone/1.0", JsonValueKind.Null), (other.GetProperty("browser").GetString(), own.GetProperty("browser").ValueKind));
        Assert.Contains("127.0.0.1", other.GetProperty("from").GetString(), StringComparison.Ordinal);
        Assert.InRange((DateTimeOffset.UtcNow - other.GetProperty("createdAt").GetDateTimeOffset()).TotalMinutes, -1, 1);

        var path = $"/api/sessions/{other.GetProperty("id").GetString()}";
        (await nobodyElse.SendAsync(HttpMethod.Delete, path)).IsProblem(HttpStatusCode.NotFound);
        (await phone.GetAsync("/api/session")).Is(HttpStatusCode.OK);
        (await wall.SendAsync(HttpMethod.Delete, path)).Is(HttpStatusCode.NoContent);
        (await phone.GetAsync("/api/session")).IsProblem(HttpStatusCode.Unauthorized);
        (await wall.SendAsync(HttpMethod.Delete, path)).IsProblem(HttpStatusCode.NotFound);
        (await wall.SendAsync(HttpMethod.Delete, $"/api/sessions/{own.GetProperty("id").GetString()}")).Is(HttpStatusCode.NoContent);
        (await wall.GetAsync("/api/sessions")).IsProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_in_again_with_a_browser_ends_the_session_that_it_had()
    {
        var (who, stranger) = (Somebody(), Somebody());
        using var browser = await Person.SignInAsync(_host.Http, stranger, stranger);
        var before = browser.Cookie;
        (await browser.PostAsync("/api/session", new { user = who, password = "wrong" })).Is(HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(before));
        (await browser.PostAsync("/api/session", new { user = who, password = who })).Is(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(before));
        Assert.Equal(who, (await browser.GetAsync("/api/session"))["user"].GetString());
    }

    [Theory]
    [InlineData("right", "short", HttpStatusCode.BadRequest, "8 to 128 characters")]
    [InlineData("right", "password123", HttpStatusCode.BadRequest, "guessed")]
    [InlineData("right", "the name", HttpStatusCode.BadRequest, "user name")]
    [InlineData("right", null, HttpStatusCode.BadRequest, "current and new")]
    [InlineData("", "an evening by the river", HttpStatusCode.BadRequest, "current and new")]
    [InlineData("wrong", "an evening by the river", HttpStatusCode.Forbidden, "current password is wrong")]
    public async Task A_password_is_not_changed_when(string current, string? wanted, HttpStatusCode status, string why)
    {
        var who = Somebody();
        using var duty = await Person.SignInAsync(_host.Http, who, who);
        using var other = await Person.SignInAsync(_host.Http, who, who);
        var refused = (await ChangeAsync(duty, current is "right" ? who : current, wanted is "the name" ? $"my {who} etc" : wanted)).IsProblem(status);
        Assert.Contains(why, refused["detail"].GetString(), StringComparison.Ordinal);
        (await other.GetAsync("/api/session")).Is(HttpStatusCode.OK);
        (await Person.SignInAsync(_host.Http, who, who)).Dispose();
    }

    [Fact]
    public async Task Whoever_found_a_wall_signed_in_cannot_guess_its_password_without_end()
    {
        var who = Somebody();
        using var duty = await Person.SignInAsync(_host.Http, who, who);
        for (var i = 0; i < 10; i++) (await ChangeAsync(duty, $"guess {i}", "an evening by the river")).Is(HttpStatusCode.Forbidden);
        (await ChangeAsync(duty, who, "an evening by the river")).IsProblem(HttpStatusCode.TooManyRequests);
        // A password that would not be taken is no guess at the old one.
        (await ChangeAsync(duty, who, "short")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_record_says_who_changed_a_password_and_ended_a_session_and_no_password()
    {
        var who = Somebody();
        using var duty = await Person.SignInAsync(_host.Http, who, who);
        using var other = await Person.SignInAsync(_host.Http, who, who);
        await ChangeAsync(duty, "hunter2", "correct horse battery");
        await ChangeAsync(duty, who, "correct horse battery");
        using var again = await Person.SignInAsync(_host.Http, who, "correct horse battery");
        var id = (await again.GetAsync("/api/sessions")).Items.Single(s => !s.GetProperty("current").GetBoolean()).GetProperty("id").GetString();
        await again.SendAsync(HttpMethod.Delete, $"/api/sessions/{id}");
        await again.SendAsync(HttpMethod.Delete, "/api/sessions");
        var rows = (await (await _host.PersonAsync("admin")).GetAsync($"/api/audit?user={who}")).Items;
        Assert.Equal(
            ["signIn", "signIn", "changePassword", "changePassword", "signIn", "remove", "signOutEverywhere"], rows.Select(r => r.GetProperty("what").GetString()));
        Assert.Contains("403", rows[2].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal($"session/{id}", rows[5].GetProperty("about").GetString());
        foreach (var secret in (string[])["hunter2", "correct horse"]) Assert.All(rows, r => Assert.DoesNotContain(secret, r.ToString(), StringComparison.Ordinal));
    }

    /// <summary>Somebody whom no other test knows; the password is the name, as the demo's are.</summary>
    private string Somebody()
    {
        var user = $"person-{Interlocked.Increment(ref s_people)}";
        Accounts.Add(new Account(user, user, Role.Duty, ["sunshine", "riverside"], [], new PasswordCheck().Hash(user), Demo: true));
        return user;
    }

    private static Task<Reply> ChangeAsync(Person person, string current, string? wanted) =>
        person.PutAsync("/api/session/password", new Dictionary<string, string?> { ["current"] = current, ["new"] = wanted });

    private async Task<HubClient> WallOfAsync(Person person)
    {
        var wall = await HubClient.ConnectAsync(_host.Http, person.Cookie);
        await wall.ResumeAsync(0);
        return wall;
    }

    private async Task<MqttNetClient> ListenAsync(string user)
    {
        var client = await _host.MqttAsync(user, with: o => o with { Password = user });
        await client.SubscribeAsync("smartcare/alerts/sunshine/#");
        return client;
    }

    /// <summary>Of a request that carries this cookie, whatever the browser that had it thinks.</summary>
    private async Task<HttpStatusCode> StatusAsync(string cookie)
    {
        using var bare = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _host.Http };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/session");
        request.Headers.Add("Cookie", cookie);
        using var answer = await bare.SendAsync(request);
        return answer.StatusCode;
    }
}
