using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Words;
using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Care;

/// <summary>Rows that nobody can read, a file that is gone, a store that does not exist: a clear word, and no lost alarm.</summary>
public sealed class BadStoreTests
{
    [Theory, InlineData("call-104-1"), InlineData("sunshine")]
    public async Task A_row_that_cannot_be_read_costs_no_alarm_and_rings(string damaged)
    {
        await using var host = await TestHost.StartAsync();
        var before = await host.PressAsync("call-105-1");
        await host.StopAsync();
        Assert.Equal(1, Run(host, $"UPDATE grains SET state = x'7b22' WHERE key = '{damaged}'"));
        await host.StartAgainAsync();

        await using var wall = await host.WallAsync(after: before.GetProperty("seq").GetInt64());
        await using var another = await host.WallAsync(after: before.GetProperty("seq").GetInt64());
        await host.SayAsync("call-104-1", """{"action":"emergency"}""");
        var help = await wall.AlertAsync(a => a.Kind == "help" && a.Alert.GetProperty("device").GetProperty("id").GetString() == "call-104-1");
        Assert.Equal(1, help.Alert.GetProperty("occurrences").GetInt32());
        await another.AlertAsync(a => a.Kind == "system" && a.Alert.ToString().Contains(damaged, StringComparison.Ordinal));

        // What was open stays open, and a second press is counted on it.
        await host.SayAsync("call-105-1", """{"action":"emergency"}""");
        var again = await wall.AlertAsync(a => a.Kind == "help" && a.Alert.GetProperty("device").GetProperty("id").GetString() == "call-105-1");
        Assert.Equal((before.GetProperty("id").GetString(), 2), (again.Id, again.Alert.GetProperty("occurrences").GetInt32()));
        await host.StopAsync();
        Assert.Equal(1, Run(host, $"UPDATE damaged SET at = at WHERE key = '{damaged}' AND state = x'7b22'"));
        await host.StartAgainAsync();
    }

    [Fact]
    public async Task A_grain_that_cannot_be_begun_rings_and_its_button_keeps_the_press()
    {
        await using var host = await TestHost.StartAsync(services => services.AddSingleton<IGrainRescue, Helpless>());
        await host.StopAsync();
        Assert.Equal(1, Run(host, "UPDATE grains SET state = x'7b22' WHERE key = 'call-104-1'"));
        await host.StartAgainAsync();
        await using var wall = await host.WallAsync();
        await using var button = await host.MqttAsync("call-104-1");
        var acknowledgement = button.PublishAsync("smartcare/call-104-1", """{"action":"emergency"}""");
        await wall.AlertAsync(a => a.Kind == "system" && a.Alert.ToString().Contains("call-104-1", StringComparison.Ordinal));
        Assert.False(acknowledgement.IsCompleted);
        Assert.True(await host.MetricAsync("smartcare_intake_again_total") > 0);
    }

    [Fact]
    public async Task A_file_that_goes_away_takes_nothing_and_the_press_rings_unsaved()
    {
        await using var host = await TestHost.StartAsync();
        await using var wall = await host.WallAsync();
        await using var button = await host.MqttAsync("call-106-1");
        var path = Path.Combine(host.Folder, "smartcare.db");
        File.Move(path, path + ".away");
        var acknowledgement = button.PublishAsync("smartcare/call-106-1", """{"action":"emergency"}""");
        var unsaved = (await wall.EachAsync(a => a.Kind == "help", a => a.Kind == "system"))[0];
        Assert.True(unsaved.Alert.GetProperty("unsaved").GetBoolean());
        Assert.False(acknowledgement.IsCompleted);

        File.Move(path + ".away", path);
        Assert.Equal(SmartCare.Mqtt.Packets.MqttReason.Success, await acknowledgement.WaitAsync(HubClient.Patience));
        await wall.AlertAsync(a => a.Id == unsaved.Id && !a.Alert.GetProperty("unsaved").GetBoolean());
    }

    [Fact]
    public void A_store_for_several_silos_is_refused_in_one_line()
    {
        var wrong = Assert.Throws<SettingException>(() => CareHost.Build(["--Cluster:Postgres=Host=nowhere;Password=hunter2"]));
        Assert.StartsWith("Cluster:Postgres: ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
        Assert.DoesNotContain("hunter2", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dashboard_is_for_administrators_and_off_unless_asked_for()
    {
        await using (var without = await TestHost.StartAsync())
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(without, "admin"));
        await using var with = await TestHost.StartAsync(more: ["--Cluster:Dashboard=true"]);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(with, "admin"));
        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(with, "duty"));
        using var nobody = with.Nobody();
        Assert.NotEqual(HttpStatusCode.OK, (await nobody.GetAsync("/orleans/")).StatusCode);
    }

    /// <summary>Knows nothing of anybody.</summary>
    private sealed class Helpless : IGrainRescue
    {
        public GrainRow Rescue(Subject id, GrainRow? damaged, long nowMs) => throw new InvalidOperationException("nothing is known of it");
    }

    private static async Task<HttpStatusCode> StatusAsync(TestHost host, string user)
    {
        var person = await host.PersonAsync(user);
        return (await person.Http.GetAsync("/orleans/")).StatusCode;
    }

    private static int Run(TestHost host, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.Folder, "smartcare.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
