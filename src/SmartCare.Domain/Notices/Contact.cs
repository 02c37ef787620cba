using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Notices;

/// <summary>A way by which a person can be told something.</summary>
[JsonConverter(typeof(LowerCaseEnum<ChannelKind>))]
public enum ChannelKind
{
    /// <summary>A signed JSON POST.</summary>
    Webhook,
    Mail,

    /// <summary>Group robots of WeCom (企业微信), DingTalk (钉钉) and Feishu (飞书).</summary>
    Wecom, Dingtalk, Feishu,

    /// <summary>A text message through the site's own gateway, or the silo's.</summary>
    Sms,

    /// <summary>A call, with a voice that reads what is the matter, through the site's own gateway or the silo's.</summary>
    Voice,

    /// <summary>Web Push to the phones on which somebody has turned notices on; the address is the user name of their account.</summary>
    Push,
}

/// <param name="Address">URL, mail address, phone number or user name.</param>
/// <param name="Secret">What a webhook or a robot is signed with; null when it is not.</param>
public sealed record NoticeChannel(ChannelKind Kind, string Address, string? Secret);

/// <summary>A person outside the wall who may be told.</summary>
/// <param name="Relation">Daughter, neighbour, director; null when nobody said.</param>
/// <param name="Channels">Tried in this order.</param>
public sealed record Contact(string Name, string? Relation, NoticeChannel[] Channels)
{
    /// <summary>By the site's clock: whoever of a family is not in theirs is asked first. Null: at any hour.</summary>
    public Duty.QuietHours? Quiet { get; init; }

    /// <summary>This account's own: its push channel has the user name for its address.</summary>
    public bool IsOf(string user) => Array.Exists(Channels, c => c.Kind is ChannelKind.Push && c.Address == user);
}

[JsonConverter(typeof(LowerCaseEnum<ContactMode>))]
public enum ContactMode
{
    /// <summary>One after the other, the next when the one before could not be told.</summary>
    Order,

    /// <summary>All at once.</summary>
    Fanout,
}

/// <summary>Whom to tell of an elder, in order.</summary>
public sealed record Household(ContactMode Mode, Contact[] Contacts)
{
    public static readonly Household None = new(ContactMode.Order, []);
}
