using SmartCare.Domain.Notices;

namespace SmartCare.Simulation.World;

/// <summary>The phones of people outside, and what carries word to them: a notice that is on disk is delivered, or fails at last, and the site
/// hears which.</summary>
internal sealed class Phones(Run run)
{
    private readonly Dictionary<string, long> _withdrawn = [];
    private Chance _chance = Chance.Of(run.Seed, 8);

    public void Take(Notice notice)
    {
        var wantedAt = run.Agenda.NowMs;
        var delivered = _chance.Happens(0.8);
        var delay = delivered ? _chance.Between(500, 20_000) : _chance.Between(30, 600) * Spans.Second;
        var from = notice.NotBefore is { } quietEnds ? Math.Max(wantedAt, run.Clocks.RealOf(quietEnds.ToUnixTimeMilliseconds())) : wantedAt;
        run.Agenda.Add(from + delay, () =>
        {
            if (notice.Topic is NoticeTopic.Alarm && _withdrawn.GetValueOrDefault(notice.AlertId, long.MinValue) >= wantedAt) return;
            Commands.Tell(run, notice.SiteId, new NoticeAnswered(notice.Id, notice.AlertId, delivered, delivered ? "taken" : "no answer"));
        });
    }

    public void Withdraw(string alertId) => _withdrawn[alertId] = run.Agenda.NowMs;
}
