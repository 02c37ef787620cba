using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Operations;

/// <summary>Who outside watches the watch.</summary>
/// <param name="HeartbeatUrl">Called each half minute while the alarm path works; null: nobody.</param>
/// <param name="Otlp">A collector of OpenTelemetry; null: none.</param>
internal sealed record WatchSettings(Uri? HeartbeatUrl, Uri? Otlp)
{
    public static readonly IReadOnlyList<string> Keys = ["Watch:HeartbeatUrl", "Otlp:Endpoint"];

    public static readonly WatchSettings None = new(null, null);

    /// <exception cref="SettingException">A value is wrong. The text does not repeat the address, in which a secret may stand.</exception>
    public static WatchSettings Read(IConfiguration configuration)
    {
        // The standard's own variable means the same.
        var key = configuration["Otlp:Endpoint"] is { Length: > 0 } ? "Otlp:Endpoint" : Telemetry.OtlpVariable;
        return new WatchSettings(Address("Watch:HeartbeatUrl"), Address(key));

        Uri? Address(string name) => configuration[name] is not { Length: > 0 } text ? null
            : NoticeHttp.TryAddress(text, out var url) ? url
            : throw new SettingException($"{name}: it is not an http or https address without a user name.");
    }
}
