namespace SmartCare.Server.Onboarding;

/// <summary>What a gateway, or whoever has taken one over, can make this house remember.</summary>
internal static class InboxLimits
{
    /// <summary>Devices that one gateway may have told of, known ones too: the largest Zigbee networks have some 400.</summary>
    public const int PerGateway = 1_000;

    /// <summary>Of all gateways: a district of 200 houses with fifty devices each.</summary>
    public const int InAll = 10_000;

    /// <summary>Channels that are kept of one device: as many as one message may have.</summary>
    public const int Channels = Domain.Readings.PayloadDecoder.MostChannels;

    /// <summary>Words of one channel: a remote control with ten keys has some fifty, and what it is is told by fewer.</summary>
    public const int Words = 32;

    /// <summary>Characters of a name or a description.</summary>
    public const int Text = 200;

    /// <summary>Messages of gateways that wait to be read: zigbee2mqtt tells Home Assistant of 380 devices in some 6,000 at once.</summary>
    public const int Waiting = 10_000;

    /// <summary>Bytes of them: four of the longest messages that are taken, and what the others of that moment have.</summary>
    public const int WaitingBytes = 32 * 1024 * 1024;

    /// <summary>Alarms of strangers of one gateway that each have an alert; further ones share one, so a network gone mad does not bury the desk.</summary>
    public const int Alerts = 8;

    /// <summary>Devices that are accepted in one call.</summary>
    public const int Accepted = 200;

    /// <summary>Errors of such a call that are told.</summary>
    public const int Errors = 100;
}
