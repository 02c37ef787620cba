using SmartCare.Testing;

namespace SmartCare.Series.Tests;

/// <summary>One InfluxDB for the tests that do not kill it; each test has a database of its own.</summary>
public sealed class InfluxFixture : IAsyncLifetime
{
    int _databases;

    public InfluxServer Server { get; private set; } = null!;
    public HttpClient Client { get; } = new();

    public string NewDatabase() => "db" + Interlocked.Increment(ref _databases);

    public async Task InitializeAsync() => Server = await InfluxServer.StartNewAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>Says it to InfluxDB directly, past our code.</summary>
    public async Task<string> SayAsync(string path, string? body = null) =>
        await (await Client.PostAsync(new Uri(Server.Url, path), body is null ? null : new StringContent(body))).Content.ReadAsStringAsync();
}
