using SmartCare.Domain.Registry;

namespace SmartCare.Server.Onboarding;

/// <summary>Where it is known from that a device is there.</summary>
internal enum NewcomerSource
{
    Heard, HomeAssistant, Zigbee2Mqtt,
}

/// <summary>What a gateway says of a device: a line of zigbee2mqtt's list, or one of Home Assistant's discovery configs, of which each tells of one channel.</summary>
/// <param name="Identity">What stays when it is renamed: the hardware address, else the identifiers that its maker gave it.</param>
/// <param name="Name">As it is called in the gateway's topics; null: on topics that lead nowhere here.</param>
/// <param name="Title">For people, when it is another than the name.</param>
/// <param name="Channels">Null: this message does not speak of them.</param>
internal sealed record Introduction(string Identity, string? Name, NewcomerSource Source)
{
    public string? Title { get; init; }

    public string? Maker { get; init; }

    public string? Product { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<OfferedChannel>? Channels { get; init; }

    /// <summary>The channels are all of it, not one more.</summary>
    public bool IsWhole => Source is NewcomerSource.Zigbee2Mqtt;

    /// <summary>What is kept of a text that somebody else wrote.</summary>
    public static string? Short(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : Domain.Words.PlainText.Shown(text.Length > InboxLimits.Text ? text[..InboxLimits.Text] : text);
}
