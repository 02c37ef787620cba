using Microsoft.Extensions.Logging;
using SmartCare.Mqtt.Server;

namespace SmartCare.Bridge;

/// <summary>The bridge to one broker: connects, listens until the connection ends, waits, and begins again, for as long as it runs.</summary>
/// <param name="open">The house's side of one connection.</param>
/// <param name="chance">0 to 1, for the pauses.</param>
public sealed partial class UpstreamLink(UpstreamOptions options, Func<MqttClientSession> open, TimeProvider time, Func<double> chance, ILogger log)
{
    private readonly Lock _gate = new();
    private UpstreamStand _stand = UpstreamStand.Begin(time.GetUtcNow());

    public UpstreamOptions Options => options;

    public UpstreamCounters Counters { get; } = new();

    /// <summary>What waits to be said there.</summary>
    public OutwardQueue Outward { get; } = new();

    public UpstreamStand Stand { get { lock (_gate) return _stand; } }

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (options.PresenceTopic is { } topic) Outward.Say(new Outward(topic, ConnectOptions.Words(isThere: true), Retain: true));
        for (var tries = 0; ; tries++)
        {
            var connectedAt = time.GetTimestamp();
            var why = await ServeAsync(cancellation);
            if (cancellation.IsCancellationRequested) return;
            if (Stand.IsUp && time.GetElapsedTime(connectedAt) >= Limits.HeldFor) tries = 0;
            Become(why);
            try
            {
                await Task.Delay(Backoff.After(tries, chance()), time, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>One connection, from its first byte to its last.</summary>
    /// <returns>Why there is none any more.</returns>
    private async Task<string> ServeAsync(CancellationToken cancellation)
    {
        await using var connection = new UpstreamConnection(options, open(), Outward, Counters, log);
        connection.Start();
        if (await connection.OpenAsync(cancellation) is { } why) return why;
        Become(null);
        await connection.UntilEndedAsync(cancellation);
        return connection.Ended!;
    }

    /// <param name="why">There is no connection; null: there is one.</param>
    private void Become(string? why)
    {
        lock (_gate)
        {
            var stand = _stand.Next(why, time.GetUtcNow());
            if (stand.IsUp && !_stand.IsUp) LogUp(options);
            else if (!stand.IsUp && (_stand.IsUp || _stand.Why != stand.Why)) LogLost(options, stand.Why!);
            _stand = stand;
        }
    }

    [LoggerMessage(3, LogLevel.Information, "Upstream {Upstream}: connected")]
    private partial void LogUp(UpstreamOptions upstream);

    [LoggerMessage(4, LogLevel.Warning, "Upstream {Upstream}: away, {Why}")]
    private partial void LogLost(UpstreamOptions upstream, string why);
}

/// <summary>Whether a broker is listened to.</summary>
/// <param name="Why">Why it is not; null while it is.</param>
/// <param name="Since">When that began, or was tried last.</param>
/// <param name="Lost">When it was lost last, if no connection has held since; else null.</param>
public sealed record UpstreamStand(string? Why, DateTimeOffset Since, DateTimeOffset? Lost)
{
    public bool IsUp => Why is null;

    /// <summary>Nothing was tried yet.</summary>
    public const string New = "not connected yet";

    public static UpstreamStand Begin(DateTimeOffset now) => new(New, now, now);

    /// <summary>Away since the loss, however often it was tried since, or was there for a moment: two bridges with one client id throw each other out for ever.</summary>
    public UpstreamStand Next(string? why, DateTimeOffset now) => new(why, now, AwaySince(now) ?? (why is null ? null : now));

    /// <returns>Null: it is there, and stays.</returns>
    public DateTimeOffset? AwaySince(DateTimeOffset now) => IsUp && now - Since >= Limits.HeldFor ? null : Lost;
}
