using System.Diagnostics;
using SmartCare.Mqtt.Client;
using SmartCare.Mqtt.Packets;

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
            await using var client = new MqttClient(server.OptionsOf(who with { ClientId = $"probe-{Guid.NewGuid():N}", AvailabilityTopic = null }));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Limits.Connect);
            try
            {
                await client.ConnectAsync(patience.Token).ConfigureAwait(false);
                await client.DisconnectAsync().ConfigureAwait(false);
                return null;
            }
            catch (MqttClientException e) when (e.InnerException is null && e.Reason is not MqttReason.UnspecifiedError)
            {
                return (ExitCodes.Bad, $"{server.Host}:{server.Port} refuses {who.User}: {e.Reason}");
            }
            catch (Exception e) when (e is MqttClientException or OperationCanceledException)
            {
                if (stop.IsCancellationRequested || Stopwatch.GetElapsedTime(began) > Limits.FirstReach)
                    return (ExitCodes.Unreachable, $"no MQTT server answers at {server.Host}:{server.Port}: {(e.InnerException ?? e).Message}");
                await Task.Delay(TimeSpan.FromMilliseconds(Limits.BackoffFirstMs), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
