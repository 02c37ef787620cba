using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>[MQTT-3.1.2-24] No packet is larger than the client says that it takes, whatever kind it is of.</summary>
public sealed class ClientPacketMaxTests
{
    /// <summary>Our CONNACK with all that it grants.</summary>
    private const int Connack = 16;

    private static string Connect(int packetMax) => $"10 13 0004 4D515454 05 02 003C 05 27 {packetMax:X8} 0001 72";

    [Theory]
    [InlineData(Connack - 1, "2003009500")] // the grants do not fit, the refusal does
    [InlineData(5, "2003009500")]
    [InlineData(4, "")] // nor that
    [InlineData(1, "")]
    public async Task A_client_that_cannot_take_the_connack_is_refused_in_what_it_can_take(int packetMax, string answer)
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.SendAsync(Connect(packetMax));
        Assert.Equal(answer, await raw.ReadAsync());
        if (answer.Length > 0) Assert.Equal("", await raw.ReadAsync());
        Assert.Equal(1, host.Broker.Counters.Refused);
    }

    [Theory]
    [InlineData("82", "00")]
    [InlineData("A2", "")]
    public async Task An_answer_of_just_that_size_is_sent_and_one_that_is_longer_closes(string first, string options)
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.SendAsync(Connect(Connack));
        Assert.Equal(2 * Connack, (await raw.ReadAsync()).Length);
        await raw.SendAsync(Filters(first, options, Connack - 5));
        Assert.Equal(2 * Connack, (await raw.ReadAsync()).Length);
        await raw.SendAsync(Filters(first, options, Connack - 4));
        Assert.Equal("E00195", await raw.ReadAsync());
        Assert.Equal((1, 0), (host.Broker.Counters.TooLarge, host.Broker.Counters.Faults));
    }

    private static string Filters(string first, string options, int count)
    {
        var body = "000100" + string.Concat(Enumerable.Range(0, count).Select(i => $"0001{'a' + i:X2}{options}"));
        return $"{first}{body.Length / 2:X2}{body}";
    }
}
