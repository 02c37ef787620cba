using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Accounts;
using SmartCare.Server.Record;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>A house beside a provider, which makes duty of Sunshine of whoever it knows and the house does not.</summary>
public sealed class OpenIdHouse : IAsyncLifetime
{
    public OpenIdProvider Provider { get; private set; } = null!;

    public TestHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Provider = await OpenIdProvider.StartAsync();
        Host = await TestHost.StartAsync(more:
        [
            $"--Auth:Oidc:Authority={Provider.Issuer}", $"--Auth:Oidc:ClientId={OpenIdProvider.ClientId}", $"--Auth:Oidc:ClientSecret={OpenIdProvider.ClientSecret}",
            "--Auth:Oidc:Name=区平台", "--Auth:Oidc:NewRole=duty", "--Auth:Oidc:NewSites=sunshine", "--Auth:SecondFactor:Required=true",
        ]);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Provider.DisposeAsync();
    }
}

public sealed class OpenIdTests(OpenIdHouse house) : IClassFixture<OpenIdHouse>
{
    private readonly TestHost _host = house.Host;

    private AccountStore Accounts => _host.Services.GetRequiredService<AccountStore>();

    [Fact]
    public async Task A_wall_learns_how_one_signs_in_here()
    {
        using var nobody = _host.Nobody();
        var openId = (await Reply.OfAsync(nobody.GetAsync("/api/session/ways"))).Is(HttpStatusCode.OK)["openId"];
        Assert.Equal(("区平台", "/api/session/openid"), (openId.GetProperty("name").GetString(), openId.GetProperty("url").GetString()));
    }

    [Fact]
    public async Task Whoever_the_provider_knows_is_signed_in_as_the_account_that_has_its_subject_and_a_lock_ends_it()
    {
        // A director by their password owes a second factor here; the provider has asked for whatever it asks for.
        Accounts.Add(new Account("li", "李院长", Role.Director, ["sunshine"], [], "", Demo: true) { External = "subject-1", MustChangePassword = true });
        var (browser, end) = await ComeAsync("subject-1");
        using (browser)
        {
            Assert.Equal("/", end);
            var session = (await browser.GetAsync("/api/session")).Is(HttpStatusCode.OK);
            Assert.Equal(("li", false, false), (session["user"].GetString(), session["mustChangePassword"].GetBoolean(), session["mustHaveSecondFactor"].GetBoolean()));
            (await browser.GetAsync("/api/alerts")).Is(HttpStatusCode.OK);
            await _host.Services.GetRequiredService<AuditLog>().SettleAsync();
            var row = Assert.Single(_host.Services.GetRequiredService<Tables>().Audit(new AuditQuery(null, "li", null, 0, 10)), r => r.What == "signIn");
            Assert.Equal("""{"by":"openId"}""", row.Detail);
            Accounts.Change("li", a => a with { Locked = true });
            (await browser.GetAsync("/api/session")).IsProblem(HttpStatusCode.Unauthorized);
        }

        var (again, refused) = await ComeAsync("subject-1");
        again.Dispose();
        Assert.Equal("/?openId=unknown", refused);
        using var byPassword = _host.Nobody();
        (await Reply.OfAsync(byPassword.PostAsJsonAsync("/api/session", new { user = "li", password = "anything" }))).IsProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Somebody_new_is_made_as_the_settings_say_and_never_in_the_place_of_somebody_else()
    {
        var (one, end) = await ComeAsync("subject-2", ("preferred_username", "wang"), ("name", "王护士"));
        using (one)
        {
            Assert.Equal("/", end);
            await using var wall = await HubClient.ConnectAsync(_host.Http, one.Cookie);
            await wall.ResumeAsync(0);
            Accounts.Remove("wang");
            await wall.EndsAtOnceAsync();
        }

        // A name that is taken is left alone, an account's and a device's.
        foreach (var taken in (string[])["admin", "gateway", "call-101-1", "no name"])
        {
            var (browser, _) = await ComeAsync($"subject-of-{taken}", ("preferred_username", taken));
            using (browser)
            {
                var session = (await browser.GetAsync("/api/session")).Is(HttpStatusCode.OK);
                Assert.StartsWith("openid-", session["user"].GetString(), StringComparison.Ordinal);
                Assert.Equal("duty", session["role"].GetString());
            }
        }
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("refused")]
    [InlineData("aud", "another")]
    [InlineData("iss", "https://example.com")]
    [InlineData("nonce", "of another browser")]
    [InlineData("exp", 1_000_000_000L)]
    public async Task What_the_provider_did_not_say_to_this_browser_lets_nobody_in(string what, object? lie = null)
    {
        house.Provider.IsForged = what is "forged";
        house.Provider.Refuses = what is "refused";
        if (lie is not null) house.Provider.Lies = new() { [what] = lie };
        try
        {
            var (browser, end) = await ComeAsync("subject-3");
            using (browser)
            {
                Assert.Equal("/?openId=failed", end);
                (await browser.GetAsync("/api/session")).IsProblem(HttpStatusCode.Unauthorized);
            }

            Assert.Null(Accounts.OfExternal("subject-3"));
        }
        finally
        {
            (house.Provider.IsForged, house.Provider.Refuses, house.Provider.Lies) = (false, false, []);
        }
    }

    /// <summary>A browser that goes where it is led.</summary>
    /// <returns>Where that ended.</returns>
    private async Task<(Person Browser, string End)> ComeAsync(string subject, params (string Claim, string Value)[] claims)
    {
        house.Provider.Claims = claims.ToDictionary(c => c.Claim, c => (object)c.Value);
        house.Provider.Claims["sub"] = subject;
        var browser = Person.Nobody(_host.Http);
        using var answer = await browser.Http.GetAsync("/api/session/openid");
        return (browser, answer.RequestMessage!.RequestUri!.PathAndQuery);
    }
}
