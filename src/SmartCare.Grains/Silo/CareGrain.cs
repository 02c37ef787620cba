using System.Diagnostics;
using Orleans.Concurrency;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Core;

namespace SmartCare.Grains.Silo;

/// <summary>The shell that Orleans hosts around a <see cref="GrainCore"/>: it hands in the time, carries letters, and waits where somebody wants to.
/// A decision is complete before anything is awaited, so grains are reentrant and never wait for each other in a circle.</summary>
[Reentrant]
internal abstract class CareGrain(SubjectKind kind, CareSilo silo) : Grain, ICareGrain
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(Limits.LetterPatienceMs);
    private GrainCore _core = null!;

    /// <summary>The core may live in another activation by now: what still comes back to this one is none of its business.</summary>
    private bool _hasLeft;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _core = silo.Awaken(new Subject(kind, this.GetPrimaryKeyString()));
        Follow(_core.Last);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _hasLeft = true;
        silo.Leave(_core);
        return Task.CompletedTask;
    }

    public Task Wake()
    {
        if (_core.IsFenced) DeactivateOnIdle();
        else Follow(Decide(core => core.Wake(silo.NowMs)));
        return Task.CompletedTask;
    }

    public Task<CommandOutcome> Unregister(string by) => Obey(new Unregister(by));

    /// <summary>Decides on what a device said. Completes when it is on disk.</summary>
    /// <remarks>The ticket is that of now: should another grain's record of the same group be refused, this reading is written under another and
    /// comes once more, known as redelivered.</remarks>
    protected Task Hear(CareMessage message, Origin? origin)
    {
        if (_core.IsFenced) DeactivateOnIdle();
        using var step = Deciding(origin);
        var record = _core.Hear(message, silo.NowMs, AlarmTrace.From(step, origin));
        Follow(record);
        return record.Ticket.Safe;
    }

    /// <summary>What it knows now, to be read only.</summary>
    protected object Memory => _core.Memory;

    protected Domain.Rules.Policy Policy => silo.Policy;

    /// <summary>Carries out a command. Completes when it may be seen: on disk, or shown unsaved because the store is away.</summary>
    protected async Task<CommandOutcome> Obey(CareMessage command)
    {
        if (silo.Committer.IsFull(urgent: true)) throw new TryAgainException("Too much waits for the disk; try again.");
        var record = Decide(core => core.Hear(command, silo.NowMs))!;
        Follow(record);
        var saved = await record.ReleasedAsync();
        return new CommandOutcome(record.Effects.OfType<Refused>().FirstOrDefault()?.Reason, saved);
    }

    /// <summary>Takes a letter. Completes when it is on disk: then the sender may forget it.</summary>
    protected async Task Take(LetterStamp? stamp, CareMessage letter)
    {
        if (stamp is null)
        {
            await Obey(letter);
            return;
        }

        var receipt = default(LetterReceipt);
        using (var step = Deciding(stamp.Value.Origin))
        {
            var traced = stamp.Value with { Origin = AlarmTrace.From(step, stamp.Value.Origin) };
            Decide(core => (receipt = core.Receive(traced, letter, silo.NowMs)).Record);
        }

        if (receipt.IsEarly) throw new TryAgainException($"Letter {stamp.Value.After} of {stamp.Value.SenderKey} has not come yet.");
        if (receipt.Record is not { } record) return;
        Follow(record);
        await record.SafeAsync();
    }

    private GrainRecord? Decide(Func<GrainCore, GrainRecord?> decide)
    {
        try
        {
            return decide(_core);
        }
        catch (TryAgainException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>What a turn leads to: letters, once it may be seen, and a due time.</summary>
    private void Follow(GrainRecord? record)
    {
        silo.Schedule(_core);
        if (record?.Origin?.Trace is not null) _ = TraceCommitAsync(record);
        if (_core.HasUnsent) _ = SendAsync(record);
    }

    private Activity? Deciding(Origin? origin) => origin?.Trace is null ? null : AlarmTrace.Step($"decide {kind.ToString().ToLowerInvariant()}", origin);

    /// <summary>From the decision until it may be seen.</summary>
    private static async Task TraceCommitAsync(GrainRecord record)
    {
        using var step = AlarmTrace.Step("commit", record.Origin);
        try
        {
            step?.SetTag("smartcare.saved", await record.ReleasedAsync());
        }
        catch (TryAgainException)
        {
            step?.SetStatus(ActivityStatusCode.Error);
        }
    }

    private async Task SendAsync(GrainRecord? record)
    {
        try
        {
            // In the order in which they were written: an earlier record's letters are released before.
            if (record is not null) await record.ReleasedAsync();
        }
        catch (TryAgainException)
        {
            DeactivateOnIdle();
            return;
        }

        if (_hasLeft) return;
        foreach (var letter in _core.TakeUnsent(silo.NowMs)) _ = SendAsync(letter);
        silo.Schedule(_core);
    }

    private async Task SendAsync(Letter letter)
    {
        using var step = AlarmTrace.Step("letter", letter.Origin);
        letter = step is null ? letter : letter with { Origin = AlarmTrace.From(step, letter.Origin) };
        try
        {
            // An answer that was lost between silos is not waited for: whoever has had a letter says so again.
            await LetterCarrier.DeliverAsync(GrainFactory, _core.Id, letter).WaitAsync(s_patience);
            if (!_hasLeft) _core.Answered(letter.Number, silo.NowMs);
        }
        catch (Exception)
        {
            if (_hasLeft) return;
            // The receiver is not to be had just now, whatever the reason: the letter stays in our row and goes out again.
            _core.Undelivered(letter.Number, silo.NowMs);
            silo.Schedule(_core);
        }
    }
}
