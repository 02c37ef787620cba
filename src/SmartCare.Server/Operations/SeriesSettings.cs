using System.Globalization;
using SmartCare.Series;

namespace SmartCare.Server.Operations;

/// <summary>Where readings, events and alerts are kept as series, and how long.</summary>
/// <param name="Influx">Null: embedded.</param>
internal sealed record SeriesSettings(InfluxOptions? Influx, int KeepDays, int KeepMeansDays)
{
    public static readonly SeriesSettings Embedded = new(null, Limits.KeepDays, Limits.KeepMeansDays);

    public static readonly IReadOnlyList<string> Keys =
    [
        "Series:Influx:Url", "Series:Influx:Database", "Series:Influx:Token", "Series:Influx:Org", "Series:Influx:Bucket", "Series:Influx:Version", "Series:KeepDays",
        "Series:KeepMeansDays",
    ];

    /// <exception cref="SettingException">A value is wrong.</exception>
    public static SeriesSettings Read(IConfiguration configuration)
    {
        var (keep, means) = (Days("Series:KeepDays", Limits.KeepDays), Days("Series:KeepMeansDays", Limits.KeepMeansDays));
        if (means < keep) throw new SettingException($"Series:KeepMeansDays: '{means}' is fewer than the {keep} of Series:KeepDays.");
        var version = Version("Series:Influx:Version");
        if (version is InfluxVersion.Two && Text("Series:Influx:Org") is null)
            throw new SettingException("Series:Influx:Org: it is missing; InfluxDB 2 has every bucket in an organisation.");
        var influx = Url("Series:Influx:Url") is not { } url ? null : new InfluxOptions
        {
            Url = url,
            Database = Text("Series:Influx:Bucket") ?? Text("Series:Influx:Database") ?? "smartcare",
            Token = Text("Series:Influx:Token"),
            Org = Text("Series:Influx:Org"),
            Version = version,
            KeepDays = keep,
            KeepMeansDays = means,
            MayShorten = Text("Series:KeepDays") is not null,
        };
        return new(influx, keep, means);

        string? Text(string key) => configuration[key] is { Length: > 0 } text ? text : null;

        int Days(string key, int otherwise) => Text(key) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 36_500 ? days
            : throw new SettingException($"{key}: '{text}' is not a number of days (1 to 36500).");

        InfluxVersion Version(string key) => Text(key)?.ToLowerInvariant() switch
        {
            null => InfluxVersion.Unknown,
            "1" => InfluxVersion.One,
            "2" => InfluxVersion.Two,
            "3" => InfluxVersion.Three,
            "victoria" => InfluxVersion.Victoria,
            var text => throw new SettingException($"{key}: '{text}' is none of 1, 2, 3, victoria."),
        };

        Uri? Url(string key) => Text(key) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
            : throw new SettingException($"{key}: '{text}' is not an http or https address.");
    }
}
