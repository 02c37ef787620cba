using System.Net;
using System.Net.Sockets;

namespace SmartCare.Mqtt.Server;

/// <summary>What limits count by: an IPv4 address, or the /64 of an IPv6 one, which is one household's.</summary>
public static class AddressKey
{
    /// <returns>Null where there is none (pipes).</returns>
    public static IPAddress? Of(EndPoint? remote) => Of((remote as IPEndPoint)?.Address);

    public static IPAddress? Of(IPAddress? address)
    {
        if (address is null) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
