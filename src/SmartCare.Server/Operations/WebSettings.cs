using System.Net;

namespace SmartCare.Server.Operations;

/// <summary>Who stands before the HTTP port, under which names it is known, and what strangers may read there.</summary>
/// <param name="Proxies">Whose word about a client's address, scheme and host is taken; nobody else's.</param>
/// <param name="Hosts">Names that it is reached by, besides localhost and addresses.</param>
/// <param name="Public">Of <see cref="Metrics"/> and <see cref="OpenApi"/>: what everyone may read.</param>
internal sealed record WebSettings(IReadOnlyList<IPNetwork> Proxies, IReadOnlySet<string> Hosts, IReadOnlySet<string> Public)
{
    public const string Metrics = "metrics", OpenApi = "openapi";

    public static readonly WebSettings None = new([], new HashSet<string>(), new HashSet<string>());

    public static readonly IReadOnlyList<string> Keys = ["Http:Proxies", "Http:Hosts", "Http:Public"];

    /// <param name="publicUrl">Where people reach the wall: its host is a name too.</param>
    /// <exception cref="SettingException">A value is wrong.</exception>
    public static WebSettings Read(IConfiguration configuration, Uri? publicUrl)
    {
        IEnumerable<string> hosts = [.. Words("Http:Hosts"), .. publicUrl is null ? [] : (string[])[publicUrl.IdnHost]];
        return new WebSettings(
            [.. Words("Http:Proxies").Select(Network)], hosts.Select(Host).ToHashSet(StringComparer.OrdinalIgnoreCase), Words("Http:Public").Select(Page).ToHashSet());

        string[] Words(string key) => (configuration[key] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        static IPNetwork Network(string text) =>
            IPAddress.TryParse(text, out var one) ? new IPNetwork(one, one.GetAddressBytes().Length * 8)
            : IPNetwork.TryParse(text, out var network) ? network
            : throw new SettingException($"Http:Proxies: '{text}' is neither an address nor a network like 10.0.0.0/8.");

        static string Host(string text) => Uri.CheckHostName(text) is not UriHostNameType.Unknown ? text
            : throw new SettingException($"Http:Hosts: '{text}' is not the name of a host, without scheme and port.");

        static string Page(string text) => text is Metrics or OpenApi ? text : throw new SettingException($"Http:Public: '{text}' is neither {Metrics} nor {OpenApi}.");
    }

    public bool IsProxy(IPAddress? address) =>
        address is not null && (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) is var plain && Proxies.Any(p => p.Contains(plain));
}
