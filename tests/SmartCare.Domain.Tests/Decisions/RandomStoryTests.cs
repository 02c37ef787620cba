using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Decisions;

/// <summary>Whole days of one room by seed, judged by what must hold whatever happens. A failure prints its seed.</summary>
public sealed class RandomStoryTests
{
    private static readonly string[] s_texts = ["emergency", "single", "", "none", "suspected", "confirmed", "fall", "maybe_fall", "normal", "release", "x"];

    [Fact]
    public void Whatever_happens_these_hold()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var failure = Record.Exception(() => Live(new Random(seed)));
            Assert.True(failure is null, $"seed {seed}: {failure}");
        }
    }

    private static void Live(Random random)
    {
        var story = new Story();
        for (var step = 0; step < 120; step++)
        {
            if (random.Next(40) == 0) Sleep(story, random);
            story.RunTo(story.Now.AddMilliseconds(random.Next(5) == 0 ? random.Next(1_200_000) : random.Next(20_000)));
            if (random.Next(5) == 0) Answer(story, random);
            else Speak(story, random);
            OneAlertPerNeed(story);
        }

        HistoriesAreLives(story);
    }

    private static void Speak(Story story, Random random)
    {
        var device = Home.Devices.Values.ElementAt(random.Next(Home.Devices.Count));
        var values = random.Next(8) == 0 ? [ChannelValue.Of("availability", random.Next(2) == 0 ? "online" : "offline")] : Says(random);
        long? time = random.Next(3) switch { 0 => null, 1 => 0, _ => story.Now.ToUnixTimeMilliseconds() - random.Next(-400_000, 400_000) };
        var reading = new Reading(device.Id, time, (ulong)random.Next(50), random.Next(4) == 0, (ushort)random.Next(5), values);

        var before = story.Effects.Count;
        story.Hear(reading);
        var raised = story.Effects.Skip(before).OfType<AlertChanged>()
            .Any(c => c.Event.What is AlertStep.Raised or AlertStep.Repeated && c.Alert.Kind is not (AlertKind.Battery or AlertKind.Offline or AlertKind.Fault or AlertKind.Tamper or AlertKind.System));
        if (raised) Assert.True(UrgencyRule.MayRaise(Models.All[device.Model], values), $"{reading} raised and was not held urgent");
    }

    private static ChannelValue[] Says(Random random) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
    {
        var channel = Samples.KnownChannels[random.Next(Samples.KnownChannels.Length)];
        return Channels.TypeOf(channel) switch
        {
            ChannelType.Bool => ChannelValue.Of(channel, random.Next(2) == 0),
            ChannelType.Number => ChannelValue.Of(channel, (double)random.Next(100)),
            _ => ChannelValue.Of(channel, s_texts[random.Next(s_texts.Length)]),
        };
    })];

    private static void Answer(Story story, Random random)
    {
        var raised = story.Effects.OfType<AlertChanged>().Where(c => c.Event.What is AlertStep.Raised).ToList();
        if (raised.Count == 0) return;
        if (random.Next(6) == 0) story.Say(Subject.Of(Home.Site), Odd(story, random, raised[^1].Alert.Id));
        var alert = raised[Math.Max(0, raised.Count - 1 - random.Next(4))].Alert;
        var verb = (AlertVerb)random.Next(4);
        story.Say(Subject.Of(alert.SiteId), new AlertCommand(alert.Id, verb, random.Next(2) == 0 ? "li" : "wu", verb is AlertVerb.Resolve ? Outcome.Real : null, "x"));
    }

    /// <summary>What else people and the silo tell a site.</summary>
    private static CareMessage Odd(Story story, Random random, string alert) => random.Next(8) switch
    {
        0 => new ShelveAlert(alert, story.Now.AddMinutes(random.Next(-5, 90)), random.Next(2) == 0, "li", null),
        1 => new StartDrill(new Domain.Duty.Drill("d", null, story.Now.AddMinutes(random.Next(60)), "li")),
        2 => new WallsOf(random.Next(2)),
        6 => new WaysOut(random.Next(2) == 0 ? [Domain.Notices.ChannelKind.Webhook] : Enum.GetValues<Domain.Notices.ChannelKind>()),
        3 => new Register(DutyHome.Sunshine),
        4 => new SignHandover(random.Next(2) == 0 ? "li" : "wu", random.Next(2) == 0, null),
        5 => story.Effects.OfType<Domain.Notices.NoticeWanted>().LastOrDefault() is { Notice: var notice }
            ? new Domain.Notices.NoticeAnswered(notice.Id, notice.AlertId, random.Next(2) == 0, "x") : new EndDrill("d", "li"),
        _ => new RecordCheck("doors", random.Next(2) == 0, "li", null),
    };

    private static void Sleep(Story story, Random random)
    {
        story.Stop();
        story.RunTo(story.Now.AddMilliseconds(random.Next(7_200_000)));
        story.Start();
    }

    private static void OneAlertPerNeed(Story story)
    {
        foreach (var desk in story.Sites.Values.Select(s => s.Alerts))
        {
            Assert.Equal(desk.Open.Length, desk.Open.Select(a => (a.About, a.Kind)).Distinct().Count());
            Assert.DoesNotContain(desk.Open, a => a.State is AlertState.Resolved);
            Assert.DoesNotContain(desk.Open, a => a.State is not AlertState.Open && a.EscalateAt is not null);
        }
    }

    /// <summary>Every alert was raised once and first, came back only in the ways there are, and counted each announcement that was not put aside.</summary>
    private static void HistoriesAreLives(Story story)
    {
        Assert.Empty(story.Effects.OfType<Domain.Notices.NoticeWanted>().GroupBy(n => n.Notice.Id).Where(g => g.Count() > 1).Select(g => g.Key));
        foreach (var life in story.Effects.OfType<AlertChanged>().GroupBy(c => c.Alert.Id))
        {
            var lines = life.ToList();
            Assert.Equal(AlertStep.Raised, lines[0].Event.What);
            Assert.Single(lines, l => l.Event.What is AlertStep.Raised);
            Assert.True(lines[^1].Alert.Occurrences >= lines.Count(l => l.Event.What is AlertStep.Raised or AlertStep.Repeated or AlertStep.Reopened));
            for (var i = 1; i < lines.Count; i++)
            {
                var (before, after) = (lines[i - 1], lines[i]);
                Assert.True(after.Event.At >= before.Event.At);
                if (before.Alert.State is AlertState.Resolved) Assert.Equal(AlertStep.Reopened, after.Event.What);
                if (after.Event.What is AlertStep.Reopened or AlertStep.Returned) Assert.Equal(AlertState.Open, after.Alert.State);
                else Assert.True(after.Alert.State >= before.Alert.State && after.Alert.Tier >= before.Alert.Tier);
            }
        }
    }
}
