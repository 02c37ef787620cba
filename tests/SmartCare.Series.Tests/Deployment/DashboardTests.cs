using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmartCare.Series.Tests.Deployment;

/// <summary>The dashboard speaks of what the line protocol writes, and a real InfluxDB answers each of its questions.</summary>
public sealed partial class DashboardTests(InfluxFixture influx) : IClassFixture<InfluxFixture>
{
    static readonly string[] Tags = [InfluxNames.Device, InfluxNames.Place, InfluxNames.Site];

    /// <summary>Channels of the design that the dashboard may name.</summary>
    static readonly string[] Channels = ["temperature", "humidity", "heart_rate", "breathing_rate", "battery", "linkquality", "voltage"];

    public static TheoryData<string> Questions =>
    [
        .. Variables.Select(v => v.GetProperty("query").GetString()!),
        .. Panels.SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("query").GetString()!),
    ];

    static JsonElement[] Panels => [.. Repository.Dashboard.GetProperty("panels").EnumerateArray()];

    static JsonElement[] Variables => [.. Repository.Dashboard.GetProperty("templating").GetProperty("list").EnumerateArray()];

    [Fact]
    public void Every_panel_and_variable_asks_the_provisioned_data_source()
    {
        var asked = Panels.Concat(Variables).Concat(Panels.SelectMany(p => p.GetProperty("targets").EnumerateArray()))
            .Select(x => x.GetProperty("datasource").GetProperty("uid").GetString());
        Assert.Equal([Repository.DataSource["uid"].Text], asked.Distinct());
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void Every_quoted_name_is_the_measurement_a_tag_or_a_channel(string question)
    {
        string[] known = [InfluxNames.Measurement, .. Tags, .. Channels];
        Assert.Empty(QuotedName().Matches(question).Select(m => m.Groups[1].Value).Except(known));
        Assert.Contains($"FROM \"{InfluxNames.Measurement}\"", question, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void Every_variable_in_a_question_is_defined(string question)
    {
        string[] defined = [.. Variables.Select(v => v.GetProperty("name").GetString()!), "timeFilter", "__interval"];
        Assert.Empty(Variable().Matches(question).Select(m => m.Groups[1].Value).Except(defined));
    }

    [Fact]
    public void A_channel_that_the_dashboard_names_keeps_its_name_in_influx() =>
        Assert.All(Channels, channel => Assert.Equal(channel, InfluxNames.Field(channel)));

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_real_influx_answers_every_question_with_data(string question)
    {
        var database = influx.NewDatabase();
        var cursor = Path.GetTempFileName();
        await using var series = new InfluxSeries(new InfluxOptions { Url = influx.Server.Url, Database = database }, influx.Client, cursor);
        await series.WriteAsync(
            [new("smoke-101", "101", "sunshine", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000, [new("temperature", 21), new("battery", 87)])],
            new(0, 1), default);
        File.Delete(cursor);

        var asGrafanaSends = Variable().Replace(question, m => m.Groups[1].Value switch
        {
            "timeFilter" => "time >= now() - 6h",
            "__interval" => "1m",
            _ => ".*",
        });
        var answer = await influx.Client.GetStringAsync(
            new Uri(influx.Server.Url, $"/query?db={database}&q={Uri.EscapeDataString(asGrafanaSends)}"));
        Assert.DoesNotContain("\"error\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"values\"", answer, StringComparison.Ordinal);
    }

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex QuotedName();

    /// <summary><c>$name</c> or <c>${name:format}</c>; the dollar that ends a regular expression is followed by a slash.</summary>
    [GeneratedRegex(@"\$\{?(\w+)(?::\w+)?\}?")]
    private static partial Regex Variable();
}
