using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>The test button: what it says is no alarm, when it was pressed is kept, and a detector that nobody tests is listed.</summary>
/// <remarks>zigbee2mqtt sends the last <c>test</c> with every message. One whose end was lost would turn every later fire into a test, so a
/// test that goes on from message to message is believed for <see cref="Policy.TestLasts"/> only.</remarks>
public static class TestRule
{
    /// <summary>Does this message belong to a test, so that its alarms are none?</summary>
    /// <param name="since">When the first of the unbroken row of messages came that say test; null when this one does not.</param>
    public static bool IsTest(DateTimeOffset? since, DateTimeOffset now, Policy policy) => now - since <= policy.TestLasts;

    /// <summary>A detector that reports its self-test in a word of its own: one that was passed just now is a test too. It hides no alarm:
    /// no source says that these detectors send smoke while they test.</summary>
    public static bool IsPassed(in ChannelValue value, ReadOnlySpan<ChannelValue> kept)
    {
        if (value.Channel != Channels.SelfTestResult || value.Text is not "success") return false;
        foreach (var before in kept)
            if (before.Channel == Channels.SelfTestResult)
                return before.Text is not "success";
        // The first word of a detector tells of a test at some time, not of one now.
        return false;
    }

    /// <summary>By when it must be tested; null for what has no test button.</summary>
    public static DateTimeOffset? DueAfter(DateTimeOffset lastTest, DeviceModel model, Policy policy) =>
        model.HasTestButton ? lastTest + policy.TestEvery : null;
}
