using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Upkeep;
using SmartCare.Server.Accounts;
using SmartCare.Server.Complaints;
using SmartCare.Server.District;
using SmartCare.Server.Hooks;
using SmartCare.Server.Tests.Contract;
using SmartCare.Server.Tests.Support;
using SmartCare.Server.Upkeep;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.Tests.Access;

/// <summary>The demo home behind a named proxy and beside a provider of sign-ins that is away, with people who may see less of it than the demo's, all of them outside.</summary>
public sealed class AccessHouse : IAsyncLifetime
{
    private const string Outside = "203.0.113.7";
    private readonly Dictionary<string, Person> _people = [];
    private readonly Dictionary<string, string> _alerts = [];

    public TestHost Host { get; private set; } = null!;

    /// <summary>By the OpenAPI document of this house.</summary>
    public OpenApiAnswers Answers { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await TestHost.StartAsync(more: ["--Http:Proxies=127.0.0.1", "--Auth:Oidc:Authority=http://127.0.0.1:1", "--Auth:Oidc:ClientId=wall"]);
        var hash = new PasswordCheck();
        Host.Services.GetRequiredService<AccountStore>().Add(
            Account("access-duty", Role.Duty), Account("access-director", Role.Director), Account("access-family", Role.Family, "elder-101-1"),
            Account("access-neighbour", Role.Family, "elder-101-2"), Account("access-admin", Role.Admin),
            Account("access-officer", Role.Officer) with { Sites = [], LevelId = "here" });
        using (var admin = Person.Through(Host.Http, Outside))
        {
            (await admin.SignInAsync("access-admin", "access-admin")).EnsureSuccessStatusCode();
            foreach (var (level, site) in ((string, string)[])[("here", "sunshine"), ("there", "riverside")])
            {
                (await admin.PutAsync($"/api/levels/{level}", new { kind = "street", name = level })).Is(System.Net.HttpStatusCode.OK);
                (await admin.PutAsync($"/api/sites/{site}", new { levelId = level })).Is(System.Net.HttpStatusCode.OK);
            }
        }

        foreach (var role in AccessTable.Roles) _people[role] = await NewcomerAsync(role);
        Answers = new OpenApiAnswers((await Who("admin").GetAsync("/openapi/v1.json")).Body);

        Account Account(string user, Role role, params string[] elders) => new(user, user, role, ["sunshine"], elders, hash.Hash(user), Demo: true);
    }

    public async Task DisposeAsync()
    {
        foreach (var person in _people.Values) person.Dispose();
        await Host.DisposeAsync();
    }

    public Person Who(string role) => _people[role];

    /// <summary>Another browser of the same person.</summary>
    public async Task<Person> NewcomerAsync(string role)
    {
        var person = Person.Through(Host.Http, Outside);
        await SignInAsync(person, role);
        return person;
    }

    /// <summary>In the same browser, after all of the person's sessions were ended.</summary>
    public Task SignInAgainAsync(string role) => SignInAsync(_people[role], role);

    private async Task SignInAsync(Person person, string role)
    {
        if (AccessTable.Scopes.Contains(role)) person.Http.DefaultRequestHeaders.Authorization ??= new("Bearer", TokenOf(Enum.Parse<TokenScope>(role, ignoreCase: true)).Secret);
        else if (role != "nobody") (await person.SignInAsync($"access-{role}", $"access-{role}")).EnsureSuccessStatusCode();
    }

    /// <summary>What a call of this row is about.</summary>
    internal async Task<string> PathAsync(AccessRow row, string thing)
    {
        // Of a device that was used, and calls just now, nothing may be removed.
        if (row.Route is "DELETE /api/devices/{id}" or "POST /api/devices/{id}/archive") await AlertAsync(thing, isNew: true);
        var id = !row.Template.Contains("{id}", StringComparison.Ordinal) ? "" : row.Template.Split('/')[2] switch
        {
            // What is made here is still missing for everybody else.
            _ when thing == "missing" && row.Method == "PUT" && row.Template.EndsWith("{id}", StringComparison.Ordinal) => $"made-{row.Template.Split('/')[2]}",
            "alerts" => await AlertAsync(thing, isNew: row.Method == "POST"),
            "sites" => Of(thing, "sunshine", "riverside"),
            "places" => Of(thing, "101", "h001"),
            "elders" => Of(thing, "elder-101-1", "elder-h001"),
            "devices" => Of(thing, "call-101-1", "call-h001"),
            // Whose entry is whose stands in InboxTests.
            "inbox" => "nosuch",
            "people" => Colleague(thing),
            "tokens" => thing is "missing" ? "nosuch" : Token([TokenScope.Read], Of(thing, "sunshine", "riverside")).Token.Id,
            "webhooks" => thing is "missing" ? "nosuch" : Webhook(Of(thing, "sunshine", "riverside")),
            "hooks" => thing is "missing" ? "nosuch" : Hook(Of(thing, "call-101-1", "call-h001")),
            "upkeep" => thing is "missing" ? "nosuch" : Due(Of(thing, "sunshine", "riverside")),
            "complaints" => thing is "missing" ? "nosuch" : Complaint(Of(thing, "sunshine", "riverside")),
            "levels" => Of(thing, "here", "there"),
            "requests" => thing is "missing" ? "nosuch" : Request(Of(thing, "sunshine", "riverside")),
            // One is of one person alone: another's is not there.
            "sessions" or "policy" or "push" or "district" => "nosuch",
            var what => throw new InvalidOperationException($"What is the id of {what}?"),
        };
        return row.Template.Replace("{id}", id, StringComparison.Ordinal).Replace("{n}", "0", StringComparison.Ordinal).Replace("{floor}", "1", StringComparison.Ordinal).Replace("{level}", Of(thing, "here", "there"), StringComparison.Ordinal).Replace("{site}", Of(thing, "sunshine", "riverside"), StringComparison.Ordinal);
    }

    /// <summary>What a call of this row says; null: nothing.</summary>
    internal static object? Body(AccessRow row, string role, string thing)
    {
        var place = thing == "other" ? "h001" : "101";
        return row.Route switch
        {
            "POST /api/session" => new { user = $"access-{role}", password = $"access-{role}" },
            // A guess: one that were right would end all others.
            "POST /api/session/password" => new { current = "wrong" },
            "PUT /api/session/password" => new { current = "wrong", @new = "a long enough password" },
            "POST /api/session/second-factor" or "DELETE /api/session/second-factor" => new { current = "wrong" },
            "PUT /api/session/second-factor" => new { code = "000000" },
            "POST /api/alerts/{id}/resolve" => new { outcome = "test" },
            "POST /api/alerts/{id}/note" => new { text = "?" },
            "POST /api/alerts/{id}/family" => new { act = "there" },
            "PUT /api/elders/{id}/contacts/mine" => new { quiet = (object?)null },
            "POST /api/alerts/{id}/shelve" => new { minutes = 5 },
            "POST /api/alerts/{id}/review" => new { cause = "?" },
            "PUT /api/sites/{id}" => new { name = "院", nameEn = "Home", timeZone = "Asia/Shanghai" },
            "PUT /api/sites/{id}/duty" => new { },
            // Nothing was drawn yet.
            "PUT /api/sites/{id}/floors/{floor}" => new { spots = Array.Empty<object>() },
            // A drill that does not run cannot be ended; a hand-over and a check that nobody knows are no good.
            "POST /api/sites/{id}/drills" => new { name = "none", minutes = 0 },
            "POST /api/sites/{id}/handover/sign" => new { @as = "?" },
            "POST /api/sites/{id}/checks" => new { check = "?" },
            "PUT /api/people/{id}" => new { name = "李", role = "duty", sites = new[] { Of(thing, "sunshine", "riverside") is "riverside" ? "riverside" : "sunshine" }, password = "an evening by the river" },
            "POST /api/push/phones" or "POST /api/push/shown" or "POST /api/alerts/{id}/acknowledge-from-notice" => new { },
            "PUT /api/levels/{id}" => new { kind = "street", name = "街道" },
            // A month that has not begun.
            "POST /api/district/months" => new { levelId = Of(thing, "here", "there"), month = "2100-01" },
            "POST /api/requests" => new { source = "elder", kind = "meal", siteId = Of(thing, "sunshine", "riverside"), address = "?" },
            "POST /api/requests/{id}/assign" => new { to = "?" },
            "POST /api/requests/{id}/done" or "POST /api/requests/{id}/told" => new { },
            "POST /api/tokens" => new { name = "a machine", scopes = new[] { "read" }, sites = new[] { Of(thing, "sunshine", "riverside") }, days = 1 },
            "POST /api/webhooks" => new { name = "a system", url = "https://example.com/in", sites = new[] { Of(thing, "sunshine", "riverside") } },
            "PUT /api/webhooks/{id}" => new { names = true },
            "POST /api/upkeep" => new { kind = "round", title = "巡查", siteId = Of(thing, "sunshine", "riverside"), dueOn = "2090-01-01", everyMonths = 3 },
            "PUT /api/upkeep/{id}" => new { title = "巡查", dueOn = "2090-02-01", everyMonths = 3 },
            "POST /api/upkeep/{id}/steps" => new { step = "done" },
            "POST /api/complaints" => new { kind = "complaint", siteId = Of(thing, "sunshine", "riverside"), text = "?" },
            "POST /api/complaints/{id}/answer" => new { text = "?" },
            "POST /api/complaints/lookup" => new { id = "nosuch", key = "?" },
            "POST /api/hooks" => new { deviceId = Of(thing, "call-101-1", "call-h001") },
            // Nobody has signed it.
            "POST /api/hooks/{id}" => new { @event = "sos" },
            "PUT /api/places/{id}" => new { siteId = thing == "other" ? "riverside" : "sunshine", name = place, kind = "room" },
            "PUT /api/elders/{id}" => new { placeId = place, name = "王", careLevel = 1 },
            "POST /api/elders/{id}/move" => new { placeId = place, bed = thing == "own" ? 1 : (int?)null },
            // Without a day nobody is discharged; who lives here is not admitted.
            "POST /api/elders/{id}/discharge" or "POST /api/elders/{id}/admit" => new { },
            "POST /api/registry/import" => new { version = 1 },
            "PUT /api/elders/{id}/mode" => new { mode = "home" },
            "POST /api/elders/{id}/visits" => new { },
            "PUT /api/devices/{id}" => new { placeId = place, model = "call", name = "呼", elderId = thing switch { "own" => "elder-101-1", "other" => "elder-h001", _ => null } },
            // No threshold at all: refused as such by whoever it is for.
            "PUT /api/policy" or "POST /api/policy/rehearse" => new { },
            "POST /api/inbox/accept" => new { items = Array.Empty<object>() },
            "POST /api/inbox/{id}/accept" => new { placeId = place },
            "POST /api/notices/test" => new { channel = new { kind = "mail", address = "nobody@example.com" }, siteId = Of(thing, "sunshine", "riverside") },
            _ => null,
        };
    }

    /// <summary>Figures and requests are asked of a level, everything else of a site.</summary>
    private (ApiToken Token, string Secret) TokenOf(TokenScope scope) => scope is TokenScope.Figures or TokenScope.Requests
        ? Host.Services.GetRequiredService<ApiTokens>().Make("a machine", [scope], [], days: 1, "access-admin", "here")!.Value : Token([scope], "sunshine");

    /// <summary>One that nobody has done anything about.</summary>
    private string Request(string site)
    {
        var now = DateTimeOffset.UtcNow;
        var made = new ServiceRequest(
            RequestBook.NewId(now), null, RequestSource.Elder, ServiceKind.Meal, null, site, null, "?", null, null, null, now, now.AddDays(1), RequestState.Taken, null, [new RequestStep(now, RequestState.Taken, "access-admin", null)]);
        return Host.Services.GetRequiredService<RequestBook>().Take(made).Request!.Id;
    }

    private (ApiToken Token, string Secret) Token(TokenScope[] scopes, string site) =>
        Host.Services.GetRequiredService<ApiTokens>().Make("a machine", scopes, [site], days: 1, "access-admin")!.Value;

    /// <summary>One that is off: nobody need be called. Former ones go, so that the whole table stays below what a house may have.</summary>
    private string Webhook(string site)
    {
        foreach (var former in Host.Services.GetRequiredService<SubscriptionBook>().All) Host.Services.GetRequiredService<SubscriptionBook>().Remove(former.Id);
        var made = new Subscription(SubscriptionBook.NewId(), "a system", "http://127.0.0.1:1/", [site], [], [], false, false, WebhookSignature.NewSecret(), "access-admin", DateTimeOffset.UtcNow, null);
        Assert.True(Host.Services.GetRequiredService<SubscriptionBook>().TryAdd(made, after: 0));
        return made.Id;
    }

    private string Due(string site)
    {
        var item = new UpkeepItem(UpkeepBook.NewId(), UpkeepKind.Round, UpkeepType.Other, site, "巡查", DateTimeOffset.UtcNow, "access-director")
        {
            FirstDueOn = new DateOnly(2090, 1, 1), DueOn = new DateOnly(2090, 1, 1), EveryMonths = 3,
        };
        Assert.True(Host.Services.GetRequiredService<UpkeepBook>().TryAdd(item));
        return item.Id;
    }

    /// <summary>Written by the family of bed 1; that of another site by somebody there. One is enough: a day has room for fifty.</summary>
    private string Complaint(string site)
    {
        var one = new Complaint($"access-{site}", site, ComplaintKind.Complaint, DateTimeOffset.UtcNow, site == "sunshine" ? "access-family" : "access-stranger", [], "?", DateTimeOffset.UtcNow.AddDays(1), null, false);
        var book = Host.Services.GetRequiredService<ComplaintBook>();
        if (book.Find(one.Id) is not { Answers.Length: < 10 }) Assert.True(book.TryAdd(one));
        return one.Id;
    }

    private string Hook(string device) => Host.Services.GetRequiredService<HookBook>().Make(device, "a device", "access-admin")!.Id;

    /// <summary>Somebody of the duty there, whatever was done to them before.</summary>
    private string Colleague(string thing)
    {
        var user = Of(thing, "access-mate", "access-stranger");
        if (thing is not "missing") Host.Services.GetRequiredService<AccountStore>().Add(new Account(user, user, Role.Duty, [Of(thing, "sunshine", "riverside")], [], "", Demo: true));
        return user;
    }

    private static string Of(string thing, string own, string other) => thing switch { "own" => own, "other" => other, _ => "nosuch" };

    /// <summary>An alert that nobody has answered, for a call that may change it; else the last one.</summary>
    private async Task<string> AlertAsync(string thing, bool isNew)
    {
        if (thing == "missing") return "nosuch";
        var last = _alerts.GetValueOrDefault(thing);
        if (last is not null && !isNew) return last;
        if (last is not null) await (await Host.PersonAsync("admin")).PostAsync($"/api/alerts/{last}/resolve", new { outcome = "test" });
        return _alerts[thing] = (await Host.PressAsync(Of(thing, "call-101-1", "call-h001"))).GetProperty("id").GetString()!;
    }
}
