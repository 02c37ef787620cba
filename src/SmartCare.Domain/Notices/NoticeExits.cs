namespace SmartCare.Domain.Notices;

/// <summary>By what a notice of one site can leave just now.</summary>
/// <param name="OwnSms">The site has a gateway of text messages of its own.</param>
/// <param name="OwnVoice">The same of calls.</param>
/// <param name="Ways">Of the silo; null: not known yet, and nothing is said to be missing.</param>
/// <param name="Phones">Users who have a phone with notices on; null: not known yet.</param>
public readonly record struct NoticeExits(bool OwnSms, bool OwnVoice, ChannelKind[]? Ways, string[]? Phones)
{
    /// <summary>Mail, text messages and calls need a server that somebody has set up, a push a phone on which it was turned on; the others have an address of their own.</summary>
    public bool Lets(NoticeChannel channel) => channel.Kind switch
    {
        ChannelKind.Sms => OwnSms || Silo(ChannelKind.Sms),
        ChannelKind.Voice => OwnVoice || Silo(ChannelKind.Voice),
        ChannelKind.Mail => Silo(ChannelKind.Mail),
        ChannelKind.Push => Phones is null || Phones.Contains(channel.Address),
        _ => true,
    };

    private bool Silo(ChannelKind kind) => Ways is null || Ways.Contains(kind);
}
