using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Notices;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Operations;

public sealed class MetricsTests
{
    [Fact]
    public async Task A_press_and_its_answers_are_in_the_histograms_and_a_drill_is_not()
    {
        await using var host = await TestHost.StartAsync();
        await using var wall = await host.WallAsync();
        await host.SayAsync("call-102-1", """{"action":"emergency"}""");
        var id = (await wall.AlertAsync(a => a.Kind == "help")).Id;
        foreach (var verb in (string[])["Acknowledge", "Arrive"]) await wall.InvokeAsync(verb, id);
        await wall.InvokeAsync("Resolve", id, "real", null);
        (await (await host.PersonAsync("director")).PostAsync("/api/sites/sunshine/drills", new { name = "call", placeId = "103", minutes = 10 })).Is(HttpStatusCode.OK);
        await host.SayAsync("call-103-1", """{"action":"emergency"}""");
        var drill = await wall.AlertAsync(a => a.Alert.GetProperty("drill").GetBoolean());
        await wall.InvokeAsync("Acknowledge", drill.Id);
        // Its stream is one after the other: what came before this has been counted.
        await wall.AlertAsync(a => a.Id == drill.Id && a.State == "acknowledged");

        foreach (var step in (string[])["acknowledged", "arrived", "resolved"])
            foreach (var le in (string[])["60", "180", "+Inf"])
                Assert.Equal(1, await host.MetricAsync($$"""smartcare_alert_answer_seconds_bucket{kind="help",step="{{step}}",le="{{le}}"}"""));
        Assert.Equal(1, await host.MetricAsync("""smartcare_alerts_raised_total{kind="help",priority="high",site="sunshine"}"""));
        Assert.Equal(2, await host.MetricAsync("smartcare_press_to_hub_seconds_count"));
        Assert.InRange(await host.MetricAsync("smartcare_press_to_hub_seconds_sum"), 0.000_001, HubClient.Patience.TotalSeconds);
        Assert.True(await host.MetricAsync("smartcare_commit_seconds_count") >= 5);
    }

    [Fact]
    public async Task Devices_are_counted_by_whether_they_are_there_also_after_a_restart()
    {
        await using var host = await TestHost.StartAsync();
        var unheard = await host.MetricAsync(Devices("unheard"));
        Assert.Equal((300, 0, 0), (unheard, await host.MetricAsync(Devices("there")), await host.MetricAsync(Devices("away"))));
        await host.SayAsync("smoke-102", """{"battery":80}""");
        await host.SayAsync("smoke-103", """{"battery":80}""");
        Assert.Equal((298, 2, 0), (await host.MetricAsync(Devices("unheard")), await host.MetricAsync(Devices("there")), await host.MetricAsync(Devices("away"))));
        await host.StopAsync();
        await host.StartAgainAsync();
        Assert.Equal((298, 2, 0), (await host.MetricAsync(Devices("unheard")), await host.MetricAsync(Devices("there")), await host.MetricAsync(Devices("away"))));

        static string Devices(string state) => $$"""smartcare_devices{site="sunshine",state="{{state}}"}""";
    }

    [Fact]
    public async Task A_collector_gets_the_numbers_and_the_trace_of_a_press()
    {
        await using var collector = await Gateway.StartAsync();
        await using (var host = await TestHost.StartAsync(s => s.Configure<OtlpExporterOptions>(o => o.Protocol = OtlpExportProtocol.HttpProtobuf), [$"--Otlp:Endpoint={collector.Url}"]))
            await host.PressAsync("call-102-1");

        // What has not been sent goes with the end; some of it may have gone before, in as many messages as the exporter likes.
        var missing = new HashSet<string> { "/v1/metrics smartcare_press_to_hub_seconds", "/v1/traces publish", "/v1/traces decide device", "/v1/traces decide site", "/v1/traces hub" };
        while (missing.Count > 0 && await collector.NextAsync() is var sent)
            missing.RemoveWhere(m => m.Split(' ', 2) is [var path, var said] && path == sent.PathAndQuery && sent.Text.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void The_hundred_and_first_site_has_no_label_of_its_own()
    {
        var labels = new SiteLabels();
        Assert.All(Enumerable.Range(0, SiteLabels.Most), n => Assert.Equal($"s{n}", labels.Of($"s{n}")));
        Assert.Equal([SiteLabels.Others, "s0"], [labels.Of("one-more"), labels.Of("s0")]);
    }
}
