using System.Globalization;
using System.Net;
using SmartCare.Server.Notices;
using SmartCare.Server.Upstreams;

namespace SmartCare.Server.Operations;

/// <summary>Everything that may be set, checked once at the start. A wrong value stops the start with one line that names the key.</summary>
internal sealed record Settings(
    string DataPath, IPAddress HttpBind, int HttpPort, IPAddress MqttBind, int MqttPort, bool MqttOpen, bool Demo, TlsSettings? MqttTls)
{
    public SeriesSettings Series { get; init; } = SeriesSettings.Embedded;

    public NoticeSettings Notices { get; init; } = NoticeSettings.None;

    public WebSettings Web { get; init; } = WebSettings.None;

    public AuthSettings Auth { get; init; } = AuthSettings.None;

    public WatchSettings Watch { get; init; } = WatchSettings.None;

    public TlsSettings? HttpTls { get; init; }

    public IReadOnlyList<UpstreamSettings> Upstreams { get; init; } = [];

    /// <summary>Beside TLS, plain HTTP is for this machine alone: its probes and scrapes. A redirect would come after the password.</summary>
    public IPAddress HttpPlainBind => HttpTls is null ? HttpBind : IPAddress.Loopback;

    /// <summary>Older entries of the journal are removed, once the series has taken them.</summary>
    public int JournalKeepDays { get; init; } = 35;

    /// <summary>Holds the learned models; null: <c>models</c> in the data folder.</summary>
    public string? ModelsPath { get; init; }

    /// <summary>What worn devices felt is kept so many days to learn from; 0: it is not kept.</summary>
    public int BurstDays { get; init; } = 90;

    /// <summary>Of the file of bursts; beyond it the oldest go. 256 MB are 300,000 bursts: 90 days of 33 a day of each of 100 wearers.</summary>
    public long BurstBytes { get; init; } = 256L << 20;

    /// <summary>The dashboard of Orleans, for admins. Off by default: it measures every call of every grain, a third more for each reading.</summary>
    public bool Dashboard { get; init; }

    /// <summary>Every key there is. deployment files are checked against it.</summary>
    public static readonly IReadOnlyList<string> Keys =
    [
        "Data:Path", "Http:Bind", "Http:Port", "Mqtt:Bind", "Mqtt:Port", "Mqtt:Open", "Demo", "Mqtt:Tls:Port", "Mqtt:Tls:Certificate", "Mqtt:Tls:Key", "Mqtt:Tls:ClientCa",
        "Http:Tls:Port", "Http:Tls:Certificate", "Http:Tls:Key", "Journal:KeepDays", "Cluster:Postgres", "Cluster:Dashboard", "Learning:Models", "Learning:BurstDays", "Learning:BurstMegabytes",
        .. SeriesSettings.Keys, .. NoticeSettings.Keys, .. WebSettings.Keys, .. AuthSettings.Keys, .. UpstreamSettings.Keys, .. WatchSettings.Keys,
    ];

    /// <exception cref="SettingException">A value is wrong.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var notices = NoticeSettings.Read(configuration);
        var settings = new Settings(
            Text("Data:Path") ?? "data", Address("Http:Bind"), Port("Http:Port", 5080), Address("Mqtt:Bind"), Port("Mqtt:Port", 1883),
            Flag("Mqtt:Open"), Flag("Demo"), Tls("Mqtt:Tls", 8883))
        {
            Series = SeriesSettings.Read(configuration),
            Notices = notices,
            Web = WebSettings.Read(configuration, notices.PublicUrl),
            Auth = AuthSettings.Read(configuration),
            Upstreams = UpstreamSettings.ReadAll(configuration),
            Watch = WatchSettings.Read(configuration),
            HttpTls = Tls("Http:Tls", 5443),
            JournalKeepDays = Days("Journal:KeepDays", 35),
            Dashboard = Flag("Cluster:Dashboard"),
            ModelsPath = Text("Learning:Models"),
            BurstDays = Text("Learning:BurstDays") is "0" ? 0 : Days("Learning:BurstDays", 90),
            BurstBytes = (long)Megabytes("Learning:BurstMegabytes", 256) << 20,
        };
        if (Text("Cluster:Postgres") is not null)
            throw new SettingException("Cluster:Postgres: this version keeps everything in its own data folder and runs alone; leave it out.");
        if (settings.Demo && !(IPAddress.IsLoopback(settings.HttpBind) && IPAddress.IsLoopback(settings.MqttBind)))
            throw new SettingException("Demo: its passwords are known to everyone, so it binds to loopback only; set Http:Bind and Mqtt:Bind to 127.0.0.1.");
        // Over WebSocket it is reached at the HTTP address too.
        if (settings.MqttOpen && !(IPAddress.IsLoopback(settings.MqttBind) && IPAddress.IsLoopback(settings.HttpBind)))
            throw new SettingException("Mqtt:Open: a broker for anonymous clients binds to loopback only; set Http:Bind and Mqtt:Bind to 127.0.0.1.");
        return settings;

        TlsSettings? Tls(string section, int otherwise)
        {
            var (port, certificate, key) = (Port($"{section}:Port", otherwise), ReadableFile($"{section}:Certificate"), ReadableFile($"{section}:Key"));
            var clientCa = section == "Mqtt:Tls" ? ReadableFile($"{section}:ClientCa") : null;
            if (certificate is not null && key is not null) return new TlsSettings(section, port, certificate, key, clientCa);
            if (certificate is not null) throw new SettingException($"{section}:Key: the certificate's private key is missing (a PEM file).");
            if (key is null && clientCa is null) return null;
            throw new SettingException($"{section}:Certificate: it is missing (a PEM file); without it there is no TLS.");
        }

        string? ReadableFile(string key) => Text(key) is not { } path || File.Exists(path) ? Text(key)
            : throw new SettingException($"{key}: there is no file '{path}'.");

        string? Text(string key) => configuration[key] is { Length: > 0 } text ? text : null;

        int Port(string key, int otherwise) => Text(key) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port
            : throw new SettingException($"{key}: '{text}' is not a port (0 to 65535; 0 takes a free one).");

        int Days(string key, int otherwise) => Text(key) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 3_650 ? days
            : throw new SettingException($"{key}: '{text}' is not a number of days (1 to 3650).");

        int Megabytes(string key, int otherwise) => Text(key) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= 100_000 ? size
            : throw new SettingException($"{key}: '{text}' is not a number of megabytes (1 to 100000).");

        IPAddress Address(string key) => Text(key) is not { } text ? IPAddress.Loopback
            : IPAddress.TryParse(text, out var address) ? address
            : throw new SettingException($"{key}: '{text}' is not an IP address.");

        bool Flag(string key) => Text(key)?.ToLowerInvariant() switch
        {
            null or "false" => false,
            "true" => true,
            var text => throw new SettingException($"{key}: '{text}' is neither true nor false."),
        };
    }
}

/// <summary>TLS: a port, and PEM files that are read again when they change.</summary>
/// <param name="Section">Where its keys stand.</param>
/// <param name="ClientCa">Whose signature lets a device in without a password: the certificate's common name is its id.</param>
internal sealed record TlsSettings(string Section, int Port, string Certificate, string Key, string? ClientCa);

/// <summary>A setting is wrong; the message is the one line to show.</summary>
internal sealed class SettingException(string message) : Exception(message);
