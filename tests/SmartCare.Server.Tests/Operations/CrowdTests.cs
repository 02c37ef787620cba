using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Accounts;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

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

    [Fact]
    public async Task Requests_that_never_end_and_connections_that_asked_once_make_room_and_a_wall_does_not()
    {
        await using var host = await TestHost.StartAsync(services => services.AddSingleton(new OpenFiles(512)));
        await using var wall = await host.WallAsync();
        var crowd = new List<Socket>();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                var slow = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                crowd.Add(slow);
                await slow.ConnectAsync(IPAddress.Loopback, host.Http.Port);
                // Half of them end their request, and ask for nothing more.
                await slow.SendAsync(Encoding.ASCII.GetBytes($"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: {(i % 2 == 0 ? "\r\n\r\n" : "")}"));
            }

            using var newcomer = await Person.SignInAsync(host.Http, "director", "director");
            await host.SayAsync("call-101-1", """{"action":"emergency"}""");
            await wall.AlertAsync(a => a.Kind == "help");
        }
        finally
        {
            crowd.ForEach(s => s.Dispose());
        }
    }

    [Fact]
    public async Task Strangers_wait_in_a_line_that_ends_and_who_is_signed_in_stands_in_none()
    {
        await using var host = await TestHost.StartAsync();
        var duty = await host.PersonAsync("duty");
        var pace = host.Services.GetRequiredService<StrangerPace>();
        var served = 0;
        // At once, far more than a line holds.
        var all = Enumerable.Range(0, 10_000).Select(_ => new DefaultHttpContext()).Select(c => (Context: c, Done: pace.PassAsync(c, _ => { served++; return Task.CompletedTask; }))).ToList();
        Assert.Contains(all, c => !c.Done.IsCompleted);
        Assert.InRange(served, 1, 5_000);
        var refused = all.First(c => c.Context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable);
        Assert.Equal("10", refused.Context.Response.Headers.RetryAfter.ToString());
        (await duty.GetAsync("/api/session")).Is(HttpStatusCode.OK);

        // A wrong token stands in the same line, a right one in none.
        await using var scope = host.Services.CreateAsyncScope();
        var wrong = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        wrong.Request.Headers.Authorization = "Bearer sc_wrong";
        var waits = pace.PassAsync(wrong, _ => Task.CompletedTask);
        Assert.True(!waits.IsCompleted || wrong.Response.StatusCode == StatusCodes.Status503ServiceUnavailable);
        using var machine = host.Nobody();
        machine.DefaultRequestHeaders.Authorization = new("Bearer", host.Services.GetRequiredService<ApiTokens>().Make("a machine", [TokenScope.Read], ["sunshine"], days: 1, "admin")!.Value.Secret);
        (await Reply.OfAsync(machine.GetAsync("/api/alerts"))).Is(HttpStatusCode.OK);
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
