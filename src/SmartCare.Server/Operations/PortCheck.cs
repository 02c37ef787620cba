using System.Net;
using System.Net.Sockets;

namespace SmartCare.Server.Operations;

/// <summary>A port that somebody else has is told in one line, before anything is begun: a host that stops half way through its start says a hundred.</summary>
internal static class PortCheck
{
    /// <exception cref="SettingException">With the key of the first that cannot be had.</exception>
    public static void Run(Settings settings)
    {
        Try("Http:Port", settings.HttpPlainBind, settings.HttpPort);
        Try("Mqtt:Port", settings.MqttBind, settings.MqttPort);
        if (settings.MqttTls is { } mqtt) Try($"{mqtt.Section}:Port", settings.MqttBind, mqtt.Port);
        if (settings.HttpTls is { } http) Try($"{http.Section}:Port", settings.HttpBind, http.Port);
    }

    private static void Try(string key, IPAddress address, int port)
    {
        // 0 takes a free one.
        if (port == 0) return;
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new SettingException($"{key}: {new IPEndPoint(address, port)} cannot be had ({error.Message})");
        }
    }
}
