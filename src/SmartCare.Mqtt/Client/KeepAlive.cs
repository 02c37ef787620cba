namespace SmartCare.Mqtt.Client;

/// <summary>One timer for all clients of the process; each is asked once a second whether it is time to ping.</summary>
internal static class KeepAlive
{
    private static readonly HashSet<MqttClient> Clients = [];
    private static readonly Timer Timer = new(static _ => Tick(), null, 1000, 1000);

    public static void Add(MqttClient client)
    {
        lock (Clients) Clients.Add(client);
        GC.KeepAlive(Timer);
    }

    public static void Remove(MqttClient client)
    {
        lock (Clients) Clients.Remove(client);
    }

    private static void Tick()
    {
        MqttClient[] all;
        lock (Clients) all = [.. Clients];
        foreach (var client in all) client.Tick();
    }
}
