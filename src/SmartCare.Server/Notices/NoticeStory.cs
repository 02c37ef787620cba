using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Notices;

/// <summary>What happened, as a notice tells it: the step that it was made for, and what has become of that since.</summary>
internal static class NoticeStory
{
    /// <param name="now">The alert's state; null when it is not known: then only the step is told.</param>
    /// <param name="timeOf">When the alert came into a state; null: not known.</param>
    public static (string Chinese, string English) Tell(NoticeTopic topic, AlertState? now, Func<AlertState, string?> timeOf)
    {
        var step = topic switch { NoticeTopic.There => AlertState.Arrived, NoticeTopic.Over => AlertState.Resolved, _ => AlertState.Open };
        var state = now ?? step;
        var (present, presentEn) = At(Is(state), timeOf(state));
        if (state == step) return (present, presentEn);
        if (state > step)
        {
            var (past, pastEn) = At(Was(step), timeOf(step));
            return ($"{past}；其间 {present}", $"{pastEn}; meanwhile {presentEn}");
        }

        // Opened again: when that step was is not kept.
        return ($"{Was(step).Chinese}；其后再次告警，{present}", $"{Was(step).English}; then it rang again: {presentEn}");
    }

    private static (string Chinese, string English) At((string Chinese, string English) words, string? time) =>
        time is null ? words : ($"{time} {words.Chinese}", $"{words.English} ({time})");

    private static (string Chinese, string English) Is(AlertState state) => state switch
    {
        AlertState.Open => ("尚无人应答", "nobody has answered yet"),
        AlertState.Acknowledged => ("已有人应答", "somebody has answered"),
        AlertState.Arrived => ("已有人到场", "somebody is there"),
        _ => ("已处理完毕", "it is over"),
    };

    private static (string Chinese, string English) Was(AlertState step) => step switch
    {
        AlertState.Open => ("当时无人应答", "nobody had answered"),
        AlertState.Arrived => ("已有人到场", "somebody was there"),
        _ => ("曾处理完毕", "it was over"),
    };
}
