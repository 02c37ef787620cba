using Microsoft.Extensions.Configuration;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Tests.Upstreams;

/// <summary>A site's own broker, as it is set.</summary>
public sealed class UpstreamSettingsTests
{
    private const string Secret = "do not print me";

    [Theory]
    [InlineData("Url", "broker.lan"), InlineData("Url", "http://broker.lan"), InlineData("Url", "mqtt://"), InlineData("Url", "mqtt://user:pass@broker.lan"), InlineData("Url", "mqtt://broker.lan/topic"), InlineData("Url", "")]
    [InlineData("Site", ""), InlineData("Site", "a/b"), InlineData("ClientId", "with blank"), InlineData("ClientId", "gateway"), InlineData("Version", "4"), InlineData("Version", "mqtt5")]
    [InlineData("Topics", "a/#/b"), InlineData("Topics", "smartcare/+,b+"), InlineData("Topics", "$share/x/a"), InlineData("Topics", "$SYS/#"), InlineData("Share", "a/b"), InlineData("Share", "#")]
    [InlineData("Ca", "/nowhere/ca.pem"), InlineData("User", ""), InlineData("Publish", "everything")]
    public void A_wrong_value_stops_the_start_with_one_line_that_names_the_key(string key, string value)
    {
        var wrong = Assert.Throws<SettingException>(() => Read((key, value)));
        Assert.StartsWith($"Mqtt:Upstream:0:{key}: ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
        Assert.DoesNotContain(Secret, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_authority_is_of_TLS()
    {
        var wrong = Assert.Throws<SettingException>(() => Read(("Ca", "/etc/ssl/certs/ca-certificates.crt"), ("Url", "mqtt://broker.lan")));
        Assert.StartsWith("Mqtt:Upstream:0:Ca: ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_of_one_name_would_throw_each_other_out()
    {
        var wrong = Assert.Throws<SettingException>(() => Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mqtt:Upstream:0:Url"] = "mqtt://a", ["Mqtt:Upstream:0:Site"] = "sun", ["Mqtt:Upstream:1:Url"] = "mqtt://b", ["Mqtt:Upstream:1:Site"] = "sun",
        }).Build()));
        Assert.StartsWith("Mqtt:Upstream:1:ClientId: ", wrong.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("Mqtt:Upstream:0:Urls"), InlineData("Mqtt:Upstream:first:Url"), InlineData("Mqtt:Upstream:Url")]
    public void A_key_that_nobody_reads_stops_the_start(string key) =>
        Assert.StartsWith($"{key}: there is no such setting", Assert.Throws<SettingException>(() => CareHost.Build([$"--{key}=x"])).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_not_set_follows_from_the_site()
    {
        var upstream = Assert.Single(Read(("User", ""), ("Password", "")).Upstreams);
        Assert.Equal(("smartcare-sun", "broker.lan", 8883, true, false), (upstream.Options.Name, upstream.Options.Host, upstream.Options.Port, upstream.Options.Tls, upstream.Options.IsOld));
        Assert.Equal(["smartcare/+", "smartcare/+/availability", "zigbee2mqtt/#"], upstream.Options.Filters);
        Assert.Equal((false, false, null), (upstream.SaysAlerts, upstream.SaysStates, upstream.Options.PresenceTopic));
    }

    [Fact]
    public void The_password_is_not_in_what_is_logged()
    {
        var upstream = Assert.Single(Read(("Version", "3.1.1"), ("Publish", "alerts, states")).Upstreams);
        Assert.Equal((Secret, true, "smartcare/sites/sun/bridge"), (upstream.Options.Password, upstream.Options.IsOld, upstream.Options.PresenceTopic));
        Assert.Equal("smartcare-sun at mqtts://broker.lan:8883", $"{upstream.Options}");
    }

    private static Settings Read(params (string Key, string Value)[] but)
    {
        var all = new Dictionary<string, string?> { ["Url"] = "mqtts://broker.lan", ["Site"] = "sun", ["User"] = "house", ["Password"] = Secret };
        foreach (var (key, value) in but) all[key] = value;
        return Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(all.ToDictionary(p => $"Mqtt:Upstream:0:{p.Key}", p => p.Value)).Build());
    }
}
