using System.Text;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Tests.Sessions;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Server.Intake;
using SmartCare.Storage;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>
/// What outlives the process, on the file that the server uses. A kill is played by a copy of the file as it is at that moment.
/// </summary>
public sealed class RestartTests : IDisposable
{
    private const string Kept5 = "10 13 0004 4D515454 05 00 003C 05 11 00000064 0001 72";
    private const string Kept4 = "10 0D 0004 4D515454 04 00 003C 0001 72";
    private const string Clean5 = "10 0E 0004 4D515454 05 02 003C 00 0001 72";
    private const string Present4 = "20020100";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-mqtt-");
    private readonly List<ItemFile> _files = [];
    private readonly ManualTime _time = new();
    private int _kills;

    private MqttStateFile Open(string name)
    {
        _files.Add(new ItemFile(Path.Combine(_folder.FullName, name)));
        return new MqttStateFile(_files[^1], _time);
    }

    private Task<MqttHost> StartAsync(string file = "mqtt.db", IMqttAuthenticator? gate = null) =>
        MqttHost.StartAsync(gate, null, Open(file), _time);

    /// <summary>What a killed process would leave: the file and its log as they are now.</summary>
    private string Kill()
    {
        var name = $"killed-{++_kills}.db";
        foreach (var end in (string[])["", "-wal"])
            File.Copy(Path.Combine(_folder.FullName, "mqtt.db" + end), Path.Combine(_folder.FullName, name + end));
        return name;
    }

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task SayAsync(RawClient raw, string hex, params string[] answers)
    {
        await raw.SendAsync(hex);
        foreach (var answer in answers) Assert.Equal(answer, await raw.ReadAsync());
    }

    [Fact]
    public async Task What_was_acknowledged_survives_a_kill()
    {
        await using var host = await StartAsync();
        using (var reader = await host.RawAsync())
        {
            await SayAsync(reader, Kept4, "20020000");
            await SayAsync(reader, "82 0A 0001 0001 61 02 0001 62 02", "900400010202");
            await SayAsync(reader, "A2 05 0002 0001 62", "B0020002");
        }
        using var writer = await host.RawAsync();
        await SayAsync(writer, "10 0D 0004 4D515454 04 02 003C 0001 77", "20020000");
        await SayAsync(writer, "32 06 0001 61 0001 31", "40020001");
        await SayAsync(writer, "34 06 0001 61 0002 32", "50020002");
        await SayAsync(writer, "33 06 0001 72 0003 33", "40020003"); // retained

        await using var again = await StartAsync(Kill());
        using var back = await again.RawAsync();
        // The socket of the reader may have gone before or after its messages came; either way they are sent or sent again.
        await SayAsync(back, Kept4, Present4);
        foreach (var text in (string[])["31", "32"]) Assert.EndsWith(text, await back.ReadAsync(), StringComparison.Ordinal);
        again.Broker.Publish("b", "x"u8.ToArray(), 1, false); // no longer subscribed
        await SayAsync(back, "82 06 0003 0001 72 00", "9003000300", "3104000172" + "33");
    }

    [Theory]
    [InlineData(Kept4, "82 06 0001 0001 61 02", "3A06000161000168", "3C06000161000268", "3406000161000368")]
    [InlineData(Kept5, "82 07 0001 00 0001 61 02", "3A0700016100010068", "3C0700016100020068", "340700016100030068")]
    public async Task What_was_sent_comes_again_with_dup_and_its_old_id_then_what_came_meanwhile(
        string connect, string subscribe, string one, string two, string three)
    {
        var house = new HouseAuthenticator();
        await using (var host = await StartAsync(gate: house))
        {
            using (var raw = await host.RawAsync())
            {
                await SayAsync(raw, connect);
                await raw.ReadAsync();
                await SayAsync(raw, subscribe);
                await raw.ReadAsync();
                foreach (byte qos in (byte[])[1, 2])
                {
                    host.Broker.Publish("a", "h"u8.ToArray(), qos, false);
                    await raw.ReadAsync();
                }
            }
            Assert.True(await house.Gone.WaitAsync(Patience.Max));
            host.Broker.Publish("a", "h"u8.ToArray(), 2, false);
        }
        await using (var host = await StartAsync())
        {
            using var raw = await host.RawAsync();
            await SayAsync(raw, connect);
            await raw.ReadAsync();
            foreach (var expected in (string[])[one, two, three]) Assert.Equal(expected, await raw.ReadAsync());
            await raw.SendAsync("40 02 0001");
            await SayAsync(raw, "50 02 0002", "62020002");
        }
        await using (var host = await StartAsync())
        {
            using var raw = await host.RawAsync();
            await SayAsync(raw, connect);
            await raw.ReadAsync();
            Assert.Equal("62020002", await raw.ReadAsync()); // past its PUBREC: only PUBREL
            Assert.StartsWith("3C", await raw.ReadAsync(), StringComparison.Ordinal);
            await raw.SendAsync("70 02 0002");
            await SayAsync(raw, "50 02 0003", "62020003");
            await SayAsync(raw, "70 02 0003");
            await SayAsync(raw, "C0 00", "D000");
        }
        await using (var host = await StartAsync())
        {
            using var raw = await host.RawAsync();
            await SayAsync(raw, connect);
            await raw.ReadAsync();
            await SayAsync(raw, "C0 00", "D000"); // nothing is left to be sent
        }
    }

    [Fact]
    public async Task A_qos_2_message_that_comes_again_after_a_restart_is_handed_on_once()
    {
        await using (var host = await StartAsync())
        {
            using var raw = await host.RawAsync();
            await SayAsync(raw, Kept4, "20020000");
            await SayAsync(raw, "34 08 0003 612F62 0009 68", "50020009");
        }
        var house = new HouseAuthenticator();
        await using var again = await StartAsync(gate: house);
        using var back = await again.RawAsync();
        await SayAsync(back, Kept4, Present4);
        await SayAsync(back, "3C 08 0003 612F62 0009 68", "50020009");
        await SayAsync(back, "62 02 0009", "70020009");
        Assert.Empty(house.Publishes);
        await SayAsync(back, "34 08 0003 612F62 0009 68", "50020009");
        Assert.Single(house.Publishes);
    }

    [Fact]
    public async Task A_packet_id_that_PUBCOMP_has_freed_is_another_message_after_a_kill_too()
    {
        await using var host = await StartAsync();
        using var raw = await host.RawAsync();
        await SayAsync(raw, Kept4, "20020000");
        await SayAsync(raw, "34 08 0003 612F62 0009 31", "50020009");
        await SayAsync(raw, "82 06 0001 0001 61 01", "9003000101"); // now the received id is on the disk
        await SayAsync(raw, "62 02 0009", "70020009");

        var house = new HouseAuthenticator();
        await using var again = await StartAsync(Kill(), house);
        using var back = await again.RawAsync();
        await SayAsync(back, Kept4, Present4);
        // Sent for the first time just before the kill, so its sender says DUP; it never reached the house.
        await SayAsync(back, "3C 08 0003 612F62 0009 32", "50020009");
        Assert.Equal("2", Assert.Single(house.Publishes).Payload);
    }

    [Fact]
    public async Task Time_passes_while_the_house_is_down()
    {
        await using (var host = await StartAsync())
        {
            using var writer = await host.RawAsync();
            await SayAsync(writer, Kept5); // its session lasts 100 s
            await writer.ReadAsync();
            await SayAsync(writer, "33 0C 0001 61 0001 05 02 0000000A 68", "40020001"); // 10 s
            await SayAsync(writer, "33 0C 0001 62 0002 05 02 00000064 68", "40020002"); // 100 s
        }
        _time.Advance(TimeSpan.FromSeconds(40));
        await using (var host = await StartAsync())
        {
            await using var reader = await host.ConnectAsync("reader");
            await reader.SubscribeAsync("#");
            var message = await reader.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max);
            Assert.Equal(("b", 60u, true), (message.Topic, message.ExpiryS!.Value, message.Retain));
            Assert.Equal(2, host.Broker.Counters.Sessions + 1);
        }
        _time.Advance(TimeSpan.FromSeconds(61));
        await using var late = await StartAsync();
        Assert.Equal((0, 0), (late.Broker.Counters.Sessions, late.Broker.Counters.Retained));
        late.Advance(1);
        using var raw = await late.RawAsync();
        await SayAsync(raw, Kept4, "20020000");
        await SayAsync(raw, "82 06 0001 0001 61 02", "9003000102");
        Assert.Equal(["Session r", "Subscription r"], Open("mqtt.db").Load().Select(i => $"{i.Key.Kind} {i.Key.Owner}"));
    }

    [Fact]
    public async Task A_session_that_ends_and_a_retained_message_that_is_removed_leave_nothing()
    {
        var store = new MemoryStore();
        await using var host = await MqttHost.StartAsync(store: store);
        using (var raw = await host.RawAsync())
        {
            await SayAsync(raw, Kept5);
            await raw.ReadAsync();
            await SayAsync(raw, "82 07 0001 00 0001 61 02", "900400010002");
            await SayAsync(raw, "35 07 0001 61 0009 00 68", "3407000161000100" + "68", "50020009");
            host.Broker.Dispose();
            // A will waits only while its client is away.
            Assert.Equal(Enum.GetValues<StateKind>().Except([StateKind.Will]), store.Keys.Select(k => k.Kind).Order());
            await SayAsync(raw, "33 06 0001 61 000A 00", "320600016100" + "0200", "4002000A");
        }
        using var again = await host.RawAsync();
        await SayAsync(again, Clean5);
        await again.ReadAsync();
        host.Advance(1);
        host.Broker.Dispose();
        Assert.Empty(store.Keys);
    }

    [Fact]
    public async Task Readings_that_nobody_subscribed_to_never_touch_the_store()
    {
        var store = new MemoryStore();
        await using var host = await MqttHost.StartAsync(store: store);
        await using var device = await host.ConnectAsync("d");
        for (var i = 0; i < 100; i++) await device.PublishAsync("d", "x", (byte)(i % 3));
        host.Advance(1);
        host.Broker.Dispose();
        Assert.Equal(0, store.Saves);
    }

    [Fact]
    public async Task A_journaled_reading_does_not_wait_for_the_store_and_a_routed_one_does()
    {
        using var disk = new ManualResetEventSlim(initialState: true);
        var house = new HouseAuthenticator { Verdict = t => t == "p" ? MqttVerdict.Pending : MqttVerdict.Accepted };
        await using var host = await MqttHost.StartAsync(house, store: new MemoryStore { Gate = disk });
        using var raw = await host.RawAsync();
        await SayAsync(raw, Kept4, "20020000");
        await SayAsync(raw, "82 06 0001 0001 23 01", "9003000101");
        disk.Reset();
        await SayAsync(raw, "32 06 0001 61 0001 68", "3206000161000168"); // a: accepted, waits for the disk
        await house.WaitAsync(1);
        await raw.SendAsync("40 02 0001");
        await SayAsync(raw, "C0 00", "D000");
        using var other = await host.RawAsync();
        await SayAsync(other, "10 0D 0004 4D515454 04 02 003C 0001 77", "20020000");
        await other.SendAsync("32 06 0001 70 0001 68"); // p: the house's own journal has it
        (await house.WaitAsync(1))[1].Receipt.Complete();
        Assert.Equal("40020001", await other.ReadAsync());
        disk.Set();
        // Both waited for the disk; which of the two leaves first is nobody's promise.
        string[] released = [await raw.ReadAsync(), await raw.ReadAsync()];
        Assert.Equal(["3206000170000268", "40020001"], released.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_stops_nobody_and_is_counted()
    {
        var store = new MemoryStore { IsBroken = true };
        await using var host = await MqttHost.StartAsync(store: store);
        using var raw = await host.RawAsync();
        await SayAsync(raw, Kept4, "20020000");
        await SayAsync(raw, "82 06 0001 0001 61 01", "9003000101");
        await SayAsync(raw, "33 06 0001 61 0001 68", "3206000161000168", "40020001");
        Assert.InRange(host.Broker.Counters.StateFailures, 2, 3);
        store.IsBroken = false;
        await SayAsync(raw, "82 06 0002 0001 62 01", "9003000201");
        Assert.Contains(StateCodec.SubscriptionKey("r", "a"), store.Keys);
    }

    [Fact]
    public async Task Rights_that_were_taken_away_are_gone_from_a_session_that_goes_on()
    {
        var may = true;
        var house = new HouseAuthenticator { MaySubscribe = f => may || f == "a" };
        await using var host = await MqttHost.StartAsync(house);
        using (var raw = await host.RawAsync())
        {
            await SayAsync(raw, Kept4, "20020000");
            await SayAsync(raw, "82 13 0001 0001 61 01 000A 2473686172652F672F62 01", "900400010101");
        }
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
        may = false;
        using var back = await host.RawAsync();
        await SayAsync(back, Kept4, Present4);
        foreach (var topic in (string[])["b", "a"]) host.Broker.Publish(topic, "h"u8.ToArray(), 1, false);
        Assert.Equal("3206000161000168", await back.ReadAsync());
    }

    [Fact]
    public async Task The_same_client_id_of_two_users_is_two_sessions()
    {
        var house = new HouseAuthenticator { Name = request => request.UserName };
        await using var host = await MqttHost.StartAsync(house);
        await using var wall = await host.ConnectAsync("wall", with: o => o with { UserName = "duty" });
        await wall.SubscribeAsync("alerts");
        await using var thief = host.Client("wall", with: o => o with { UserName = "call-101-1", CleanStart = false });
        Assert.False((await thief.ConnectAsync()).SessionPresent);
        host.Broker.Publish("alerts", "fire"u8.ToArray(), 1, false);
        Assert.Equal("fire", Encoding.UTF8.GetString((await wall.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Payload));
        Assert.Equal(0, host.Broker.Counters.TakenOver);
    }
}
