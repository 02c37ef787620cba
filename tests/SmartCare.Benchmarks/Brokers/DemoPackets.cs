using System.Buffers.Binary;
using System.Text;

namespace SmartCare.Benchmarks.Brokers;

/// <summary>The bytes that the generator sends, made before the clock runs: MQTT 3.1.1, the demo home's devices, 200 bytes a packet.</summary>
internal static class DemoPackets
{
    public const int PublishBytes = 200;

    public static readonly string[] Devices =
    [
        .. from floor in Enumerable.Range(1, 3) from room in Enumerable.Range(1, 20) let number = floor * 100 + room
           from device in (string[])[$"smoke-{number}", $"call-{number}-1", $"call-{number}-2", $"fall-{number}", $"door-{number}"] select device,
        .. from home in Enumerable.Range(1, 20)
           from kind in (string[])["smoke", "call", "motion", "door"] select $"{kind}-h{home:000}",
    ];

    /// <summary>A connection of the load on the demo home.</summary>
    public static LoadScript Script(int connection, int window, bool asDevice) =>
        new(Connect($"load-{connection}", asDevice ? Devices[connection] : "gateway"), Window(connection, window));

    /// <summary>3.1 CONNECT: clean session, no keep alive.</summary>
    public static byte[] Connect(string clientId, string user, string password = "demo")
    {
        byte[] body = [0, 4, .. "MQTT"u8, 4, 0xC2, 0, 0, .. Text(clientId), .. Text(user), .. Text(password)];
        return [0x10, (byte)body.Length, .. body];
    }

    /// <summary>A connection's whole window, one packet after the other, with packet ids 1, 2, ...: what zigbee2mqtt sends for one device
    /// when nothing is the matter, so that no reading is an alarm and each changes a value.</summary>
    public static byte[] Window(int connection, int window)
    {
        var packets = new byte[window * PublishBytes];
        var device = Devices[connection % Devices.Length];
        for (var i = 0; i < window; i++) Publish($"smartcare/{device}", device.Split('-')[0], i, i, packets.AsSpan(i * PublishBytes, PublishBytes));
        return packets;
    }

    /// <param name="number">The packet id, from 0.</param>
    /// <param name="turn">Another one, other values.</param>
    public static void Publish(string topicName, string kind, int number, int turn, Span<byte> to)
    {
        byte[] topic = Text(topicName);
        var state = kind switch
        {
            "smoke" => "\"smoke\":false,\"tamper\":false",
            "fall" => "\"fall\":\"none\",\"presence\":true",
            "door" => "\"contact\":true,\"tamper\":false",
            "motion" => "\"occupancy\":true,\"tamper\":false",
            _ => "\"action\":null,\"tamper\":false",
        };
        var numbers = $"\"battery\":87,\"voltage\":{2900 + turn},\"linkquality\":{100 + turn},\"temperature\":21.5";
        var head = Encoding.UTF8.GetBytes($"{{{state},{numbers},\"update\":{{\"state\":\"idle\",\"latest_source\":\"");
        to[0] = 0x32;
        BinaryPrimitives.WriteUInt16BigEndian(to[1..], (ushort)((PublishBytes - 3) % 128 + 128 << 8 | (PublishBytes - 3) / 128));
        topic.CopyTo(to[3..]);
        BinaryPrimitives.WriteUInt16BigEndian(to[(3 + topic.Length)..], (ushort)(number + 1));
        var payload = to[(5 + topic.Length)..];
        payload.Fill((byte)'.');
        head.CopyTo(payload);
        "\"}}"u8.CopyTo(payload[^3..]);
    }

    private static byte[] Text(string text) => [0, (byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];
}
