using SmartCare.Simulator.Staff;

namespace SmartCare.Simulator.Tests.Staff;

public sealed class AnswersTests
{
    private static readonly string[] s_alerts = [.. Enumerable.Range(0, 500).Select(i => $"0-{i}-0")];

    [Fact]
    public void Staff_acknowledge_then_arrive_then_resolve_and_leave_some_to_the_next_tier()
    {
        var all = s_alerts.Select(a => Answers.OfStaff(1, a)).ToList();
        Assert.InRange(all.Count(a => a.Count == 0), 20, 90);
        Assert.All(all.Where(a => a.Count > 0), a => Assert.Equal([AnswerKind.Acknowledge, AnswerKind.Arrive, AnswerKind.Resolve], a.Select(x => x.Kind)));
        Assert.All(all.SelectMany(a => a), a => Assert.True(a.AfterS >= 3));
    }

    [Fact]
    public void The_same_seed_answers_the_same_and_another_differs()
    {
        Assert.All(s_alerts, a => Assert.Equal(Answers.OfStaff(1, a), Answers.OfStaff(1, a)));
        Assert.Contains(s_alerts, a => !Answers.OfStaff(1, a).SequenceEqual(Answers.OfStaff(2, a)));
    }

    [Fact]
    public void Family_writes_a_note_and_nothing_else() =>
        Assert.Equal([AnswerKind.Note], s_alerts.SelectMany(a => Answers.OfFamily(1, a)).Select(a => a.Kind).Distinct());
}
