using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Notices.Push;

namespace SmartCare.Server.Notices.Channels;

/// <summary>A call through any gateway that takes HTTP and reads a text aloud, asked as one of text messages is. When a key is pressed it calls back.</summary>
internal sealed class VoiceChannel(NoticeHttp http, NoticeSettings settings, NoticeReceipts receipts, Func<SiteId, SmsGateway?> gatewayOf) : INoticeChannel
{
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Voice];

    public async Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        var (notice, own) = (letter.Notice, gatewayOf(letter.Notice.SiteId));
        if ((own is null ? settings.Voice : SmsSettings.Of(own, SmsSettings.DefaultCall)) is not { } gateway)
            return ChannelAnswer.Refused("no gateway is set (voice in the site's duty plan, or Notices:Voice:Url)");
        var callback = CallbackOf(letter);
        return await GatewayRequest.SendAsync(
            http, gateway, letter.Key,
            new() { ["phone"] = notice.Channel.Address, ["id"] = letter.Key, ["text"] = SpokenText.Of(letter.Text.Chinese, callback is not null), ["callback"] = callback ?? "" }, byOperator: own is null, cancellation);
    }

    /// <returns>Null: nobody can answer by a key: family, a test, what is only told, or a house that does not know its own address.</returns>
    private string? CallbackOf(NoticeLetter letter)
    {
        var notice = letter.Notice;
        if (settings.PublicUrl is not { } wall || notice.AlertId.Length == 0 || notice.Audience is Audience.Family || notice.Topic is not NoticeTopic.Alarm) return null;
        return new Uri(wall, $"{CallAnswer.Path}?notice={Uri.EscapeDataString(letter.Key)}&key={receipts.ForCall(letter.Key)}").ToString();
    }
}
