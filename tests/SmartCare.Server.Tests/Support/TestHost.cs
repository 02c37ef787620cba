using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartCare.Domain.Registry;
using SmartCare.Grains.Silo;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Support;

/// <summary>The real host with the demo home on free loopback ports, in a folder of its own that can outlive a restart.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly string[] _more;
    private readonly Action<IServiceCollection>? _replace;
    private readonly ConcurrentDictionary<string, Task<Person>> _people = new();
    private WebApplication _app = null!;

    private TestHost(string folder, string[] more, Action<IServiceCollection>? replace) => (Folder, _more, _replace) = (folder, more, replace);

    public string Folder { get; }

    /// <summary>What its first start showed.</summary>
    public StringWriter Said { get; } = new();

    public Uri Http { get; private set; } = null!;

    public Uri Mqtt { get; private set; } = null!;

    /// <summary>Where it listens for MQTT over TLS, when its settings say so.</summary>
    public int MqttTlsPort => new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(2)).Port;

    /// <summary>Where it serves the wall over TLS, when its settings say so.</summary>
    public Uri Secure => CareHost.SecureAddress(_app)!;

    public IServiceProvider Services => _app.Services;

    public static string NewFolder() => Directory.CreateTempSubdirectory("smartcare-test-").FullName;

    /// <param name="more">Settings; <c>--Demo=false</c> begins with an empty house.</param>
    public static async Task<TestHost> StartAsync(Action<IServiceCollection>? replace = null, string[]? more = null)
    {
        var host = new TestHost(NewFolder(), more ?? [], replace);
        await host.StartAgainAsync();
        return host;
    }

    /// <summary>Stops in good order.</summary>
    public async Task StopAsync()
    {
        foreach (var person in _people.Values) (await person).Dispose();
        _people.Clear();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Starts on the same folder, on other ports.</summary>
    public async Task StartAgainAsync()
    {
        _app = CareHost.Build(
            ["--demo", $"--Data:Path={Folder}", "--Http:Port=0", "--Mqtt:Port=0", "--Logging:LogLevel:Default=None", .. _more], _replace);
        (Http, Mqtt) = await CareHost.StartAsync(_app, Said);
    }

    /// <summary>Signed in once per host; the demo's passwords are the names.</summary>
    public Task<Person> PersonAsync(string user) => _people.GetOrAdd(user, _ => Person.SignInAsync(Http, user, user));

    public HttpClient Nobody() => new() { BaseAddress = Http };

    /// <summary>A wall of this person that follows everything after a seq; null: from now on.</summary>
    public async Task<HubClient> WallAsync(string user = "duty", long? after = null)
    {
        var wall = await HubClient.ConnectAsync(Http, (await PersonAsync(user)).Cookie);
        await wall.ResumeAsync(after ?? await SeqAsync());
        return wall;
    }

    /// <summary>Number of the newest change.</summary>
    public async Task<long> SeqAsync() => (long)await MetricAsync("smartcare_alert_seq");

    /// <summary>An MQTT client that has connected. The demo's devices all have the same password.</summary>
    public async Task<MqttNetClient> MqttAsync(string user, byte level = 5, Func<MqttNetOptions, MqttNetOptions>? with = null)
    {
        var options = new MqttNetOptions { Port = Mqtt.Port, UserName = user, Password = "demo", ProtocolLevel = level, ClientId = $"{user}-{Guid.NewGuid():N}" };
        var client = new MqttNetClient(with is null ? options : with(options));
        await client.ConnectAsync().WaitAsync(HubClient.Patience);
        return client;
    }

    /// <summary>Ends when no grain waits for another any more: every letter that was written so far, and what it led to, was had.</summary>
    public async Task SettledAsync()
    {
        var (silo, registry) = (Services.GetRequiredService<CareSilo>(), Services.GetRequiredService<RegistryIndex>());
        // In the direction in which letters go, and once more: one that was on its way past the first look is seen by the second.
        bool IsQuiet() => registry.Devices.Concat<RegistryRecord>(registry.Places).Concat(registry.Elders).Concat(registry.Sites)
            .All(record => silo.Find(record.Subject) is not { Letters.Count: > 0 });
        await Until.TrueAsync(() => Task.FromResult(IsQuiet() && IsQuiet()), isQuiet => isQuiet, HubClient.Patience);
    }

    /// <summary>Ends when the files of the last start have been read through.</summary>
    public Task ScannedAsync() => Services.GetServices<IHostedService>().OfType<StoreKeeper>().Single().Scanned.WaitAsync(HubClient.Patience);

    /// <summary>The reading is on disk when this ends. What another grain makes of it, an alert too, comes a moment later.</summary>
    public async Task SayAsync(string device, string payload)
    {
        await using var client = await MqttAsync(device);
        await client.PublishAsync($"smartcare/{device}", payload).WaitAsync(HubClient.Patience);
    }

    /// <summary>A press of the one-key call, and the alert it raised.</summary>
    public async Task<JsonElement> PressAsync(string button)
    {
        await using var wall = await WallAsync("admin");
        await SayAsync(button, """{"action":"emergency"}""");
        return (await wall.AlertAsync(a => a.Kind == "help" && a.Alert.GetProperty("device").GetProperty("id").GetString() == button)).Alert;
    }

    /// <summary>One sample of /metrics, its labels in the order of their names; 0 when it is not there yet.</summary>
    public async Task<double> MetricAsync(string sample)
    {
        using var nobody = Nobody();
        var text = await nobody.GetStringAsync("/metrics");
        // A sample without labels is written with an empty set of them.
        var start = sample.EndsWith('}') ? sample + " " : sample + "{} ";
        var line = text.Split('\n').FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[start.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Somebody who is signed in: calls, and their answers as JSON.</summary>
public sealed class Person : IDisposable
{
    private readonly CookieContainer _cookies = new();

    private Person(Uri server) => Http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = server };

    /// <summary>Somebody whom a proxy passes on from an address outside.</summary>
    public static Person Through(Uri proxy, string address)
    {
        var person = new Person(proxy);
        person.Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return person;
    }

    /// <summary>A browser in which nobody has signed in yet.</summary>
    public static Person Nobody(Uri server) => new(server);

    public HttpClient Http { get; }

    public string Cookie => _cookies.GetCookieHeader(Http.BaseAddress!);

    public static async Task<Person> SignInAsync(Uri server, string user, string password)
    {
        var person = new Person(server);
        (await person.SignInAsync(user, password)).EnsureSuccessStatusCode();
        return person;
    }

    public Task<HttpResponseMessage> SignInAsync(string user, string password) => Http.PostAsJsonAsync("/api/session", new { user, password });

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<Reply> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Reply> SendAsync(HttpMethod method, string path, object? body = null) =>
        Reply.OfAsync(Http.SendAsync(new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) }));

    public void Dispose() => Http.Dispose();
}

/// <summary>An answer: its status, and its body when that is JSON.</summary>
public sealed record Reply(HttpStatusCode Status, string? ContentType, JsonElement Body)
{
    public JsonElement this[string field] => Body.GetProperty(field);

    public IReadOnlyList<JsonElement> Items => [.. Body.GetProperty("items").EnumerateArray()];

    public static async Task<Reply> OfAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        var type = answer.Content.Headers.ContentType?.MediaType;
        return new Reply(answer.StatusCode, type, type?.EndsWith("json", StringComparison.Ordinal) is true ? JsonDocument.Parse(text).RootElement : default);
    }

    /// <summary>RFC 9457, every field filled.</summary>
    public Reply IsProblem(HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (Status, ContentType));
        Assert.Equal((int)status, Body.GetProperty("status").GetInt32());
        foreach (var field in (string[])["type", "title", "detail"])
            Assert.True(Body.TryGetProperty(field, out var text) && text.GetString() is { Length: > 0 }, $"{field} is missing in {Body}");
        return this;
    }

    public Reply Is(HttpStatusCode status)
    {
        Assert.True(status == Status, $"{(int)status} expected, got {(int)Status}: {Body}");
        return this;
    }
}
