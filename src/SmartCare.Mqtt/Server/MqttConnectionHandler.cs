using Microsoft.AspNetCore.Connections;

namespace SmartCare.Mqtt.Server;

/// <summary>
/// Kestrel's way in: <c>listenOptions.UseConnectionHandler&lt;MqttConnectionHandler&gt;()</c>. TLS stands before it as anywhere in
/// Kestrel.
/// </summary>
public sealed class MqttConnectionHandler(MqttBroker broker) : ConnectionHandler
{
    public override Task OnConnectedAsync(ConnectionContext connection) => broker.ServeAsync(connection);
}
