using System.Net;

namespace SmartCare.Server.Operations;

/// <summary>What these settings lay open to everyone on the network. It is said at the start and in /readyz; it keeps nothing from working.</summary>
internal static class Exposure
{
    public static IReadOnlyList<string> Of(Settings settings)
    {
        var notes = new List<string>();
        if (!IPAddress.IsLoopback(settings.HttpPlainBind) && settings.Web.Proxies.Count == 0)
            notes.Add("Http:Bind - passwords and names cross the network in the clear; set Http:Tls:Certificate and Http:Tls:Key, or name the proxy that speaks TLS in Http:Proxies.");
        if (!IPAddress.IsLoopback(settings.MqttBind) && settings.MqttTls is null)
            notes.Add("Mqtt:Bind - passwords of devices cross the network in the clear; set Mqtt:Tls:Certificate and Mqtt:Tls:Key.");
        return notes;
    }
}
