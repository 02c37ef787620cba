using System.Net;
using System.Net.Sockets;
using SmartCare.Domain.Notices;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Notices.Channels;

/// <summary>
/// Which addresses a notice may go to: those of the public internet, and what the operator has listed. A duty plan names addresses for this machine to
/// call, and whoever writes it is not the one who may reach into the house's own network, nor ask a cloud for this machine's keys.
/// </summary>
internal sealed class OutsideAddresses
{
    public const string Key = "Notices:Allow";

    /// <summary>To whoever writes such an address.</summary>
    public const string Refusal = "the address is of this house's own network or machine. Name a public one, or have the operator list it (Notices:Allow).";

    public static readonly OutsideAddresses OnlyPublic = new([], []);

    /// <summary>What is not the public internet (IANA's special-purpose registries), and an address of it behind which a cloud keeps its machines' keys.</summary>
    private static readonly IPNetwork[] s_closed4 =
    [
        .. ((string[])[
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        ]).Select(IPNetwork.Parse),
    ];

    /// <summary>All that is routed today; loopback, unique-local, link-local, multicast and every form that hides an IPv4 address lie outside.</summary>
    private static readonly IPNetwork s_open6 = IPNetwork.Parse("2000::/3");

    /// <summary>Within it: protocols' own and Teredo, documentation, 6to4.</summary>
    private static readonly IPNetwork[] s_closed6 =
        [.. ((string[])["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]).Select(IPNetwork.Parse)];

    /// <summary>RFC 6052: how a network without IPv4 reaches a public IPv4 address.</summary>
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");

    private readonly IReadOnlyList<IPNetwork> _networks;
    private readonly HashSet<string> _hosts;

    private OutsideAddresses(IReadOnlyList<IPNetwork> networks, IEnumerable<string> hosts) =>
        (_networks, _hosts) = (networks, new(hosts, StringComparer.OrdinalIgnoreCase));

    /// <param name="list">Host names, addresses and networks like 10.20.0.0/16, with commas or spaces between.</param>
    /// <exception cref="SettingException">An entry is none of these.</exception>
    public static OutsideAddresses Read(string? list)
    {
        var (networks, hosts) = (new List<IPNetwork>(), new List<string>());
        foreach (var entry in (list ?? "").Split((char[])[',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(entry, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(entry, out var address)) networks.Add(new IPNetwork(address, address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128));
            else if (Uri.CheckHostName(entry) is UriHostNameType.Dns) hosts.Add(entry);
            else throw new SettingException($"{Key}: '{entry}' is neither a host name, an address nor a network like 10.20.0.0/16.");
        }

        return new OutsideAddresses(networks, hosts);
    }

    /// <summary>May this address be connected to under this name? Asked with the very address that is then connected to.</summary>
    public bool Allows(string host, IPAddress address)
    {
        address = Plain(address);
        return IsPublic(address) || _hosts.Contains(host) || _networks.Any(n => n.Contains(address));
    }

    /// <summary>As <see cref="MayBeNamed(Uri)"/>; a phone number and a mail address leave by what the operator has set up, and a user name is none.</summary>
    public bool MayBeNamed(NoticeChannel channel) =>
        channel.Kind is ChannelKind.Sms or ChannelKind.Voice or ChannelKind.Mail or ChannelKind.Push || !NoticeHttp.TryAddress(channel.Address, out var url) || MayBeNamed(url);

    /// <summary>False: the URL names, as it stands, a place that it may not; of other names that shows when they are looked up.</summary>
    public bool MayBeNamed(Uri url)
    {
        var host = url.IdnHost;
        if (IPAddress.TryParse(host, out var address)) return Allows(host, address);
        var isThisMachine = host.TrimEnd('.') is var name && (name is "localhost" || name.EndsWith(".localhost", StringComparison.Ordinal));
        return !isThisMachine || Allows(host, IPAddress.Loopback);
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork
        ? !s_closed4.Any(n => n.Contains(address))
        : s_open6.Contains(address) && !s_closed6.Any(n => n.Contains(address));

    /// <summary>An IPv4 address in one of the two forms that connect to it is that address.</summary>
    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily is AddressFamily.InterNetworkV6 && s_nat64.Contains(address) ? new IPAddress(address.GetAddressBytes()[12..])
        : address;
}

/// <summary>The name leads to no address that may be called.</summary>
internal sealed class NotOutsideException() : IOException("the address is of this house's own network");
