using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Operations;

/// <summary>Connections that say nothing take no place from people and devices, and no descriptor from the store.</summary>
public sealed class CrowdTests
{
    [Fact]
    public async Task More_silent_connections_than_there_is_room_for_keep_neither_a_wall_nor_a_press_out()
    {
        await using var host = await TestHost.StartAsync(services => services.AddSingleton(new OpenFiles(512)));
        var crowd = new List<Socket>();
        try
        {
            foreach (var port in (int[])[host.Http.Port, host.Mqtt.Port])
                for (var i = 0; i < 300; i++)
                {
                    var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    crowd.Add(silent);
                    await silent.ConnectAsync(IPAddress.Loopback, port);
                }

            await using var wall = await host.WallAsync();
            await host.SayAsync("call-101-1", """{"action":"emergency"}""");
            await wall.AlertAsync(a => a.Kind == "help");
            Assert.True(await host.MetricAsync("smartcare_http_refused_total") > 200);
        }
        finally
        {
            crowd.ForEach(s => s.Dispose());
        }
    }

    [Theory, InlineData(1_024), InlineData(4_096), InlineData(20_000), InlineData(1_048_576)]
    public void All_connections_together_leave_descriptors_for_the_store(int allowed)
    {
        var files = new OpenFiles(allowed);
        Assert.InRange(files.Http + files.Mqtt, 1, allowed - 256);
        Assert.InRange(files.HttpPerAddress, 1, files.Http);
        Assert.True(files.Mqtt > files.Http);
    }
}
