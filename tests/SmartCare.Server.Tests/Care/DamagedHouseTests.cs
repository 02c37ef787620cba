using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartCare.Server.Care;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Care;

/// <summary>Whatever happens to the files of a house: it starts, a press rings, and what was lost is told on the wall and in its health.</summary>
public sealed class DamagedHouseTests
{
    [Theory]
    [InlineData("smartcare.db", "emptied")]
    [InlineData("smartcare.db", "garbage")]
    [InlineData("smartcare.db", "halved")]
    [InlineData("smartcare.db", "removed")]
    [InlineData("witness.db", "garbage")]
    public async Task A_damaged_file_costs_no_alarm_and_is_told(string name, string damage)
    {
        await using var host = await TestHost.StartAsync();
        var open = (await host.PressAsync("call-105-1")).GetProperty("id").GetString()!;
        await host.StopAsync();
        var file = Path.Combine(host.Folder, name);
        var bytes = await File.ReadAllBytesAsync(file);
        if (damage == "removed") File.Delete(file);
        else await File.WriteAllBytesAsync(file, damage switch { "emptied" => [], "halved" => bytes[..(bytes.Length / 2)], _ => [.. bytes.Select(b => (byte)~b)] });
        await host.StartAgainAsync();

        await host.ScannedAsync();
        await using var wall = await host.WallAsync(after: 0);
        await host.SayAsync("call-104-1", """{"action":"emergency"}""");
        await wall.AlertAsync(a => a.Kind == "help" && a.Alert.GetProperty("device").GetProperty("id").GetString() == "call-104-1");
        var duty = await host.PersonAsync("duty");
        Assert.Contains((await duty.GetAsync("/api/alerts?limit=500")).Items, a => a.GetProperty("id").GetString() == open);
        Assert.Contains(name, (await duty.GetAsync("/readyz")).Is(HttpStatusCode.OK)["problems"].ToString(), StringComparison.Ordinal);
        await using var later = await host.WallAsync(after: 0);
        await later.AlertAsync(a => a.Kind == "system" && a.Alert.ToString().Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UPDATE registry SET json = replace(CAST(json AS TEXT), '104', '105') WHERE id = 'call-104-1'", "call-104-1")]
    [InlineData("UPDATE accounts SET json = x'7b' WHERE user = 'duty'", "account duty")]
    [InlineData("UPDATE credentials SET hash = 'nothing' WHERE device = 'call-104-1'", "password of call-104-1")]
    public async Task A_row_that_cannot_be_believed_is_put_back_from_the_copy(string sql, string named)
    {
        await using var host = await TestHost.StartAsync();
        await host.StopAsync();
        Run(host, sql);
        await host.StartAgainAsync();
        await host.ScannedAsync();
        await host.PressAsync("call-104-1");
        var duty = await host.PersonAsync("duty");
        Assert.Contains(named, (await duty.GetAsync("/readyz")).Is(HttpStatusCode.OK)["problems"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_yesterday_is_noticed_and_a_stop_and_a_start_are_not()
    {
        await using var host = await TestHost.StartAsync();
        await host.StopAsync();
        var file = Path.Combine(host.Folder, "smartcare.db");
        File.Copy(file, file + ".copy");
        await host.StartAgainAsync();
        Assert.Empty(host.Services.GetRequiredService<StoreHealth>().Problems);
        var open = (await host.PressAsync("call-105-1")).GetProperty("id").GetString()!;
        await host.StopAsync();
        File.Move(file + ".copy", file, overwrite: true);
        await host.StartAgainAsync();
        var duty = await host.PersonAsync("duty");
        Assert.Contains("is older than it was", (await duty.GetAsync("/readyz"))["problems"].ToString(), StringComparison.Ordinal);
        Assert.Contains((await duty.GetAsync("/api/alerts?limit=500")).Items, a => a.GetProperty("id").GetString() == open);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_still_rings_and_acknowledges_nothing()
    {
        string? folder = null;
        await using var host = await TestHost.StartAsync(services =>
        {
            if (folder is not { } there) return;
            services.AddSingleton(_ => StoreOpening.OpenToRead(there, "read-only file system"));
            // What waits for this disk waits until the end of the stop, however long that is.
            services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(2));
        });
        await host.StopAsync();
        folder = host.Folder;
        await host.StartAgainAsync();
        await using var wall = await host.WallAsync(after: 0);
        await using var button = await host.MqttAsync("call-106-1");
        var acknowledgement = button.PublishAsync("smartcare/call-106-1", """{"action":"emergency"}""");
        Assert.True((await wall.AlertAsync(a => a.Kind == "help")).Alert.GetProperty("unsaved").GetBoolean());
        var duty = await host.PersonAsync("duty");
        Assert.Contains("read-only file system", (await duty.GetAsync("/readyz")).Is(HttpStatusCode.ServiceUnavailable)["problems"].ToString(), StringComparison.Ordinal);
        Assert.False(acknowledgement.IsCompleted);
    }

    [Fact]
    public async Task A_damaged_key_file_costs_a_sign_in_and_no_more()
    {
        await using var host = await TestHost.StartAsync();
        await host.PersonAsync("duty");
        await host.StopAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(host.Folder, "keys"), "*.xml")) await File.WriteAllTextAsync(file, "<key");
        await host.StartAgainAsync();
        var duty = await host.PersonAsync("duty");
        Assert.Contains("keys: key-", (await duty.GetAsync("/readyz")).Is(HttpStatusCode.OK)["problems"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_is_for_its_user_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var host = await TestHost.StartAsync();
        await host.PressAsync("call-105-1");
        await host.ScannedAsync();
        Private(host.Folder);
        await host.StopAsync();
        File.SetUnixFileMode(host.Folder, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(Path.Combine(host.Folder, "smartcare.db"), (UnixFileMode)0b110_100_100);
        await host.StartAgainAsync();
        Private(host.Folder);
    }

    [Fact]
    public async Task Check_tells_what_is_wrong_and_repair_mends_it_but_never_under_a_silo()
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal(0, Command(host, StoreCommands.Check).Code);
        Assert.Contains("another SmartCare uses it", Assert.Throws<SettingException>(() => Command(host, StoreCommands.Repair)).Message, StringComparison.Ordinal);
        await host.StopAsync();
        Assert.Equal((0, "Everything is whole."), Command(host, StoreCommands.Check));
        Run(host, "UPDATE accounts SET json = x'7b' WHERE user = 'duty'");
        var (code, text) = Command(host, StoreCommands.Check);
        Assert.Equal(1, code);
        Assert.Contains("account duty: its checksum is wrong", text, StringComparison.Ordinal);
        Assert.Contains("account duty", Command(host, StoreCommands.Repair).Text, StringComparison.Ordinal);
        Assert.Equal((0, "Everything is whole."), Command(host, StoreCommands.Check));
        await host.StartAgainAsync();
    }

    private static (int Code, string Text) Command(TestHost host, string name)
    {
        using var to = new StringWriter();
        var code = StoreCommands.Run(name, [$"--Data:Path={host.Folder}"], TimeProvider.System, to);
        return (code, to.ToString().Trim());
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Private(string folder)
    {
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(folder));
        Assert.All(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), f => Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(f)));
    }

    private static void Run(TestHost host, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.Folder, "smartcare.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
