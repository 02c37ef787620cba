using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Grains.Silo;
using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>A house that asks director and admin for a second factor, with a clock that is set forward by hand.</summary>
public sealed class SecondFactorHouse : IAsyncLifetime
{
    public ShiftedTime Wall { get; } = new();

    public TestHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await TestHost.StartAsync(
        services => services.AddKeyedSingleton<TimeProvider>(WatchClock.Wall, Wall), ["--Auth:SecondFactor:Required=true"]);

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

public sealed class SecondFactorTests(SecondFactorHouse house) : IClassFixture<SecondFactorHouse>
{
    private const string NeedsCode = "https://smartcare.local/problems/second-factor", NeedsFactor = "https://smartcare.local/problems/second-factor-needed";
    private static int s_people;
    private readonly TestHost _host = house.Host;

    private AccountStore Accounts => _host.Services.GetRequiredService<AccountStore>();

    [Fact]
    public async Task A_code_lets_in_once_and_the_password_alone_no_more()
    {
        var who = Somebody(Role.Duty);
        using var person = await Person.SignInAsync(_host.Http, who, who);
        using var other = await Person.SignInAsync(_host.Http, who, who);
        await using var wall = await HubClient.ConnectAsync(_host.Http, other.Cookie);
        await wall.ResumeAsync(0);
        var (secret, codes) = await EnrolAsync(person, who);
        await wall.EndsAtOnceAsync();
        Assert.True((await person.GetAsync("/api/session")).Is(HttpStatusCode.OK)["secondFactor"].GetBoolean());

        Assert.Equal(NeedsCode, (await SignInAsync(who, null)).IsProblem(HttpStatusCode.Unauthorized)["type"].GetString());
        Assert.NotEqual(NeedsCode, (await SignInAsync(who, NextCode(secret), password: "wrong")).IsProblem(HttpStatusCode.Unauthorized)["type"].GetString());
        var code = NextCode(secret);
        (await SignInAsync(who, $"{code[..3]} {code[3..]}")).Is(HttpStatusCode.OK);
        Assert.Equal(NeedsCode, (await SignInAsync(who, code)).IsProblem(HttpStatusCode.Unauthorized)["type"].GetString());
        (await SignInAsync(who, codes[4].ToUpperInvariant())).Is(HttpStatusCode.OK);
        (await SignInAsync(who, codes[4])).IsProblem(HttpStatusCode.Unauthorized);
        (await SignInAsync(who, codes[5])).Is(HttpStatusCode.OK);
        await Assert.ThrowsAsync<MqttNetException>(() => _host.MqttAsync(who, with: o => o with { Password = who }));
    }

    [Fact]
    public async Task Wrong_codes_rest_like_wrong_passwords_and_nobody_is_kept_out_who_gives_none()
    {
        var who = Somebody(Role.Duty);
        using var person = await Person.SignInAsync(_host.Http, who, who);
        var (secret, _) = await EnrolAsync(person, who);
        // One was wrong when it was turned on.
        for (var i = 0; i < 9; i++) (await SignInAsync(who, $"{i}")).Is(HttpStatusCode.Unauthorized);
        (await SignInAsync(who, NextCode(secret))).IsProblem(HttpStatusCode.TooManyRequests);
        (await SignInAsync(who, null)).IsProblem(HttpStatusCode.Unauthorized);
        (await person.GetAsync("/api/alerts")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("director")]
    [InlineData("admin")]
    public async Task A_role_that_must_have_one_does_nothing_before_it_has(string role)
    {
        var who = Somebody(Enum.Parse<Role>(role, ignoreCase: true));
        using var person = await Person.SignInAsync(_host.Http, who, who);
        Assert.True((await person.GetAsync("/api/session"))["mustHaveSecondFactor"].GetBoolean());
        Assert.Equal(NeedsFactor, (await person.GetAsync("/api/alerts")).IsProblem(HttpStatusCode.Forbidden)["type"].GetString());
        await using (var wall = await HubClient.ConnectAsync(_host.Http, person.Cookie)) await wall.EndsAtOnceAsync();
        await Assert.ThrowsAsync<MqttNetException>(() => _host.MqttAsync(who, with: o => o with { Password = who }));
        await EnrolAsync(person, who);
        (await person.GetAsync("/api/alerts")).Is(HttpStatusCode.OK);
        await using var follows = await HubClient.ConnectAsync(_host.Http, person.Cookie);
        await follows.ResumeAsync(0);
    }

    [Fact]
    public async Task It_is_turned_off_by_its_owner_with_the_password_or_by_an_admin_for_a_phone_that_was_lost()
    {
        var (who, boss) = (Somebody(Role.Duty), Somebody(Role.Admin));
        using var person = await Person.SignInAsync(_host.Http, who, who);
        using var admin = await Person.SignInAsync(_host.Http, boss, boss);
        await EnrolAsync(admin, boss);
        await EnrolAsync(person, who);
        (await person.PostAsync("/api/session/second-factor", new { current = who })).IsProblem(HttpStatusCode.Conflict);
        (await person.SendAsync(HttpMethod.Delete, "/api/session/second-factor", new { current = "wrong" })).IsProblem(HttpStatusCode.Forbidden);
        (await person.SendAsync(HttpMethod.Delete, "/api/session/second-factor", new { current = who })).Is(HttpStatusCode.NoContent);
        (await SignInAsync(who, null)).Is(HttpStatusCode.OK);
        await EnrolAsync(person, who);
        Assert.True((await admin.GetAsync($"/api/people/{who}"))["secondFactor"].GetBoolean());
        (await admin.SendAsync(HttpMethod.Delete, $"/api/people/{who}/second-factor")).Is(HttpStatusCode.NoContent);
        (await SignInAsync(who, null)).Is(HttpStatusCode.OK);
        var done = (await admin.GetAsync("/api/audit?limit=500")).Items
            .Where(r => r.ToString().Contains($"{who}\"", StringComparison.Ordinal) && r.GetProperty("detail").GetString()?.Contains("status", StringComparison.Ordinal) is not true)
            .Select(r => r.GetProperty("what").GetString()!).Where(w => w.StartsWith("turn", StringComparison.Ordinal));
        Assert.Equal(["turnOnSecondFactor", "turnOffSecondFactor", "turnOnSecondFactor", "turnOffSecondFactor"], done);
    }

    [Fact]
    public async Task A_secret_is_good_for_fifteen_minutes_and_stands_nowhere_in_the_clear()
    {
        var who = Somebody(Role.Duty);
        using var person = await Person.SignInAsync(_host.Http, who, who);
        var begun = (await person.PostAsync("/api/session/second-factor", new { current = who })).Is(HttpStatusCode.OK);
        var late = Read(begun["secret"].GetString()!);
        house.Wall.Advance(TimeSpan.FromMinutes(16));
        (await person.PutAsync("/api/session/second-factor", new { code = NextCode(late) })).IsProblem(HttpStatusCode.BadRequest);
        var (secret, codes) = await EnrolAsync(person, who);
        var row = _host.Services.GetRequiredService<Tables>().Accounts().Select(Encoding.UTF8.GetString).Single(a => a.Contains($"\"{who}\"", StringComparison.Ordinal));
        var audit = string.Concat(_host.Services.GetRequiredService<Tables>().Audit(new AuditQuery(null, who, null, 0, 500)).Select(r => r.Detail));
        foreach (var hidden in (string[])[Totp.Base32(secret), Convert.ToHexString(secret), .. codes])
        {
            Assert.DoesNotContain(hidden, row, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(hidden, audit, StringComparison.OrdinalIgnoreCase);
        }

        // Another's row opens nothing: it is encrypted for its owner.
        var thief = Somebody(Role.Duty);
        Accounts.Change(thief, a => a with { SecondFactor = Accounts.Find(who)!.SecondFactor! with { LastStep = 0 } });
        (await SignInAsync(thief, NextCode(secret))).IsProblem(HttpStatusCode.Unauthorized);
    }

    private string Somebody(Role role)
    {
        var user = $"factor-{Interlocked.Increment(ref s_people)}";
        Accounts.Add(new Account(user, user, role, ["sunshine"], [], new PasswordCheck().Hash(user), Demo: true));
        return user;
    }

    /// <returns>The app's secret, and the recovery codes.</returns>
    private async Task<(byte[] Secret, string[] Codes)> EnrolAsync(Person person, string password)
    {
        var begun = (await person.PostAsync("/api/session/second-factor", new { current = password })).Is(HttpStatusCode.OK);
        var secret = Read(begun["secret"].GetString()!);
        Assert.StartsWith("otpauth://totp/SmartCare:", begun["uri"].GetString(), StringComparison.Ordinal);
        (await person.PutAsync("/api/session/second-factor", new { code = "wrong" })).IsProblem(HttpStatusCode.BadRequest);
        var on = (await person.PutAsync("/api/session/second-factor", new { code = NextCode(secret) })).Is(HttpStatusCode.OK);
        var codes = on["recoveryCodes"].EnumerateArray().Select(c => c.GetString()!).ToArray();
        Assert.Equal(10, codes.Distinct().Count());
        return (secret, codes);
    }

    /// <summary>What the app shows after what it has shown.</summary>
    private string NextCode(byte[] secret)
    {
        house.Wall.Advance(TimeSpan.FromSeconds(60));
        return Totp.Code(secret, house.Wall.GetUtcNow().ToUnixTimeSeconds() / 30, digits: 6);
    }

    private async Task<Reply> SignInAsync(string user, string? code, string? password = null)
    {
        using var nobody = _host.Nobody();
        return await Reply.OfAsync(nobody.PostAsJsonAsync("/api/session", new { user, password = password ?? user, code }));
    }

    /// <summary>RFC 4648, 6, as an app reads it.</summary>
    private static byte[] Read(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
