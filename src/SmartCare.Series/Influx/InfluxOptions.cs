namespace SmartCare.Series;

/// <summary>Which InfluxDB, and as whom. 1.x: no token when its authentication is off (1.8 also takes <c>user:password</c> as token).
/// 2.x and 3.x: a token that may read and write the bucket.</summary>
public sealed record InfluxOptions
{
    /// <summary>Such as <c>http://influxdb:8086</c>; a path before the endpoints is kept.</summary>
    public required Uri Url { get; init; }

    /// <summary>The database of 1.x; on 2.x the bucket's name, which InfluxDB takes as database with the retention policy autogen.</summary>
    public required string Database { get; init; }

    public string? Token { get; init; }
}
