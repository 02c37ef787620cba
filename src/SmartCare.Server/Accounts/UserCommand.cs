using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Grains.Store;
using SmartCare.Server.Api;
using SmartCare.Server.District;
using SmartCare.Server.Operations;
using SmartCare.Server.Record;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Accounts;

/// <summary>
/// <c>user add|passwd|lock|unlock|factor-off|remove|list</c>: people of a data folder whose silo is stopped, for whoever has the machine and no password. The rules are
/// the API's (<see cref="PeopleEdit"/>), and it stands in the record as well.
/// </summary>
internal sealed class UserCommand
{
    public const string Name = "user";

    /// <summary>As whom the record names it; no person can have a name with a space.</summary>
    private const string Actor = "command line";

    private const string Help = """
        SmartCare.Server user add NAME --role=duty|director|family|admin|officer [--name="..."] [--sites=a,b] [--elders=x,y] [--level=L] [--Data:Path=F]
        SmartCare.Server user passwd NAME | lock NAME | unlock NAME | factor-off NAME | remove NAME | list    [--Data:Path=F]

        For add and passwd the password is the first line of standard input; without one it is made up and shown once. In both cases it is to be
        changed at the first sign-in. A password is never an argument: every program of this machine could read it there.
        factor-off is for a phone that was lost with its recovery codes. The silo must be stopped: while it runs, people are changed on its page or with PUT /api/people/NAME.
        """;

    private static readonly string[] s_options = ["Data:Path", "role", "name", "sites", "elders", "level"];

    private readonly SqliteStore _store;
    private readonly AccountStore _accounts;
    private readonly BrowserSessions _sessions;
    private readonly PeopleEdit _people;
    private readonly Viewer _operator;
    private readonly TimeProvider _wall;

    private UserCommand(string folder, SqliteStore store, LevelBook levels, TimeProvider wall)
    {
        var (passwords, registry) = (new PasswordCheck(), new RegistryIndex(store.Tables));
        (_store, _wall) = (store, wall);
        _accounts = new AccountStore(store, passwords, new DeviceVerifier(Path.Combine(folder, "keys", "devices"), NullLogger<DeviceVerifier>.Instance));
        _sessions = new BrowserSessions(store.Tables, store, wall);
        _people = new PeopleEdit(_accounts, registry, passwords, _sessions, levels);
        _operator = new Viewer(new Account(Actor, Actor, Role.Admin, [], [], "", Demo: false), registry, _accounts.Find);
    }

    /// <param name="from">Its first line is the password; when it has none, one is made.</param>
    /// <exception cref="SettingException">With the one line to show.</exception>
    public static async Task<int> RunAsync(string[] args, TextReader from, TextWriter to, TimeProvider wall)
    {
        if (args is [] or ["--help" or "-h" or "help", ..] || args.Contains("--help"))
        {
            to.WriteLine(Help);
            return 0;
        }

        var user = args is [_, var name, ..] && !name.StartsWith('-') ? name : null;
        var options = Options(args[(user is null ? 1 : 2)..]);
        var folder = options["Data:Path"] ?? "data";
        if (!Directory.Exists(folder)) throw new SettingException($"Data:Path: there is no folder '{folder}'");
        var isServed = DataFolder.IsHeld(Path.Combine(folder, "held"), out var probe);
        probe?.Dispose();
        if (isServed) throw new SettingException($"Data:Path: a SmartCare runs on '{folder}' and holds it; change people on its page or with PUT /api/people, or stop it first.");
        try
        {
            using var held = new DataFolder(folder);
            using var opened = StoreOpening.Open(folder, wall.GetUtcNow());
            if (opened.Store.WhyUnwritable is { } why) throw new SettingException($"Data:Path: {why}");
            using var district = new DistrictFile(held, new StoreHealth(), wall);
            var done = await new UserCommand(folder, opened.Store, new LevelBook(district), wall).DoAsync(args[0], user, options, from, to);
            opened.Witness.Follow(opened.Store, entriesToo: false);
            return done;
        }
        catch (Exception unusable) when (unusable is InvalidDataException or StoreUnavailableException)
        {
            throw new SettingException($"Data:Path: {unusable.Message}");
        }
    }

    private static IConfiguration Options(string[] args)
    {
        if (args.FirstOrDefault(a => a.StartsWith("--password", StringComparison.OrdinalIgnoreCase)) is not null)
            throw new SettingException($"{Name}: a password is never an argument, where every program of this machine could read it; give it on standard input.");
        var options = new ConfigurationBuilder().AddCommandLine(args).Build();
        foreach (var (key, value) in options.AsEnumerable())
            if (value is not null && !s_options.Contains(key, StringComparer.OrdinalIgnoreCase)) throw new SettingException($"{Name}: '{key}' is not known; {Name} --help tells what is.");
        return options;
    }

    private Task<int> DoAsync(string verb, string? user, IConfiguration options, TextReader from, TextWriter to)
    {
        if (verb is "list") return Task.FromResult(List(to));
        if (user is null) throw new SettingException($"{Name} {verb}: whom? {Name} --help tells more.");
        var isThere = _accounts.Find(user) is not null;
        return verb switch
        {
            "add" when isThere => throw new SettingException($"{Name} add: there is a {user} already; {Name} passwd, lock, unlock and remove change them."),
            "add" when _accounts.IsEmpty && options["role"] is not "admin" => throw new SettingException($"{Name} add: the first account is an admin's (--role=admin)."),
            "add" => WithPasswordAsync(user, from, to, new PersonInput(
                options["name"] ?? user, PeopleEdit.RoleOf(options["role"] ?? ""), Words(options["sites"]), Words(options["elders"]), null, null, null, null, null, options["level"])),
            "passwd" or "lock" or "unlock" or "factor-off" or "remove" when !isThere => throw new SettingException($"{Name} {verb}: there is nobody {user}."),
            "passwd" => WithPasswordAsync(user, from, to, PersonInput.Empty),
            "lock" => PutAsync(user, to, PersonInput.Empty with { Locked = true }, $"{user} is locked and signed out."),
            "unlock" => PutAsync(user, to, PersonInput.Empty with { Locked = false }, $"{user} may sign in."),
            "factor-off" => Task.FromResult(FactorOff(user, to)),
            "remove" => RemoveAsync(user, to),
            _ => throw new SettingException($"{Name}: '{verb}' is not known; there are add, passwd, lock, unlock, factor-off, remove and list."),
        };
    }

    private int List(TextWriter to)
    {
        foreach (var a in _accounts.All)
            to.WriteLine(string.Join('\t', a.User, a.Role.ToString().ToLowerInvariant(), a.Name, string.Join(',', a.Sites), a.Locked ? "locked" : a.MustChangePassword ? "must change the password" : "",
                _sessions.LastSignIn(a.User)?.ToString("u") ?? "never signed in"));
        return 0;
    }

    private Task<int> WithPasswordAsync(string user, TextReader from, TextWriter to, PersonInput input)
    {
        var given = from.ReadLine();
        var password = string.IsNullOrEmpty(given) ? PasswordRules.Generate() : given;
        var told = given == password ? "the password that was read" : $"the password {password} (shown this once)";
        return PutAsync(user, to, input with { Password = password }, $"{user} signs in with {told} and is asked for another one.");
    }

    private async Task<int> PutAsync(string user, TextWriter to, PersonInput input, string done) =>
        Tell(await _people.PutAsync(_operator, user, input), user, "write", RecordedInput.Of(input, null, null, isSetting: true), done, to);

    private int FactorOff(string user, TextWriter to)
    {
        _accounts.Change(user, now => now with { SecondFactor = null });
        return Tell(TypedResults.NoContent(), user, "turnOffSecondFactor", null, $"{user} signs in with the password alone.", to);
    }

    private async Task<int> RemoveAsync(string user, TextWriter to)
    {
        var site = _accounts.Find(user)?.Sites.FirstOrDefault();
        return Tell(await _people.RemoveAsync(_operator, user), user, "remove", null, $"{user} is removed.", to, site);
    }

    /// <summary>Into the record, and to whoever asked.</summary>
    private int Tell(IResult result, string user, string what, string? detail, string done, TextWriter to, string? site = null)
    {
        if (result is ProblemHttpResult { ProblemDetails.Detail: { } refused }) throw new SettingException($"{Name}: {refused}");
        var (number, head) = _store.Tables.AuditHead() ?? (0, AuditChain.Root);
        var entry = new AuditEntry(_wall.GetUtcNow(), Actor, what, $"person/{user}", site ?? _accounts.Find(user)?.Sites.FirstOrDefault(), detail, null);
        _store.Write([AuditChain.Link(entry, number + 1, head)]);
        to.WriteLine(done);
        return 0;
    }

    private static string[]? Words(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
