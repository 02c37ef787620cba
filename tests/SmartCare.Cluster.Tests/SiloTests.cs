using SmartCare.Cluster.Tests.Support;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Cluster.Tests;

/// <summary>The grains as Orleans hosts them, in one silo.</summary>
public sealed class SiloTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly Subject s_site = Subject.Of(Home.Site);
    private CareCluster _care = null!;

    public async Task InitializeAsync() => _care = await CareCluster.StartAsync(1);

    public async Task DisposeAsync() => await _care.DisposeAsync();

    [Fact] public async Task A_press_raises_one_alert_at_its_site()
    {
        await _care.Register(Home.Devices["call"]);
        await _care.Press("call");
        await _care.Wall.Shows(s => s.Count == 1);
        Assert.Equal((AlertKind.Help, 1), (_care.Wall.Shown[0].Alert.Kind, _care.Wall.Shown[0].Alert.Occurrences));
        Assert.Equal(AlertKind.Help, Assert.Single(_care.OnDisk<SiteState>(s_site)!.Alerts.Open).Kind);
        Assert.Equal([1L], _care.Store.Rows.Cast<AlertRow>().Select(r => r.Seq));
    }

    [Fact] public async Task A_report_completes_only_after_the_commit()
    {
        await _care.Register(Home.Devices["call"]);
        using ManualResetEventSlim go = new();
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _care.WriterOf(0).BeforeCommit = group =>
        {
            if (group.Journal is null) return;
            hanging.TrySetResult();
            Assert.True(go.Wait(s_patience));
        };
        var press = _care.Press("call");
        await hanging.Task.WaitAsync(s_patience);
        Assert.False(press.IsCompleted);
        // Nor has its letter gone out.
        Assert.False(_care.Care(0).IsAwake(s_site));
        go.Set();
        await press.WaitAsync(s_patience);
        await _care.Wall.Shows(s => s.Count == 1);
    }

    /// <summary>Orleans finds out where a grain lives for each of the first messages on its own, and these may overtake each other: so whoever reports
    /// wakes the device once, and then need not wait for one report before the next.</summary>
    [Fact] public async Task A_burst_of_readings_to_a_grain_that_was_never_active_is_taken_in_order_once_it_was_woken()
    {
        await _care.Device("burst").Wake();
        var reports = Enumerable.Range(0, 300).Select(i => _care.Say("burst", 0, ChannelValue.Of("battery", i))).ToList();
        await Task.WhenAll(reports).WaitAsync(s_patience);
        var heard = _care.WriterOf(0).Journal(1, 0).SelectMany(BatchCodec.Read).Where(e => e.To.Key == "burst").Select(e => (int)((DeviceSpoke)e.Message!).Reading.Values[0].Number);
        Assert.Equal(Enumerable.Range(0, 300), heard);
    }

    [Fact] public async Task A_grain_that_left_memory_goes_on_with_its_state()
    {
        await _care.Register(Home.Devices["call"]);
        var sos = ChannelValue.Of("sos", true);
        await _care.Say("call", 0, sos);
        await _care.Wall.Shows(s => s.Count == 1);
        await _care.Say("call", 0, sos, ChannelValue.Of("battery", 55));
        await _care.DeactivateAsync(_care.Device("call"));
        await _care.DeactivateAsync(_care.Site(Home.Site.Value));
        Assert.False(_care.Care(0).IsAwake(Home.Devices["call"].Subject));
        // Still held: no press. Up and down again: one.
        await _care.Say("call", 0, sos);
        await _care.Say("call", 0, ChannelValue.Of("sos", false));
        await _care.Say("call", 0, sos);
        await _care.Wall.Shows(s => s.Count == 2);
        Assert.Equal((AlertStep.Repeated, 2), (_care.Wall.Shown[1].Event.What, _care.Wall.Shown[1].Alert.Occurrences));
    }

    [Fact] public async Task What_a_device_said_last_is_on_disk_when_its_grain_has_left_memory()
    {
        await _care.Register(Home.Devices["call"]);
        await _care.Press("call");
        await _care.Say("call", 0, ChannelValue.Of("action", ""), ChannelValue.Of("battery", 55));
        await _care.Say("call", 0, ChannelValue.Of("action", ""), ChannelValue.Of("battery", 54));
        await _care.DeactivateAsync(_care.Device("call"));
        // A record of another grain goes to the store after what the first one left.
        await _care.Register(Home.Devices["smoke"]);
        Assert.Equal(54, LastValues.NumberOf(_care.OnDisk<DeviceState>(Home.Devices["call"].Subject)!.Values, "battery"));
    }

    [Fact] public async Task A_person_answers_and_a_wrong_answer_is_refused()
    {
        await _care.Register(Home.Devices["call"]);
        await _care.Press("call");
        await _care.Wall.Shows(s => s.Count == 1);
        var site = _care.Site(Home.Site.Value);
        var outcome = await site.Answer(new AlertCommand(_care.Wall.Shown[0].Alert.Id, AlertVerb.Acknowledge, "li", null, null));
        Assert.Equal((null, true), (outcome.Refused, outcome.Saved));
        Assert.Equal(Refusal.NotFound, (await site.Answer(new AlertCommand("none", AlertVerb.Acknowledge, "li", null, null))).Refused);
    }

    [Fact] public async Task An_orderly_stop_leaves_everything_on_disk()
    {
        await _care.Register(Home.Devices["call"]);
        await _care.Press("call");
        await _care.StopAsync(0);
        var device = _care.OnDisk<DeviceState>(Home.Devices["call"].Subject)!;
        Assert.NotNull(device.LastPressAt);
        Assert.NotNull(device.LastSeenAt);
    }
}
