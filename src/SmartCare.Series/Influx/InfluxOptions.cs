namespace SmartCare.Series;

/// <summary>What kind of server stands at the address.</summary>
public enum InfluxVersion
{
    /// <summary>It is asked.</summary>
    Unknown,

    /// <summary>InfluxDB 1.x: line protocol and InfluxQL.</summary>
    One,

    /// <summary>InfluxDB 2.x: InfluxDB.Client and Flux.</summary>
    Two,

    /// <summary>InfluxDB 3.x: its v2 write path through InfluxDB.Client, and InfluxQL.</summary>
    Three,

    /// <summary>VictoriaMetrics: line protocol, and its own export.</summary>
    Victoria,
}

/// <summary>Which InfluxDB, and as whom. 1.x: no token when its authentication is off (1.8 also takes <c>user:password</c> as token).
/// 2.x and 3.x: a token that may read and write the bucket.</summary>
public sealed record InfluxOptions
{
    /// <summary>Such as <c>http://influxdb:8086</c>; a path before the endpoints is kept.</summary>
    public required Uri Url { get; init; }

    /// <summary>The database of 1.x and 3.x; on 2.x the bucket's name, which InfluxDB takes as database with the retention policy autogen.</summary>
    public required string Database { get; init; }

    public string? Token { get; init; }

    /// <summary>The organisation of 2.x. Without it 2.x is spoken to by the endpoints of 1.x.</summary>
    public string? Org { get; init; }

    public InfluxVersion Version { get; init; }

    /// <summary>Days of raw points, and of 5-minute means.</summary>
    public int KeepDays { get; init; } = Limits.KeepDays;

    public int KeepMeansDays { get; init; } = Limits.KeepMeansDays;

    /// <summary>Somebody has said how long: a database that was there before us is held to it, too. Else only one that we make, for what is cut is gone.</summary>
    public bool MayShorten { get; init; }
}
