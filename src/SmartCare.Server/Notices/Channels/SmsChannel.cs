using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Notices.Channels;

/// <summary>A text message through any gateway that takes HTTP: the site's plan, or else the settings, say how it wants to be asked. Looked up with each
/// try: what waits when the plan changes goes through the new one.</summary>
internal sealed class SmsChannel(NoticeHttp http, NoticeSettings settings, Func<SiteId, SmsGateway?> gatewayOf) : INoticeChannel
{
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Sms];

    public async Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        var own = gatewayOf(letter.Notice.SiteId);
        if ((own is null ? settings.Sms : SmsSettings.Of(own)) is not { } sms)
            return ChannelAnswer.Refused("no gateway is set (sms in the site's duty plan, or Notices:Sms:Url)");
        return await GatewayRequest.SendAsync(
            http, sms, letter.Key, new() { ["phone"] = letter.Notice.Channel.Address, ["id"] = letter.Key, ["text"] = letter.Text.Short }, byOperator: own is null, cancellation);
    }
}
