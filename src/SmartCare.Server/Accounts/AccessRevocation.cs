using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Alerts;
using SmartCare.Server.Notices.Push;

namespace SmartCare.Server.Accounts;

/// <summary>Whoever was let in goes, at once, when what let them in holds no longer: walls with their session or token, phones with their session, MQTT clients with their password.</summary>
internal sealed class AccessRevocation(
    AccountStore accounts, BrowserSessions sessions, ApiTokens tokens, WallStreams walls, PushSubscriptions phones, MqttBroker broker, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan s_sweep = TimeSpan.FromMinutes(1);
    private ITimer? _sweeping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        sessions.Ended += walls.Abort;
        sessions.Ended += phones.EndSession;
        tokens.Ended += walls.Abort;
        accounts.Barred += EndAll;
        accounts.DeviceBarred += EndDevice;
        _sweeping = time.CreateTimer(_ => Sweep(), null, s_sweep, s_sweep);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _sweeping?.Dispose();
        sessions.Ended -= walls.Abort;
        sessions.Ended -= phones.EndSession;
        tokens.Ended -= walls.Abort;
        accounts.Barred -= EndAll;
        accounts.DeviceBarred -= EndDevice;
        await sessions.SaveAsync();
    }

    /// <summary>Every session of a user, and what else they have open.</summary>
    /// <param name="but">This session goes on; null: none.</param>
    public void EndAll(string user, string? but)
    {
        sessions.EndAll(user, but);
        if (accounts.Find(user) is null) sessions.Forget(user);
        // 3.14.2.1: 0x98, the connection is closed by what somebody has decided. What waits for a person holds names: it is not kept.
        broker.Disconnect(user, MqttReason.AdministrativeAction, endSessions: true);
    }

    /// <summary>Its MQTT session waits for whoever has the new password: a press that was not acknowledged is sent again in it.</summary>
    private void EndDevice(string device) => broker.Disconnect(device, MqttReason.AdministrativeAction, endSessions: !accounts.KnowsDevice(device));

    /// <summary>A wall that hangs, and a phone that shows notices, ask for nothing for weeks, and are used all the same.</summary>
    private void Sweep()
    {
        sessions.Sweep(walls.Sessions.Concat(phones.Sessions).ToHashSet());
        _ = sessions.SaveAsync();
        // It writes, and a disk may hang.
        _ = Task.Run(tokens.Sweep);
    }
}
