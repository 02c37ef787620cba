using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Words;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Contract;

/// <summary>What docs/contract/http.md promises, and what the host serves, are the same.</summary>
[Collection(InTheHouse.Name)]
public sealed partial class ContractTests(House house)
{
    [Fact]
    public void Every_route_is_in_the_contract_and_every_route_of_the_contract_is_served()
    {
        var served = house.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is not null && !e.RoutePattern.RawText!.StartsWith("/hub", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} /{e.RoutePattern.RawText!.Trim('/')}"))
            .Select(r => r.Replace("{documentName}", "v1", StringComparison.Ordinal))
            // The page's own script and address belong to it.
            .Select(r => r.StartsWith("GET /scalar", StringComparison.Ordinal) ? "GET /scalar" : r).ToHashSet();
        Assert.Equal(HttpContract.Routes.Order(StringComparer.Ordinal), served.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_openapi_document_lists_every_route_of_the_contract()
    {
        using var nobody = house.Host.Nobody();
        var paths = JsonDocument.Parse(await nobody.GetStringAsync("/openapi/v1.json")).RootElement.GetProperty("paths");
        var listed = paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => $"{m.Name.ToUpperInvariant()} {p.Name}")).ToList();
        Assert.Empty(HttpContract.Routes.Where(r => r.Contains("/api/", StringComparison.Ordinal)).Except(listed));
    }

    [Fact]
    public async Task An_alert_has_exactly_the_fields_of_the_contract_in_its_order()
    {
        var raised = await house.Host.PressAsync($"call-{house.Bed()}");
        // What a phrase has for values is its own.
        Assert.Equal(HttpContract.Fields("alert"), FieldsOf(raised).Where(f => !f.StartsWith("history.says.values.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Empty_fields_of_an_alert_are_there_and_null()
    {
        await using var wall = await house.Host.WallAsync();
        await house.Host.SayAsync($"smoke-{house.Room()}", """{"smoke":true}""");
        var fire = (await wall.AlertAsync(a => a.Kind == "fire")).Alert;
        foreach (var field in (string[])["elder", "acknowledgedBy", "acknowledgedAt", "arrivedBy", "arrivedAt", "resolvedBy", "resolvedAt", "outcome"])
            Assert.Equal(JsonValueKind.Null, fire.GetProperty(field).ValueKind);
    }

    [Fact]
    public void The_words_are_those_of_the_contract()
    {
        Assert.Equal(HttpContract.Words("kind"), Of<AlertKind>());
        Assert.Equal(HttpContract.Words("priority"), Of<Priority>());
        Assert.Equal(HttpContract.Words("state"), Of<AlertState>());
        Assert.Equal(HttpContract.Words("outcome"), Of<Outcome>());
        Assert.Equal(HttpContract.Words("history `what`:"), Of<AlertStep>());

        static IEnumerable<string> Of<T>() where T : struct, Enum => Enum.GetNames<T>().Select(n => n.ToLowerInvariant());
    }

    [Fact]
    public async Task Metrics_are_prometheus_text_line_by_line()
    {
        using var nobody = house.Host.Nobody();
        using var answer = await nobody.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4", answer.Content.Headers.ContentType!.ToString().Replace("; charset=utf-8", "", StringComparison.Ordinal));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var (family, families, samples) = ("", new HashSet<string>(), new HashSet<string>());
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            Assert.Matches(MetricLine(), line);
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(families.Add(family), $"{family} comes in two parts");
            }
            else if (line[0] != '#')
            {
                // Orleans' meter is the whole process's, in which other tests have silos too.
                Assert.True(samples.Add(line[..line.LastIndexOf(' ')]) || family.StartsWith("orleans_", StringComparison.Ordinal), $"twice: {line}");
                Assert.Contains(line.Split('{')[0], (string[])[family, $"{family}_bucket", $"{family}_sum", $"{family}_count"]);
            }
        }

        Assert.Contains("smartcare_journal_ok{} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alive_and_ready_are_told()
    {
        using var nobody = house.Host.Nobody();
        Assert.Equal("ok", await nobody.GetStringAsync("/healthz"));
        Assert.Equal("""{"ready":true,"problems":[],"notes":[]}""", await nobody.GetStringAsync("/readyz"));
    }

    private static IEnumerable<string> FieldsOf(JsonElement value, string before = "")
    {
        if (value.ValueKind is JsonValueKind.Array) value = value[0];
        if (value.ValueKind is not JsonValueKind.Object) yield break;
        foreach (var field in value.EnumerateObject())
        {
            yield return before + field.Name;
            foreach (var part in FieldsOf(field.Value.ValueKind is JsonValueKind.Array && field.Value.GetArrayLength() == 0 ? default : field.Value, before + field.Name + "."))
                yield return part;
        }
    }

    [GeneratedRegex("""^(# HELP [a-z_]+ .+|# TYPE [a-z_]+ (counter|gauge|histogram)|[a-z_]+\{([a-zA-Z_]+="[^"\\]*"(,[a-zA-Z_]+="[^"\\]*")*)?\} -?[0-9.]+(E[+-]?[0-9]+)?)$""")]
    private static partial Regex MetricLine();
}
