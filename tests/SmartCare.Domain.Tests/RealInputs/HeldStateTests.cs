using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>A button whose state never falls: each moment that it tells of is a press. One that has been let go once is a state, and only its rise is.</summary>
public sealed class HeldStateTests
{
    [Theory]
    // Feibit SEB01ZB and wristbands: sos:true and a time, for ever.
    [InlineData("wearable", "09:00:00 sos=true ts=09:00:00, 09:01:00 sos=true ts=09:01:00, 09:02:00 sos=true ts=09:02:00", "→ help open x3 tier 2, announced 3 times")]
    [InlineData("call", "09:00:00 sos=true ts=09:00:00, 09:00:20 sos=true ts=09:00:19", "→ help open x2, announced twice")]
    [InlineData("wearable", "09:00:00 sos=true ts=09:00:00, 09:00:30 resolve as real, 09:05 sos=true ts=09:05:00", "→ help resolved x1 as real, resolved by duty + help open x1 (second)")]
    // A clock that is wrong still runs.
    [InlineData("wearable", "09:00:00 sos=true ts=1970, 09:00:20 sos=true ts=2019", "→ help open x2, announced twice; wrong clock x2")]
    [InlineData("call", "09:00:00 sos=SOS ts=09:00:00, 09:00:20 sos=SOS ts=09:00:20", "→ help open x2, announced twice")]
    public void Each_new_time_is_a_press(string device, string story, string expected) => StoryLines.Check(device, story, expected);

    [Theory]
    [InlineData("call", "09:00:00 sos=false ts=09:00:00, 09:00:10 sos=true ts=09:00:10, 09:00:20 sos=true ts=09:00:20", "→ help open x1")]
    [InlineData("wearable", "09:00:00 sos=true ts=09:00:00, 09:00:10 sos=false ts=09:00:10, 09:00:20 sos=true ts=09:00:20, 09:00:30 sos=true ts=09:00:30", "→ help open x2, announced twice")]
    // The cord stays pulled until someone sets it back.
    [InlineData("cord", "09:00:00 sos=true ts=09:00:00, 09:00:20 sos=true ts=09:00:20", "→ help open x1")]
    // The cached state again, without a time or with the same.
    [InlineData("wearable", "09:00:00 sos=true, 09:00:20 sos=true battery=90", "→ help open x1")]
    [InlineData("wearable", "09:00:00 sos=true ts=09:00:00, 09:00:20 sos=true ts=09:00:00 battery=90", "→ help open x1")]
    public void A_state_that_stands_is_one_press(string device, string story, string expected) => StoryLines.Check(device, story, expected);
}
