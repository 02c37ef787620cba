using SmartCare.Grains.Core;
using SmartCare.Simulation.Plants;

namespace SmartCare.Simulation.Silo;

/// <summary>Letters between grains: at once within a silo; between silos they take their time, come twice, or are lost with the silo that has them.</summary>
internal sealed class Letters(Run run, Cluster cluster, Plant plant)
{
    private readonly Queue<(Node From, GrainCore Sender, Letter Letter)> _near = new();

    /// <summary>Delivered to another silo, and not answered by it.</summary>
    private readonly List<(Node To, Action Undelivered)> _unanswered = [];
    private Chance _chance = Chance.Of(run.Seed, 8);
    private int _sent;

    /// <summary>Between two silos just now.</summary>
    public int OnTheirWay { get; private set; }

    public void Carry(Node from, GrainCore sender, Letter letter)
    {
        _sent++;
        if (plant is Plant.DropLetter && _sent % 40 == 0)
        {
            sender.Answered(letter.Number, from.NowMs);
            return;
        }

        if (cluster.HomeOf(letter.To) == from) _near.Enqueue((from, sender, letter));
        else Send(from, sender, letter, _chance.Happens(0.02) ? _chance.Between(500, 3_000) : _chance.Between(1, 20));
    }

    /// <summary>Those for grains of the same silo.</summary>
    /// <returns>Were there any?</returns>
    public bool DeliverNear(Node node)
    {
        var any = false;
        for (var left = _near.Count; left > 0; left--)
        {
            var (from, sender, letter) = _near.Dequeue();
            if (from.Silo is null || sender.IsFenced) continue;
            if (from != node)
            {
                _near.Enqueue((from, sender, letter));
                continue;
            }

            if (cluster.HomeOf(letter.To) != node)
            {
                // The receiver has moved meanwhile.
                Send(from, sender, letter, 5);
                continue;
            }

            any = true;
            Deliver(node, from, sender, letter);
            if (plant is Plant.TakeLetterTwice && _sent % 20 == 0) Deliver(node, from, sender, letter, asAnother: true);
        }

        return any;
    }

    /// <summary>The power went, or the node was given up: what it had to bring is lost with it.</summary>
    public void Lose(Node node)
    {
        for (var left = _near.Count; left > 0; left--)
            if (_near.Dequeue() is var one && one.From != node)
                _near.Enqueue(one);
    }

    /// <summary>A silo is known to be dead: nobody waits for its answers any more.</summary>
    public void GiveUp(Node dead)
    {
        foreach (var (_, undelivered) in _unanswered.Where(u => u.To == dead).ToList()) undelivered();
        _unanswered.RemoveAll(u => u.To == dead);
    }

    private void Send(Node from, GrainCore sender, Letter letter, long delayMs, bool isCopy = false)
    {
        var life = from.Silo;
        OnTheirWay++;
        run.Agenda.Add(run.Agenda.NowMs + delayMs, () =>
        {
            OnTheirWay--;
            if (cluster.HomeOf(letter.To) is { IsUp: true } home)
            {
                Deliver(home, from, sender, letter);
                cluster.TurnSoon();
            }
            else if (!isCopy && from.Silo == life && !sender.IsFenced)
            {
                // Nobody answers: its sender finds out, and tries again.
                Undelivered(from, sender, letter);
            }
        });
        if (!isCopy && _chance.Happens(0.03)) Send(from, sender, letter, delayMs + _chance.Between(1, 4_000), isCopy: true);
    }

    private void Deliver(Node to, Node from, GrainCore sender, Letter letter, bool asAnother = false)
    {
        var life = from.Silo;
        var id = asAnother ? sender.Id with { Key = sender.Id.Key + "'" } : sender.Id;
        var call = (To: to, Undelivered: (Action)(() => Later(() => Undelivered(from, sender, letter))));
        if (to != from) _unanswered.Add(call);
        to.Silo!.Deliver(id, letter, Answered, Refused, to.NowMs);

        void Refused()
        {
            _unanswered.Remove(call);
            call.Undelivered();
        }

        void Answered()
        {
            _unanswered.Remove(call);
            if (to == from) sender.Answered(letter.Number, from.NowMs);
            else Later(() => sender.Answered(letter.Number, from.NowMs));
            cluster.TurnSoon();
        }

        void Later(Action deed) => run.Agenda.Add(run.Agenda.NowMs + (to == from ? 0 : _chance.Between(1, 10)), () =>
        {
            // Who asked may be gone.
            if (from.Silo != life || sender.IsFenced) return;
            deed();
            cluster.TurnSoon();
        });
    }

    private void Undelivered(Node from, GrainCore sender, Letter letter) => from.Silo?.Undelivered(sender, letter.Number, from.NowMs);
}
