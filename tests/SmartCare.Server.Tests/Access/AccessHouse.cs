using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Access;

/// <summary>The demo home behind a named proxy, with people who may see less of it than the demo's, all of them outside.</summary>
public sealed class AccessHouse : IAsyncLifetime
{
    private const string Outside = "203.0.113.7";
    private readonly Dictionary<string, Person> _people = [];
    private readonly Dictionary<string, string> _alerts = [];

    public TestHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await TestHost.StartAsync(more: ["--Http:Proxies=127.0.0.1"]);
        var hash = new PasswordCheck();
        Host.Services.GetRequiredService<AccountStore>().Add(
            Account("access-duty", Role.Duty), Account("access-director", Role.Director), Account("access-family", Role.Family, "elder-101-1"),
            Account("access-neighbour", Role.Family, "elder-101-2"), Account("access-admin", Role.Admin));
        foreach (var role in AccessTable.Roles) _people[role] = await NewcomerAsync(role);

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

    private static async Task SignInAsync(Person person, string role)
    {
        if (role != "nobody") (await person.SignInAsync($"access-{role}", $"access-{role}")).EnsureSuccessStatusCode();
    }

    /// <summary>What a call of this row is about.</summary>
    internal async Task<string> PathAsync(AccessRow row, string thing)
    {
        var id = !row.Template.Contains("{id}", StringComparison.Ordinal) ? "" : row.Template.Split('/')[2] switch
        {
            // What is made here is still missing for everybody else.
            _ when thing == "missing" && row.Method == "PUT" && row.Template.EndsWith("{id}", StringComparison.Ordinal) => "made",
            "alerts" => await AlertAsync(thing, isNew: row.Method == "POST"),
            "sites" => Of(thing, "sunshine", "riverside"),
            "places" => Of(thing, "101", "h001"),
            "elders" => Of(thing, "elder-101-1", "elder-h001"),
            "devices" => Of(thing, "call-101-1", "call-h001"),
            // One is of one person alone: another's is not there.
            "sessions" => "nosuch",
            var what => throw new InvalidOperationException($"What is the id of {what}?"),
        };
        return row.Template.Replace("{id}", id, StringComparison.Ordinal).Replace("{site}", Of(thing, "sunshine", "riverside"), StringComparison.Ordinal);
    }

    /// <summary>What a call of this row says; null: nothing.</summary>
    internal static object? Body(AccessRow row, string role, string thing)
    {
        var place = thing == "other" ? "h001" : "101";
        return row.Route switch
        {
            "POST /api/session" => new { user = $"access-{role}", password = $"access-{role}" },
            // A guess: one that were right would end all others.
            "PUT /api/session/password" => new { current = "wrong", @new = "a long enough password" },
            "POST /api/alerts/{id}/resolve" => new { outcome = "test" },
            "POST /api/alerts/{id}/note" => new { text = "?" },
            "POST /api/alerts/{id}/shelve" => new { minutes = 5 },
            "POST /api/alerts/{id}/review" => new { cause = "?" },
            "PUT /api/sites/{id}" => new { name = "院", nameEn = "Home", timeZone = "Asia/Shanghai" },
            "PUT /api/sites/{id}/duty" => new { },
            // A drill that does not run cannot be ended; a hand-over and a check that nobody knows are no good.
            "POST /api/sites/{id}/drills" => new { name = "none", minutes = 0 },
            "POST /api/sites/{id}/handover/sign" => new { @as = "?" },
            "POST /api/sites/{id}/checks" => new { check = "?" },
            "PUT /api/places/{id}" => new { siteId = thing == "other" ? "riverside" : "sunshine", name = place, kind = "room" },
            "PUT /api/elders/{id}" => new { placeId = place, name = "王", careLevel = 1 },
            "PUT /api/elders/{id}/mode" => new { mode = "home" },
            "POST /api/elders/{id}/visits" => new { },
            "PUT /api/devices/{id}" => new { placeId = place, model = "call", name = "呼", elderId = thing switch { "own" => "elder-101-1", "other" => "elder-h001", _ => null } },
            "POST /api/notices/test" => new { channel = new { kind = "mail", address = "nobody@example.com" }, siteId = Of(thing, "sunshine", "riverside") },
            _ => null,
        };
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
