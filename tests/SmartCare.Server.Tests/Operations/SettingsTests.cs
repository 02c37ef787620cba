using Microsoft.Extensions.Configuration;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Operations;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Http:Port", "http")]
    [InlineData("Http:Port", "65536")]
    [InlineData("Http:Port", "-1")]
    [InlineData("Http:Port", "50 80")]
    [InlineData("Mqtt:Port", "1883.5")]
    [InlineData("Http:Bind", "localhost")]
    [InlineData("Mqtt:Bind", "*")]
    [InlineData("Mqtt:Open", "yes")]
    [InlineData("Demo", "1")]
    [InlineData("Series:Influx:Url", "influx")]
    [InlineData("Series:Influx:Url", "ftp://influx:8086")]
    [InlineData("Series:Influx:Url", "influx:8086")]
    [InlineData("Series:Influx:Version", "4")]
    [InlineData("Series:KeepDays", "0")]
    [InlineData("Series:KeepMeansDays", "30")]
    [InlineData("Series:KeepMeansDays", "long")]
    [InlineData("Mqtt:Tls:Port", "70000")]
    [InlineData("Mqtt:Tls:Certificate", "/nowhere/server.pem")]
    [InlineData("Mqtt:Tls:Key", "/nowhere/server.key")]
    [InlineData("Mqtt:Tls:ClientCa", "/nowhere/ca.pem")]
    [InlineData("Http:Tls:Port", "-1")]
    [InlineData("Http:Tls:Certificate", "/nowhere/server.pem")]
    [InlineData("Http:Proxies", "proxy.example.com")]
    [InlineData("Http:Proxies", "10.0.0.0/33")]
    [InlineData("Http:Hosts", "https://wall.example.com")]
    [InlineData("Http:Hosts", "wall.example.com:5080")]
    [InlineData("Http:Public", "readyz")]
    [InlineData("Http:PublicUrl", "wall.example.com")]
    [InlineData("Notices:Smtp:Url", "mail.example.com:587")]
    [InlineData("Notices:Smtp:Url", "https://mail.example.com:465")]
    [InlineData("Notices:Sms:Url", "gateway/send")]
    [InlineData("Notices:Voice:Url", "gateway/call")]
    [InlineData("Notices:Allow", "10.0.0.0/99")]
    [InlineData("Notices:Allow", "http://x")]
    [InlineData("Auth:SecondFactor:Required", "yes")]
    [InlineData("Auth:Oidc:Authority", "http://id.example.com")]
    [InlineData("Auth:Oidc:Authority", "id.example.com")]
    public void A_wrong_value_stops_the_start_with_one_line_that_names_the_key(string key, string value)
    {
        var wrong = Assert.Throws<SettingException>(() => CareHost.Build([$"--{key}={value}"]));
        Assert.StartsWith($"{key}: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(value, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Theory]
    [InlineData("Notices:Smtp:From", "--Notices:Smtp:Url=smtp://localhost:25")]
    [InlineData("Notices:Smtp:From", "--Notices:Smtp:Url=smtp://localhost:25", "--Notices:Smtp:From=nobody")]
    [InlineData("Notices:Smtp:Url", "--Notices:Smtp:From=care@example.com")]
    [InlineData("Notices:Sms:Method", "--Notices:Sms:Url=http://localhost/", "--Notices:Sms:Method=SEND")]
    [InlineData("Notices:Voice:Template", "--Notices:Voice:Url=http://localhost/", "--Notices:Voice:Template={text}")]
    [InlineData("Notices:Sms:Template", "--Notices:Sms:Url=http://localhost/", "--Notices:Sms:Template={text}")]
    [InlineData("Auth:Oidc:ClientId", "--Auth:Oidc:Authority=https://id.example.com")]
    [InlineData("Watch:HeartbeatUrl", "--Watch:HeartbeatUrl=hc-ping.com/secret")]
    [InlineData("Otlp:Endpoint", "--Otlp:Endpoint=collector:4317")]
    [InlineData("Auth:Oidc:Name", "--Auth:Oidc:Name=x")]
    [InlineData("Auth:Oidc:NewRole", "--Auth:Oidc:Authority=https://id.example.com", "--Auth:Oidc:ClientId=x", "--Auth:Oidc:NewRole=admin")]
    [InlineData("Auth:Oidc:NewSites", "--Auth:Oidc:Authority=https://id.example.com", "--Auth:Oidc:ClientId=x", "--Auth:Oidc:NewRole=duty")]
    [InlineData("Auth:Oidc:NewRole", "--Auth:Oidc:Authority=https://id.example.com", "--Auth:Oidc:ClientId=x", "--Auth:Oidc:NewSites=a")]
    public void Settings_that_do_not_fit_together_are_told_in_one_line(string key, params string[] arguments)
    {
        var wrong = Assert.Throws<SettingException>(() => CareHost.Build(arguments));
        Assert.StartsWith($"{key}: ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Theory]
    [InlineData("Http:Prot", "Http:Port", "--Http:Prot=1")]
    [InlineData("Mqtt:Tls:Certificat", "Mqtt:Tls:Certificate", "--Mqtt:Tls:Certificat=x.pem")]
    [InlineData("Noticse:Allow", "Notices:Allow", "--Noticse:Allow=10.0.0.0/8")]
    [InlineData("Data:Path:1x", "Data:Path", "--Data:Path:1x=a")]
    [InlineData("dmeo", "Demo", "--dmeo", "true")]
    public void A_key_that_nobody_reads_stops_the_start_and_the_nearest_is_named(string key, string nearest, params string[] arguments)
    {
        var wrong = Assert.Throws<SettingException>(() => CareHost.Build(arguments));
        Assert.Equal($"{key}: there is no such setting; did you mean {nearest}?", wrong.Message);
    }

    [Fact]
    public void The_environment_is_judged_in_our_own_sections_and_the_frameworks_keys_are_theirs()
    {
        static IConfiguration With(string key) => new ConfigurationBuilder().AddInMemoryCollection([new(key, "x")]).Build();
        foreach (var foreign in (string[])["PATH", "HTTP_PROXY", "MQTT_PORT", "Home:Assistant", "Logging:LogLevel:Default", "urls", "notices:ALLOW"])
            SettingKeys.Check(With(foreign), []);
        SettingKeys.Check(With("x"), ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Kestrel:Limits:X=1", "--environment", "Development", "--Demo=true"]);
        Assert.StartsWith("Series:Influx:Ulr: ", Assert.Throws<SettingException>(() => SettingKeys.Check(With("Series:Influx:Ulr"), [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_a_wrong_address_is_not_shown()
    {
        var wrong = Assert.Throws<SettingException>(() => CareHost.Build(["--Notices:Smtp:Url=imap://care:hunter2@mail.example.com"]));
        Assert.DoesNotContain("hunter2", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Http:Bind")]
    [InlineData("Mqtt:Bind")]
    public void The_demo_refuses_anything_but_loopback(string key)
    {
        var wrong = Assert.Throws<SettingException>(() => CareHost.Build(["--demo", $"--{key}=0.0.0.0"]));
        Assert.StartsWith("Demo: ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broker_for_anonymous_clients_is_for_loopback_only()
    {
        var wrong = Assert.Throws<SettingException>(() => CareHost.Build(["--Mqtt:Open=true", "--Mqtt:Bind=0.0.0.0"]));
        Assert.StartsWith("Mqtt:Open: ", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Http:Tls")]
    [InlineData("Mqtt:Tls")]
    public void A_certificate_that_is_none_stops_the_start_with_one_line_that_names_its_keys(string section)
    {
        var (file, folder) = (Path.GetTempFileName(), TestHost.NewFolder());
        var wrong = Assert.Throws<SettingException>(() => CareHost.Build([$"--{section}:Certificate={file}", $"--{section}:Key={file}", .. On(folder)]));
        Assert.StartsWith($"{section}:Certificate, {section}:Key: ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
        File.Delete(file);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("", "--Http:Bind=127.0.0.1", "--Mqtt:Bind=127.0.0.1")]
    [InlineData("Http:Bind", "--Http:Bind=0.0.0.0")]
    [InlineData("", "--Http:Bind=0.0.0.0", "--Http:Proxies=10.0.0.1")]
    [InlineData("Mqtt:Bind", "--Mqtt:Bind=192.0.2.1")]
    [InlineData("Http:Bind,Mqtt:Bind", "--Http:Bind=::", "--Mqtt:Bind=::")]
    public void What_crosses_the_network_in_the_clear_is_said(string keys, params string[] arguments)
    {
        var settings = Settings.Read(new ConfigurationBuilder().AddCommandLine(arguments).Build());
        Assert.Equal(keys, string.Join(',', Exposure.Of(settings).Select(n => n.Split(' ')[0])));
    }

    [Fact]
    public async Task What_crosses_the_network_in_the_clear_is_a_note_and_keeps_nothing_from_being_ready()
    {
        var folder = TestHost.NewFolder();
        await using (var wide = CareHost.Build(["--Mqtt:Bind=0.0.0.0", .. On(folder)]))
        {
            var (http, _) = await CareHost.StartAsync(wide);
            using var nobody = new HttpClient { BaseAddress = http };
            var ready = (await Reply.OfAsync(nobody.GetAsync("/readyz"))).Is(System.Net.HttpStatusCode.OK);
            Assert.True(ready["ready"].GetBoolean());
            Assert.StartsWith("Mqtt:Bind - ", Assert.Single(ready["notes"].EnumerateArray()).GetString(), StringComparison.Ordinal);
            await wide.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Nothing_set_means_loopback_the_ports_of_the_design_and_no_demo()
    {
        var settings = Settings.Read(new ConfigurationBuilder().Build());
        Assert.Equal(("127.0.0.1", 5080, "127.0.0.1", 1883), ($"{settings.HttpBind}", settings.HttpPort, $"{settings.MqttBind}", settings.MqttPort));
        Assert.False(settings.Demo || settings.MqttOpen);
        Assert.Equal((null, 90, 1826), (settings.Series.Influx, settings.Series.KeepDays, settings.Series.KeepMeansDays));
    }

    [Fact]
    public void The_keys_are_those_of_the_design() => Assert.Equal(
        [
            "Auth:Oidc:Authority", "Auth:Oidc:Claim", "Auth:Oidc:ClientId", "Auth:Oidc:ClientSecret", "Auth:Oidc:Name", "Auth:Oidc:NewRole", "Auth:Oidc:NewSites",
            "Auth:SecondFactor:Required", "Cluster:Dashboard", "Cluster:Postgres", "Data:Path", "Demo", "Http:Bind", "Http:Hosts", "Http:Port", "Http:Proxies", "Http:Public", "Http:PublicUrl",
            "Http:Tls:Certificate", "Http:Tls:Key", "Http:Tls:Port", "Journal:KeepDays", "Learning:BurstDays", "Learning:BurstMegabytes", "Learning:Models",
            "Mqtt:Bind", "Mqtt:Open", "Mqtt:Port", "Mqtt:Tls:Certificate", "Mqtt:Tls:ClientCa",
            "Mqtt:Tls:Key", "Mqtt:Tls:Port", "Mqtt:Upstream:N:Ca", "Mqtt:Upstream:N:ClientId", "Mqtt:Upstream:N:Password", "Mqtt:Upstream:N:Publish", "Mqtt:Upstream:N:Share",
            "Mqtt:Upstream:N:Site", "Mqtt:Upstream:N:Topics", "Mqtt:Upstream:N:Url", "Mqtt:Upstream:N:User", "Mqtt:Upstream:N:Version", "Notices:Allow", "Notices:Sms:Authorization", "Notices:Sms:Method", "Notices:Sms:Success", "Notices:Sms:Template",
            "Notices:Sms:Url", "Notices:Smtp:From", "Notices:Smtp:Url", "Notices:Voice:Authorization", "Notices:Voice:Method", "Notices:Voice:Success", "Notices:Voice:Template", "Notices:Voice:Url", "Otlp:Endpoint", "Series:Influx:Bucket", "Series:Influx:Database", "Series:Influx:Org", "Series:Influx:Token",
            "Series:Influx:Url", "Series:Influx:Version", "Series:KeepDays", "Series:KeepMeansDays", "Watch:HeartbeatUrl",
        ],
        Settings.Keys.Order(StringComparer.Ordinal));

    /// <summary>There is no Docker where the tests run, so the names that the composed silo is given are compared here.</summary>
    [Fact]
    public void Every_setting_of_the_composed_silo_is_one_the_product_knows()
    {
        var composed = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "contract", "docker-compose.yml"))
            .SkipWhile(l => l.Trim() != "silo:").SkipWhile(l => l.Trim() != "environment:").Skip(1).TakeWhile(l => l.StartsWith("      ", StringComparison.Ordinal))
            .Select(l => l.Split(':')[0].Trim().Replace("__", ":", StringComparison.Ordinal)).ToList();
        Assert.InRange(composed.Count, 5, 30);
        Assert.Empty(composed.Except(Settings.Keys));
    }

    [Fact]
    public async Task Data_of_the_demo_is_not_served_beyond_loopback()
    {
        await using var demo = await TestHost.StartAsync();
        await demo.StopAsync();
        await using (var wide = CareHost.Build(["--Http:Bind=0.0.0.0", .. On(demo.Folder)]))
        {
            var wrong = await Assert.ThrowsAsync<SettingException>(() => CareHost.StartAsync(wide));
            Assert.StartsWith("Data:Path: ", wrong.Message, StringComparison.Ordinal);
        }

        await demo.StartAgainAsync();
    }

    [Fact]
    public async Task The_demo_does_not_touch_the_data_of_a_real_home()
    {
        var folder = TestHost.NewFolder();
        await using (var real = CareHost.Build(On(folder)))
        {
            await CareHost.StartAsync(real);
            await real.StopAsync();
        }

        await using (var demo = CareHost.Build(["--demo", .. On(folder)]))
        {
            var wrong = await Assert.ThrowsAsync<SettingException>(() => CareHost.StartAsync(demo));
            Assert.StartsWith("Demo: ", wrong.Message, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Two_silos_never_write_the_same_data()
    {
        await using var first = await TestHost.StartAsync();
        var wrong = Assert.Throws<SettingException>(() => CareHost.Build(["--demo", .. On(first.Folder)]));
        Assert.StartsWith("Data:Path: ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_that_cannot_be_made_is_told_in_one_line()
    {
        var file = Path.GetTempFileName();
        var wrong = Assert.Throws<SettingException>(() => CareHost.Build(On(Path.Combine(file, "data"))));
        Assert.StartsWith("Data:Path: ", wrong.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task A_port_that_is_taken_or_an_address_of_another_machine_is_told_in_one_line()
    {
        await using var first = await TestHost.StartAsync();
        foreach (var (begins, wrong) in ((string, string)[])[
            ($"Http:Port: 127.0.0.1:{first.Http.Port} ", $"--Http:Port={first.Http.Port}"), ($"Mqtt:Port: 127.0.0.1:{first.Mqtt.Port} ", $"--Mqtt:Port={first.Mqtt.Port}"),
            ("Http:Bind, Http:Port", "--Http:Bind=192.0.2.1")])
        {
            var folder = TestHost.NewFolder();
            await using (var second = CareHost.Build([.. On(folder), wrong]))
            {
                var said = new StringWriter();
                var refused = await Assert.ThrowsAsync<SettingException>(() => CareHost.StartAsync(second, said));
                Assert.StartsWith(begins, refused.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', refused.Message);
                // Nobody looks for a password above the line that says why it did not start.
                if (begins.Contains("Port: ", StringComparison.Ordinal)) Assert.Equal("", said.ToString());
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] On(string folder) =>
        [$"--Data:Path={folder}", "--Http:Port=0", "--Mqtt:Port=0", "--Logging:LogLevel:Default=None"];
}
