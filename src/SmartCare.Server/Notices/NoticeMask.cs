using SmartCare.Domain.Notices;

namespace SmartCare.Server.Notices;

/// <summary>What may be shown of an address, and of what a channel said: enough to know which it was, not enough to use it.</summary>
internal static class NoticeMask
{
    public static string Of(NoticeChannel channel) => channel.Kind switch
    {
        ChannelKind.Sms => channel.Address.Length > 7 ? $"{channel.Address[..3]}****{channel.Address[^4..]}" : "****",
        ChannelKind.Mail => channel.Address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
            ? $"{channel.Address[..1]}***{channel.Address[at..]}" : "***",
        // The path and the query of a robot's address are its password.
        _ => Uri.TryCreate(channel.Address, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Authority}/…" : "…",
    };

    /// <summary>One short line without the address or the secret in it.</summary>
    public static string Clean(string answer, NoticeChannel channel)
    {
        var line = answer.ReplaceLineEndings(" ").Trim();
        foreach (var hidden in Hidden(channel)) line = line.Replace(hidden, "…", StringComparison.OrdinalIgnoreCase);
        line = new string([.. line.Where(c => !char.IsControl(c))]);
        return line.Length > NoticeLimits.AnswerLength ? line[..(NoticeLimits.AnswerLength - 1)] + "…" : line;
    }

    private static IEnumerable<string> Hidden(NoticeChannel channel)
    {
        if (channel.Secret is { Length: > 0 } secret) yield return secret;
        if (channel.Address.Length > 0) yield return channel.Address;
        if (channel.Kind is ChannelKind.Sms or ChannelKind.Mail || !Uri.TryCreate(channel.Address, UriKind.Absolute, out var url)) yield break;
        if (url.PathAndQuery.Length > 1) yield return url.PathAndQuery;
        if (url.Query.Length > 1) yield return url.Query[1..];
    }
}
