using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Server.Care;

/// <summary>Hosts one pure decision of the domain as a grain: state in, state out, effects through the turn.</summary>
internal sealed class CareGrain<TState>(
    TState state,
    TState asNew,
    Policy policy,
    Func<TState, CareMessage, Policy, IOutbox, TState> decide,
    Func<TState, Policy, IOutbox, TState> tick,
    Func<TState, DateTimeOffset?> dueAt,
    JsonTypeInfo<TState> json) : IGrain<CareMessage, CareEffect> where TState : class
{
    private TState _state = state;

    public long? DueAtMs => dueAt(_state)?.ToUnixTimeMilliseconds();

    public void Receive(CareMessage message, Turn<CareMessage, CareEffect> turn) => _state = decide(_state, message, policy, new TurnOutbox(turn));

    public void Tick(Turn<CareMessage, CareEffect> turn) => _state = tick(_state, policy, new TurnOutbox(turn));

    public void Save(IBufferWriter<byte> to)
    {
        if (ReferenceEquals(_state, asNew)) return;
        using var writer = new Utf8JsonWriter(to);
        JsonSerializer.Serialize(writer, _state, json);
    }
}

/// <summary>What the domain sees of a turn.</summary>
internal sealed class TurnOutbox(Turn<CareMessage, CareEffect> turn) : IOutbox
{
    /// <summary>Asked a dozen times by a reading.</summary>
    public DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeMilliseconds(turn.NowMs);

    public DateTimeOffset ListeningSince => DateTimeOffset.FromUnixTimeMilliseconds(turn.ListeningSinceMs);

    public void Emit(CareEffect effect) => turn.Emit(effect);

    public void Tell(Subject to, CareMessage message) => turn.Send(CareCatalog.GrainOf(to), message);

    public string NewAlertId() => $"{turn.Shard}-{turn.Entry}-{turn.NextIndex}";
}
