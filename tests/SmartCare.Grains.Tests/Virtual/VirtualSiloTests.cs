using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Virtual;

/// <summary>A press through device and site, with the real decisions.</summary>
public sealed class VirtualSiloTests
{
    private static readonly Device s_call =
        new(DeviceId.Of("call-101-1"), SiteId.Of("sunshine"), PlaceId.Of("sunshine-101"), ElderId.Of("wang"), "call", "call");

    private readonly Bench _bench = new(GrainKinds.Default);

    public VirtualSiloTests()
    {
        _bench.Hear(s_call.Subject, new Register(s_call));
        _bench.Run();
    }

    private Alert[] Open => _bench.Core<SiteState>(Subject.Of(s_call.SiteId)).Now.Alerts.Open;

    [Fact] public void A_press_raises_one_alert()
    {
        Press();
        _bench.Run();
        Assert.Equal((AlertKind.Help, AlertState.Open), (Assert.Single(Open).Kind, Open[0].State));
        Assert.Contains("show Help Raised", _bench.Ledger.Lines);
        Assert.True(_bench.Silo.IsQuiet);
    }

    [Fact] public void A_crash_between_the_two_commits_does_not_lose_the_alert()
    {
        var commits = 0;
        _bench.Writer.BeforeCommit = _ =>
        {
            if (++commits == 2) throw new PowerLossException();
        };
        var press = Press();
        Assert.Throws<PowerLossException>(_bench.Run);
        Assert.True(press.Ticket.Safe.IsCompletedSuccessfully);
        Assert.DoesNotContain(_bench.Ledger.Lines, l => l.Contains("Raised"));

        _bench.Crash();
        _bench.Live();
        Assert.Equal(1, Assert.Single(Open).Occurrences);
        Assert.Single(_bench.Store.Rows.Cast<ToyChange>(), r => r.Text == "Help Raised");
    }

    [Fact] public void A_press_that_was_not_acknowledged_and_is_sent_again_is_one_alert()
    {
        _bench.Writer.AfterCommit = () => throw new PowerLossException();
        Press();
        Assert.Throws<PowerLossException>(_bench.Run);
        _bench.Crash();
        Press(again: true);
        _bench.Live();
        Assert.Equal(1, Assert.Single(Open).Occurrences);
    }

    [Theory, InlineData(1760000000000), InlineData(null)]
    public void A_reading_of_QoS_2_that_comes_again_after_a_crash_is_in_the_journal_once(long? deviceTimeMs)
    {
        var first = new Reading(s_call.Id, deviceTimeMs, 77, false, 9, [ChannelValue.Of("temperature", 21.5)]) { ExactlyOnce = true };
        _bench.Hear(s_call.Subject, new DeviceSpoke(first));
        _bench.Run();
        _bench.Crash();
        var again = _bench.Hear(s_call.Subject, new DeviceSpoke(first with { Redelivered = true }));
        _bench.Run();
        Assert.True(again.Ticket.Safe.IsCompletedSuccessfully);
        _bench.Hear(s_call.Subject, new DeviceSpoke(first with { DeviceTimeMs = deviceTimeMs + 1, Content = 78 }));
        _bench.Run();
        Assert.Equal(2, _bench.Heard.Count(m => m is DeviceSpoke));
    }

    [Fact] public void An_alert_escalates_after_a_crash_at_most_five_seconds_late()
    {
        Press();
        _bench.Run();
        var due = Assert.Single(Open).EscalateAt!.Value.ToUnixTimeMilliseconds();
        _bench.Crash();
        _bench.Time.Pass(due - _bench.NowMs - 1);
        _bench.Live(5);
        Assert.Equal(2, Open[0].Tier);
    }

    [Fact] public void A_device_that_stays_silent_is_found_by_its_row_after_a_crash()
    {
        Press();
        _bench.Run();
        _bench.Crash();
        _bench.Time.Pass(16 * 60_000);
        _bench.Live();
        Assert.Contains(Open, a => a.Kind is AlertKind.Offline);
    }

    [Fact] public void A_restart_does_not_call_a_house_offline_that_nobody_listened_to()
    {
        Press();
        _bench.Run();
        _bench.Time.Pass(3_600_000);
        _bench.Crash();
        _bench.Live();
        Assert.DoesNotContain(Open, a => a.Kind is AlertKind.Offline);
    }

    [Fact] public void What_a_device_said_last_is_in_its_row_after_an_orderly_stop()
    {
        Press();
        _bench.Run();
        _bench.Time.Pass(60_000);
        Say(null, ChannelValue.Of("linkquality", 90));
        _bench.Run();
        _bench.Silo.Close(_bench.NowMs);
        _bench.Run();
        var seen = _bench.NowMs;
        _bench.Crash();
        Assert.Equal(seen, _bench.Core<DeviceState>(s_call.Subject).Now.LastSeenAt!.Value.ToUnixTimeMilliseconds());
    }

    private Grains.Commit.GrainRecord Press(bool again = false) => Say(7, again, ChannelValue.Of("action", "emergency"));

    private Grains.Commit.GrainRecord Say(ushort? packet, params ChannelValue[] values) => Say(packet, again: false, values);

    private Grains.Commit.GrainRecord Say(ushort? packet, bool again, params ChannelValue[] values) =>
        _bench.Hear(s_call.Subject, new DeviceSpoke(new Reading(s_call.Id, null, 77, again, packet ?? 0, values)));
}
