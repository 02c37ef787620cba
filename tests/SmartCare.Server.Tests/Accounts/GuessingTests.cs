using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using SmartCare.Mqtt.Packets;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>Whoever guesses passwords gets few tries, learns no names, and keeps neither devices nor people out.</summary>
public sealed class GuessingTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_hundred_guesses_at_once_are_ten_that_are_looked_at()
    {
        using var nobody = _host.Nobody();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => GuessAsync(nobody, "director", $"{i}")));
        Assert.Equal(10, answers.Count(a => a.StatusCode is HttpStatusCode.Unauthorized));
        var refused = answers.First(a => a.StatusCode is HttpStatusCode.TooManyRequests);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 300);
    }

    [Fact]
    public async Task A_browser_that_signed_in_before_is_not_locked_out_by_who_guesses_elsewhere()
    {
        using var wall = await Person.SignInAsync(_host.Http, "duty", "duty");
        using var nobody = _host.Nobody();
        for (var i = 0; i < 12; i++) await GuessAsync(nobody, "duty", $"{i}");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await GuessAsync(nobody, "duty", "duty")).StatusCode);
        await wall.SendAsync(HttpMethod.Delete, "/api/session");
        (await wall.PostAsync("/api/session", new { user = "duty", password = "duty" })).Is(HttpStatusCode.OK);
        // For another user it is a browser like any other.
        for (var i = 0; i < 12; i++) await GuessAsync(nobody, "director", $"{i}");
        (await wall.PostAsync("/api/session", new { user = "director", password = "director" })).Is(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task An_unknown_name_takes_as_long_as_a_known_one()
    {
        using var nobody = _host.Nobody();
        async Task<double> TakesAsync(string user)
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(HttpStatusCode.Unauthorized, (await GuessAsync(nobody, user, "wrong")).StatusCode);
            return watch.Elapsed.TotalMilliseconds;
        }

        await TakesAsync("somebody");
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 8; i++)
        {
            known.Add(await TakesAsync("admin"));
            // The same name and password again: it is not remembered that they are wrong.
            unknown.Add(await TakesAsync("nobody"));
        }

        Assert.InRange(unknown.Min() / known.Min(), 1 / 3.0, 3);
    }

    [Fact]
    public async Task Four_hundred_strangers_at_the_door_keep_no_device_out()
    {
        await using var quiet = await _host.MqttAsync("call-101-1");
        await SetPasswordAsync("call-102-1", "a password of its own");
        await _host.StopAsync();
        await _host.StartAgainAsync();
        using var stop = new CancellationTokenSource();
        using var nobody = _host.Nobody();
        // Who is not let in within ten seconds is cut.
        var strangers = Enumerable.Range(0, 400).Select(i => StormAsync(nobody, i, stop.Token)).ToArray();
        var device = new SmartCare.Testing.MqttNetOptions { Port = _host.Mqtt.Port, UserName = "call-102-1", Password = "a password of its own", ClientId = "own" };
        await using (var button = new SmartCare.Testing.MqttNetClient(device)) await button.ConnectAsync().WaitAsync(HubClient.Patience);
        await stop.CancelAsync();
        await Task.WhenAll(strangers);
    }

    [Fact]
    public async Task A_devices_password_is_right_or_wrong_with_its_quick_verifier_without_it_and_when_its_key_is_another()
    {
        await SetPasswordAsync("call-103-1", "first password");
        await JudgeAsync();
        await _host.StopAsync();
        File.WriteAllBytes(Path.Combine(_host.Folder, "keys", "devices"), new byte[32]);
        await _host.StartAgainAsync();
        await JudgeAsync();
        await _host.StopAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(_host.Folder, "smartcare.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE credentials SET hash = substr(hash, 1, instr(hash, ' ') - 1) WHERE device = 'call-103-1' AND instr(hash, ' ') > 0";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        await _host.StartAgainAsync();
        await JudgeAsync();

        async Task JudgeAsync()
        {
            Assert.Equal(nameof(MqttReason.BadUserNameOrPassword), await RefusalAsync("wrong"));
            var refusal = await RefusalAsync("first password");
            Assert.True(refusal is null, refusal);
            Assert.Equal(nameof(MqttReason.BadUserNameOrPassword), await RefusalAsync("demo"));
        }
    }

    private async Task SetPasswordAsync(string device, string password)
    {
        var admin = await _host.PersonAsync("admin");
        var record = (await admin.GetAsync($"/api/devices/{device}")).Body;
        (await admin.PutAsync($"/api/devices/{device}", new
        {
            placeId = record.GetProperty("placeId").GetString(), model = record.GetProperty("model").GetString(), name = record.GetProperty("name").GetString(),
            elderId = record.GetProperty("elderId").GetString(), password,
        })).Is(HttpStatusCode.OK);
    }

    /// <returns>Null: it is let in.</returns>
    private async Task<string?> RefusalAsync(string password)
    {
        try
        {
            await using var client = await _host.MqttAsync("call-103-1", with: o => o with { Password = password });
            return null;
        }
        catch (MqttNetException refused)
        {
            // With what ended it, should it be anything else than the judgement that is asked for here.
            return refused.Reason is MqttReason.BadUserNameOrPassword ? nameof(MqttReason.BadUserNameOrPassword) : refused.ToString();
        }
    }

    private static Task<HttpResponseMessage> GuessAsync(HttpClient nobody, string user, string password) =>
        nobody.PostAsJsonAsync("/api/session", new { user, password });

    private static async Task StormAsync(HttpClient nobody, int stranger, CancellationToken stop)
    {
        try
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                (await nobody.PostAsJsonAsync("/api/session", new { user = $"x{stranger}-{i}", password = $"{i}" }, stop)).Dispose();
        }
        catch (OperationCanceledException)
        {
        }
    }
}
