using SmartCare.Domain.Notices;

namespace SmartCare.Server.Notices;

/// <summary>What may be shown of an address: enough to know which it was, not enough to use it.</summary>
internal static class NoticeMask
{
    public static string Of(NoticeChannel channel) => channel.Kind switch
    {
        ChannelKind.Sms or ChannelKind.Voice => OfPhone(channel.Address),
        ChannelKind.Mail => OfMail(channel.Address),
        // A user name, which every colleague knows.
        ChannelKind.Push => channel.Address,
        _ => OfUrl(channel.Address),
    };

    /// <summary>By its look, where nobody says of which kind it is.</summary>
    public static string Of(string address) => address.Contains("://", StringComparison.Ordinal) ? OfUrl(address)
        : address.Contains('@', StringComparison.Ordinal) ? OfMail(address) : OfPhone(address);

    /// <summary>The path and the query of a robot's address are its password.</summary>
    public static string OfUrl(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Authority}/…" : "…";

    private static string OfPhone(string address) => address.Length > 7 ? $"{address[..3]}****{address[^4..]}" : "****";

    private static string OfMail(string address) =>
        address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? $"{address[..1]}***{address[at..]}" : "***";
}
