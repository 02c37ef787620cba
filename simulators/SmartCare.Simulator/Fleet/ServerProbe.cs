using System.Diagnostics;

namespace SmartCare.Simulator.Fleet;

/// <summary>One try before hundreds: is there a server, and does it let us in?</summary>
internal static class ServerProbe
{
    /// <returns>Null when it does; else the exit code and one clear line.</returns>
    public static async Task<(int ExitCode, string Line)?> TryAsync(ServerAddress server, LinkPlan who, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var connection = new BrokerConnection();
            var ending = await connection.ConnectAsync(
                server.OptionsOf(who.WithoutAvailability() with { ClientId = $"probe-{Guid.NewGuid():N}" }), stop).ConfigureAwait(false);
            if (ending is null)
            {
                await connection.LeaveAsync().ConfigureAwait(false);
                return null;
            }
            if (ending.IsRefused) return (ExitCodes.Bad, $"{server.Host}:{server.Port} refuses {server.User ?? who.User}: {ending.Why}");
            if (stop.IsCancellationRequested || Stopwatch.GetElapsedTime(began) > Limits.FirstReach)
                return (ExitCodes.Unreachable, $"no MQTT server answers at {server.Host}:{server.Port}: {ending.Why}");
            await Task.Delay(TimeSpan.FromMilliseconds(Limits.BackoffFirstMs), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
