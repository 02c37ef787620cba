using Microsoft.Data.Sqlite;
using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Tests.Sessions;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Server.Intake;
using SmartCare.Storage;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>A file of sessions that cannot be read is put aside: it costs its clients their sessions, and neither the start nor the next restart.</summary>
public sealed class CorruptStateTests : IDisposable
{
    private const string Kept4 = "10 0D 0004 4D515454 04 00 003C 0001 72";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-mqtt-");
    private readonly ManualTime _time = new();
    private readonly List<ItemFile> _files = [];

    private string File => Path.Combine(_folder.FullName, "mqtt.db");

    private string[] PutAside => [.. _folder.GetFiles("mqtt.db.corrupt-*").Select(f => f.Name).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
        _folder.Delete(recursive: true);
    }

    private Task<MqttHost> StartAsync()
    {
        _files.Add(new ItemFile(File));
        return MqttHost.StartAsync(null, null, new MqttStateFile(_files[^1], _time), _time);
    }

    /// <summary>A session with a subscription and a retained message of some size, as a stopped house leaves them; then damaged.</summary>
    private async Task DamageAsync(Action<FileStream> damage)
    {
        await using (var host = await StartAsync())
        {
            using var raw = await host.RawAsync();
            await SubscribeAsync(raw, "20020000");
            for (var i = 0; i < 50; i++) host.Broker.Publish($"t/{i}", new byte[1000], 1, retain: true);
        }
        // The last to leave writes the log into the file.
        _files[^1].Dispose();
        using var stream = System.IO.File.Open(File, FileMode.Open);
        Assert.True(stream.Length > 40_000);
        damage(stream);
    }

    private static async Task SubscribeAsync(RawClient raw, string connack)
    {
        await raw.SendAsync(Kept4);
        Assert.Equal(connack, await raw.ReadAsync());
        await raw.SendAsync("82 06 0001 0001 61 01");
        Assert.Equal("9003000101", await raw.ReadAsync());
    }

    public static TheoryData<string, Action<FileStream>> Damages => new()
    {
        { "garbage", f => { f.SetLength(0); f.Write(new byte[5000].Select((_, i) => (byte)(i * 31)).ToArray()); } },
        { "cut in the middle", f => f.SetLength(f.Length / 2) },
        { "cut in the header", f => f.SetLength(60) },
        { "a page of zeros", f => { f.Position = 4096; f.Write(new byte[4096]); } },
        { "of a later version", f => { f.Position = 60; f.Write([0, 0, 0, 9]); } },
    };

    [Theory, MemberData(nameof(Damages))]
    public async Task It_is_put_aside_and_a_new_one_is_started(string what, Action<FileStream> damage)
    {
        await DamageAsync(damage);
        var damaged = await System.IO.File.ReadAllBytesAsync(File);
        await using (var host = await StartAsync())
        {
            Assert.Equal(["mqtt.db.corrupt-20260102T000000000Z"], PutAside);
            Assert.Contains(PutAside[0], host.Broker.StateTrouble, StringComparison.Ordinal);
            var kept = await System.IO.File.ReadAllBytesAsync(Path.Combine(_folder.FullName, PutAside[0]));
            Assert.True(damaged.AsSpan().SequenceEqual(kept), what);
            Assert.Equal((0, 0), (host.Broker.Counters.Sessions, host.Broker.Counters.Retained));
            using var raw = await host.RawAsync();
            await SubscribeAsync(raw, "20020000"); // not present: its client knows that it has to subscribe again
            Assert.Equal(0, host.Broker.Counters.StateFailures);
        }
        await using var again = await StartAsync();
        Assert.Null(again.Broker.StateTrouble);
        using var back = await again.RawAsync();
        await SubscribeAsync(back, "20020100");
    }

    [Fact]
    public async Task An_item_that_is_not_ours_is_found_too_and_leaves_no_session_by_half()
    {
        await DamageAsync(_ => { });
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE items SET value = x'FFFF' WHERE kind = 6 AND name = 't/7'";
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        await using var host = await StartAsync();
        Assert.Single(PutAside);
        using var raw = await host.RawAsync();
        await SubscribeAsync(raw, "20020000");
        await using var reader = await host.ConnectAsync("reader");
        await reader.SubscribeAsync("#");
        host.Broker.Publish("live", "x"u8.ToArray(), 1, false);
        Assert.Equal("live", (await reader.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Topic); // no retained one came before
    }

    [Fact]
    public async Task Few_are_kept_so_that_a_dying_disk_does_not_fill()
    {
        for (var i = 0; i < 5; i++)
        {
            await System.IO.File.WriteAllTextAsync(File, new string('x', 5000));
            await System.IO.File.WriteAllTextAsync(File + "-wal", "x");
            await using var host = await StartAsync();
            _files[^1].Dispose();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(["02", "03", "04"], PutAside.Where(f => !f.EndsWith("-wal", StringComparison.Ordinal)).Select(f => f[^6..^4]));
    }

    [Fact]
    public async Task One_that_cannot_even_be_put_aside_stops_nobody()
    {
        var store = new MemoryStore { IsUnreadable = true };
        await using var host = await MqttHost.StartAsync(store: store);
        Assert.Contains("nor put aside", host.Broker.StateTrouble, StringComparison.Ordinal);
        using var raw = await host.RawAsync();
        await SubscribeAsync(raw, "20020000");
    }
}
