using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Notices;

namespace SmartCare.Server.Tests.Notices;

/// <summary>What is written, by what the notice was made for and how the alert stands when it leaves. Wang fell at 02:58; 03:03 answered, 03:05 there, 03:12 over.</summary>
public sealed class NoticeStoryTests
{
    private static readonly DateTimeOffset s_fell = new(2026, 3, 2, 18, 58, 0, TimeSpan.Zero);
    private static readonly Site s_site = new(SiteId.Of("sunshine"), "阳光养老院", "Sunshine Home", "Asia/Shanghai");

    [Theory]
    [InlineData("alarm", "open", "尚无人应答", "nobody has answered yet")]
    [InlineData("alarm", "acknowledged", "当时无人应答；其间 03:03 已有人应答", "nobody had answered; meanwhile somebody has answered (03:03)")]
    [InlineData("alarm", "arrived", "当时无人应答；其间 03:05 已有人到场", "nobody had answered; meanwhile somebody is there (03:05)")]
    [InlineData("alarm", "resolved", "当时无人应答；其间 03:12 已处理完毕", "nobody had answered; meanwhile it is over (03:12)")]
    [InlineData("there", "arrived", "03:05 已有人到场", "somebody is there (03:05)")]
    [InlineData("there", "resolved", "03:05 已有人到场；其间 03:12 已处理完毕", "somebody was there (03:05); meanwhile it is over (03:12)")]
    [InlineData("there", "open", "已有人到场；其后再次告警，尚无人应答", "somebody was there; then it rang again: nobody has answered yet")]
    [InlineData("over", "resolved", "03:12 已处理完毕", "it is over (03:12)")]
    [InlineData("over", "open", "曾处理完毕；其后再次告警，尚无人应答", "it was over; then it rang again: nobody has answered yet")]
    [InlineData("over", "acknowledged", "曾处理完毕；其后再次告警，03:03 已有人应答", "it was over; then it rang again: somebody has answered (03:03)")]
    public void A_notice_says_what_it_was_made_for_and_what_has_become_of_it(string topic, string state, string chinese, string english)
    {
        var text = Write(topic, Enum.Parse<AlertState>(state, ignoreCase: true));
        Assert.Equal($"阳光养老院 101 王秀英：跌倒，02:58 起，{chinese}。", text.Chinese);
        Assert.Equal($"Sunshine Home, 101, 王秀英: fall since 02:58, {english}.", text.English);
    }

    [Theory]
    [InlineData("real", "扶起，无伤", "结果：确有其事，已照料。扶起，无伤", " It was real, and was seen to. 扶起，无伤")]
    [InlineData("false", null, "结果：误报。", " It was a false alarm.")]
    public void The_end_says_what_it_was_and_what_staff_released(string outcome, string? released, string chinese, string english)
    {
        var over = Write("over", AlertState.Resolved, Enum.Parse<Outcome>(outcome, ignoreCase: true), released);
        Assert.EndsWith($"已处理完毕。{chinese}", over.Chinese);
        Assert.EndsWith($"it is over (03:12).{english}", over.English);
        Assert.DoesNotContain("结果", Write("alarm", AlertState.Resolved, Outcome.Real, "x").Chinese);
    }

    [Theory, InlineData("alarm", "尚无人应答"), InlineData("there", "已有人到场"), InlineData("over", "已处理完毕")]
    public void When_the_alert_cannot_be_read_the_notice_says_what_it_knows(string topic, string chinese) =>
        Assert.Equal($"阳光养老院：跌倒，{chinese}。", Write(topic, null).Chinese);

    private static NoticeText Write(string topic, AlertState? state, Outcome? outcome = null, string? released = null)
    {
        var notice = new Notice("n", SiteId.Of("sunshine"), "a", AlertKind.Fall, Priority.High, 3, Audience.Family, "王芳", new NoticeChannel(ChannelKind.Sms, "1", null), null)
        {
            Topic = Enum.Parse<NoticeTopic>(topic, ignoreCase: true),
        };
        return NoticeWriter.Write(notice, state is { } now ? Alert(now) with { Outcome = outcome, Released = released } : null, s_site, null, s_fell.AddMinutes(20));
    }

    private static AlertDocument Alert(AlertState state) => new()
    {
        Id = "a", Seq = 1, Kind = AlertKind.Fall, Priority = Priority.High, State = state, SiteId = "sunshine", PlaceId = "101", Place = "101",
        Elder = new ElderOfAlert("wang", "王秀英"), RaisedAt = s_fell, UpdatedAt = s_fell, Occurrences = 1, Tier = 3, History = [],
        AcknowledgedAt = s_fell.AddMinutes(5), ArrivedAt = s_fell.AddMinutes(7), ResolvedAt = s_fell.AddMinutes(14),
    };
}
