using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmartCare.Bridge;
using SmartCare.Domain.Words;
using SmartCare.Server.Intake;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Upstreams;

/// <summary>A site's own broker: how it is reached, whose it is, and what is said there.</summary>
/// <param name="Site">Whose devices are heard through it, and no others.</param>
/// <param name="SaysAlerts">Each change of the site's alerts is published there, with the names of elders.</param>
/// <param name="SaysStates">What the house keeps retained about the site is published there, and whether the bridge is there.</param>
internal sealed record UpstreamSettings(UpstreamOptions Options, SiteId Site, bool SaysAlerts, bool SaysStates)
{
    public const string Alerts = "alerts", States = "states";

    private const string Section = "Mqtt:Upstream";

    /// <summary>What devices of the contract and zigbee2mqtt say; nothing that the house says itself.</summary>
    private static readonly string[] s_topics = ["smartcare/+", "smartcare/+/availability", "zigbee2mqtt/#"];

    public static readonly IReadOnlyList<string> Keys =
        [.. ((string[])["Url", "User", "Password", "Ca", "Site", "ClientId", "Topics", "Share", "Version", "Publish"]).Select(name => $"{Section}:N:{name}")];

    /// <exception cref="SettingException">A value is wrong.</exception>
    public static IReadOnlyList<UpstreamSettings> ReadAll(IConfiguration configuration)
    {
        var all = new List<UpstreamSettings>();
        foreach (var one in configuration.GetSection(Section).GetChildren().OrderBy(c => int.TryParse(c.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue))
        {
            var read = Read(one);
            if (all.Any(other => other.Options.Name == read.Options.Name))
                throw new SettingException($"{one.Path}:ClientId: '{read.Options.Name}' is another upstream's; each has one of its own, which also is its name in the house.");
            all.Add(read);
        }

        return all;
    }

    private static UpstreamSettings Read(IConfigurationSection section)
    {
        var (url, site) = (Url(), Id("Site", Text("Site") ?? throw Wrong("Site", "the site whose devices speak through this broker is missing.")));
        var name = Id("ClientId", Text("ClientId") ?? $"smartcare-{site}");
        if (name == CareAuthenticator.Gateway) throw Wrong("ClientId", $"'{name}' is the name of any gateway without a record.");
        var tls = url.Scheme == "mqtts";
        if (Text("Ca") is not null && !tls) throw Wrong("Ca", "only with an mqtts:// address.");
        if (Text("Password") is not null && Text("User") is null) throw Wrong("User", "a password without a user name is no sign-in.");
        var says = Words("Publish");
        foreach (var word in says)
            if (word is not (Alerts or States)) throw Wrong("Publish", $"'{word}' is neither {Alerts} nor {States}.");
        var options = new UpstreamOptions(name, url.IdnHost, url.IsDefaultPort || url.Port < 0 ? tls ? 8883 : 1883 : url.Port, Filters())
        {
            Tls = tls, Authorities = Authorities(), User = Text("User"), Password = Text("Password"), Share = Share(),
            IsOld = Text("Version") switch
            {
                null or "5" or "5.0" => false,
                "3.1.1" => true,
                var other => throw Wrong("Version", $"'{other}' is neither 5.0 nor 3.1.1."),
            },
            PresenceTopic = says.Contains(States) ? OutwardTopics.PresenceOf(SiteId.Of(site)) : null,
        };
        return new UpstreamSettings(options, SiteId.Of(site), says.Contains(Alerts), says.Contains(States));

        SettingException Wrong(string key, string why) => new($"{section.Path}:{key}: {why}");

        string? Text(string key) => section[key] is { Length: > 0 } text ? text : null;

        string[] Words(string key) => (section[key] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        string Id(string key, string text) => IdText.IsValid(text) ? text : throw Wrong(key, $"'{text}' is no id (letters, digits, '-', '_', '.').");

        Uri Url() => Text("Url") is not { } text ? throw Wrong("Url", "it is missing, like mqtt://broker.lan:1883.")
            : !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("mqtt" or "mqtts") || url.Host.Length == 0 ? throw Wrong("Url", "it is not an mqtt:// or mqtts:// address.")
            : url.UserInfo.Length > 0 ? throw Wrong("Url", "name and password stand in User and Password, not in the address: that is logged.")
            : url.PathAndQuery.Length > 1 ? throw Wrong("Url", "an address of a broker ends with its port; topics stand in Topics.")
            : url;

        string[] Filters()
        {
            var filters = Words("Topics") is { Length: > 0 } topics ? topics : s_topics;
            foreach (var filter in filters)
            {
                if (filter.StartsWith('$')) throw Wrong("Topics", $"'{filter}' begins with $; a share stands in Share.");
                if (!Mqtt.Topics.TopicFilters.IsValid(filter)) throw Wrong("Topics", $"'{filter}' is no topic filter.");
            }

            return filters;
        }

        string? Share() => Text("Share") is not { } share || share.AsSpan().IndexOfAny('/', '+', '#') < 0 ? Text("Share") : throw Wrong("Share", $"'{share}' has one of / + #.");

        X509Certificate2Collection? Authorities()
        {
            if (Text("Ca") is not { } path) return null;
            try
            {
                var authorities = new X509Certificate2Collection();
                authorities.ImportFromPemFile(path);
                return authorities.Count > 0 ? authorities : throw Wrong("Ca", $"there is no certificate in '{path}' (PEM).");
            }
            catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw Wrong("Ca", error.Message.ReplaceLineEndings(" "));
            }
        }
    }
}
