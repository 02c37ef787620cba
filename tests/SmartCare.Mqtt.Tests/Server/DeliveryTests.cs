using System.Text;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>From one client to another, over real sockets.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 0)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    public async Task A_message_reaches_a_subscriber_once_at_its_qos(byte level, byte qos)
    {
        await using var host = await MqttHost.StartAsync();
        await using var reader = await host.ConnectAsync("reader", level);
        await using var writer = await host.ConnectAsync("writer", level);
        Assert.Equal(qos, await reader.SubscribeAsync("a/+", qos));
        for (var i = 0; i < 200; i++) await writer.PublishAsync("a/b", $"{i}", qos);
        for (var i = 0; i < 200; i++)
        {
            var message = await reader.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max);
            Assert.Equal(("a/b", $"{i}", qos), (message.Topic, Encoding.UTF8.GetString(message.Payload), message.Qos));
        }
        Assert.False(reader.Messages.TryPeek(out _));
        await writer.DisconnectAsync();
        await reader.DisconnectAsync();
        Assert.Equal(0, host.Broker.Counters.Faults);
    }
}
