using System.Text.RegularExpressions;

namespace SmartCare.Series.Tests.Deployment;

/// <summary>There is no Docker where the tests run; so every name that compose uses is checked against what it names.</summary>
public sealed partial class ComposeTests
{
    static Node Services => Repository.Compose["services"];
    static Node Silo => Services["silo"]["environment"];
    static Node Influx => Services["influxdb"]["environment"];
    static Node Grafana => Services["grafana"]["environment"];

    [Fact]
    public void Every_mounted_path_is_in_the_repository_and_every_named_volume_is_declared()
    {
        foreach (var volume in Services.Pairs.SelectMany(s => s.Value["volumes"].Items))
        {
            var source = volume.Text.Split(':')[0];
            if (source.StartsWith('.')) Assert.True(Directory.Exists(Path.Combine(Repository.Root, source)), source);
            else Assert.Contains(source, Repository.Compose["volumes"].Keys);
        }
    }

    [Fact]
    public void The_silo_is_built_from_a_file_that_builds_and_runs_the_server()
    {
        var build = Services["silo"]["build"];
        Assert.Equal(".", build["context"].Text);
        var docker = Repository.Text(build["dockerfile"].Text);
        Assert.Contains("FROM mcr.microsoft.com/dotnet/sdk:10.0 ", docker, StringComparison.Ordinal);
        Assert.Contains("FROM mcr.microsoft.com/dotnet/aspnet:10.0\n", docker, StringComparison.Ordinal);
        Assert.Contains("dotnet publish src/SmartCare.Server ", docker, StringComparison.Ordinal);
        Assert.Contains("""ENTRYPOINT ["dotnet", "SmartCare.Server.dll"]""", docker, StringComparison.Ordinal);
        Assert.Contains("mkdir " + Silo["Data__Path"].Text, docker, StringComparison.Ordinal);
        Assert.Contains($"EXPOSE {Silo["Http__Port"].Text} {Silo["Mqtt__Port"].Text}", docker, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src/SmartCare.Server/SmartCare.Server.csproj")));
    }

    /// <summary>In a container loopback is the container's own; what is seen outside is decided by the published ports.</summary>
    [Fact]
    public void The_silo_listens_beyond_its_container() =>
        Assert.Equal(("0.0.0.0", "0.0.0.0"), (Silo["Http__Bind"].Text, Silo["Mqtt__Bind"].Text));

    [Fact]
    public void No_secret_has_a_default()
    {
        var secrets = Services.Pairs.Where(s => s.Value.Has("environment")).SelectMany(s => s.Value["environment"].Pairs)
            .Where(setting => setting.Key.Contains("token", StringComparison.OrdinalIgnoreCase)
                || setting.Key.Contains("password", StringComparison.OrdinalIgnoreCase))
            .ToArray();
        Assert.True(secrets.Length >= 5);
        Assert.All(secrets, secret => Assert.Matches(RequiredVariable(), secret.Value.Text));
    }

    [Fact]
    public void Every_image_has_a_version_and_every_service_tells_whether_it_is_well()
    {
        foreach (var (name, service) in Services.Pairs)
        {
            Assert.Matches(@"^[a-z/]+:v?\d+(\.\d+)+$", service["image"].Text);
            Assert.True(service["healthcheck"].Has("test"), name);
        }
    }

    [Fact]
    public void The_alarm_path_waits_for_nobody() => Assert.False(Services["silo"].Has("depends_on"));

    [Fact]
    public void Ports_are_those_the_silo_listens_on_and_are_loopback_unless_said_otherwise()
    {
        Assert.Equal(
            [$"{Silo["Http__Port"].Text}:{Silo["Http__Port"].Text}", $"{Silo["Mqtt__Port"].Text}:{Silo["Mqtt__Port"].Text}"],
            Services["silo"]["ports"].Items.Select(p => p.Text.Replace("${SMARTCARE_BIND:-127.0.0.1}:", "", StringComparison.Ordinal)));
        Assert.All(
            Services.Pairs.Where(s => s.Value.Has("ports")).SelectMany(s => s.Value["ports"].Items),
            port => Assert.StartsWith("${SMARTCARE_BIND:-127.0.0.1}:", port.Text, StringComparison.Ordinal));
        Assert.Contains($"/dev/tcp/127.0.0.1/{Silo["Http__Port"].Text} ", Services["silo"]["healthcheck"]["test"][3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_silo_writes_where_influx_listens_and_grafana_reads_the_same_database_with_the_same_token()
    {
        Assert.Contains(new Uri(Silo["Series__Influx__Url"].Text).Host, Services.Keys);
        Assert.Equal(Silo["Series__Influx__Url"].Text, Repository.DataSource["url"].Text);

        // A bucket without a slash is the database of that name (virtual DBRP mapping).
        var database = Silo["Series__Influx__Database"].Text;
        Assert.DoesNotContain('/', database);
        Assert.Equal(database, Influx["DOCKER_INFLUXDB_INIT_BUCKET"].Text);
        Assert.Equal(database, Repository.DataSource["jsonData"]["dbName"].Text);

        Assert.Equal(Silo["Series__Influx__Token"].Text, Influx["DOCKER_INFLUXDB_INIT_ADMIN_TOKEN"].Text);
        Assert.Equal(Silo["Series__Influx__Token"].Text, Grafana["SMARTCARE_INFLUX_TOKEN"].Text);
        Assert.Equal("Authorization", Repository.DataSource["jsonData"]["httpHeaderName1"].Text);
        Assert.Equal("Token $SMARTCARE_INFLUX_TOKEN", Repository.DataSource["secureJsonData"]["httpHeaderValue1"].Text);
    }

    /// <summary>Another host to the silo: it is asked for by a name that must be let in, and strangers must be let read.</summary>
    [Fact]
    public void Prometheus_scrapes_the_silo_and_grafana_reads_from_it()
    {
        var target = Repository.Prometheus["scrape_configs"][0]["static_configs"][0]["targets"][0].Text.Split(':');
        Assert.Contains(target[0], Services.Keys);
        Assert.Equal(Silo["Http__Port"].Text, target[1]);
        Assert.StartsWith($"{target[0]},", Silo["Http__Hosts"].Text, StringComparison.Ordinal);
        Assert.Equal("metrics", Silo["Http__Public"].Text);
        Assert.Contains(new Uri(Repository.Operations["url"].Text).Host, Services.Keys);
        Assert.Contains("./dashboards/prometheus:/etc/prometheus:ro", Services["prometheus"]["volumes"].Items.Select(v => v.Text));
        Assert.Equal("rules.yml", Repository.Prometheus["rule_files"][0].Text);
    }

    [Fact]
    public void Grafana_finds_the_dashboards_where_they_are_mounted()
    {
        var mounts = Services["grafana"]["volumes"].Items.Select(v => v.Text.Split(':')).ToDictionary(v => v[1], v => v[0]);
        Assert.Equal("./dashboards/grafana/dashboards", mounts[Repository.DashboardProvider["options"]["path"].Text]);
        Assert.Equal("./dashboards/grafana/provisioning/datasources", mounts["/etc/grafana/provisioning/datasources"]);
        Assert.Equal("./dashboards/grafana/provisioning/dashboards", mounts["/etc/grafana/provisioning/dashboards"]);
    }

    [GeneratedRegex(@"^\$\{[A-Z_]+:\?[^}]+\}$")]
    private static partial Regex RequiredVariable();
}
