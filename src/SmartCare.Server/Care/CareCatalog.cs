using System.Buffers;
using System.Text.Json;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Server.Care;

/// <summary>Which decision stands behind each kind of grain, and the bytes of its messages.</summary>
internal sealed class CareCatalog(Policy policy) : IGrainCatalog<CareMessage, CareEffect>
{
    public static GrainId GrainOf(Subject subject) => new((byte)subject.Kind, subject.Key);

    public IGrain<CareMessage, CareEffect> Activate(GrainId id, ReadOnlySpan<byte> saved)
    {
        if ((SubjectKind)id.Kind is SubjectKind.Device)
        {
            return new CareGrain<DeviceState>(
                saved.IsEmpty ? DeviceState.New : JsonSerializer.Deserialize(saved, CareJson.Default.DeviceState)!,
                (state, message, outbox) => DeviceDecision.Decide(state, message, policy, outbox),
                (state, outbox) => DeviceDecision.Tick(state, policy, outbox),
                state => state.DueAt,
                state => ReferenceEquals(state, DeviceState.New),
                CareJson.Default.DeviceState);
        }

        var self = new Subject((SubjectKind)id.Kind, id.Key);
        return new CareGrain<WatchedState>(
            saved.IsEmpty ? WatchedState.New : JsonSerializer.Deserialize(saved, CareJson.Default.WatchedState)!,
            (state, message, outbox) => WatchedDecision.Decide(state, self, message, policy, outbox),
            WatchedDecision.Tick,
            state => state.DueAt,
            state => ReferenceEquals(state, WatchedState.New),
            CareJson.Default.WatchedState);
    }

    public void Encode(CareMessage message, IBufferWriter<byte> to) => CareCodec.Encode(message, to);

    public CareMessage Decode(ReadOnlySpan<byte> body) => CareCodec.Decode(body);

    public CareEffect Faulted(GrainId grain, Exception error) => new GrainFaulted(grain.ToString(), error.ToString());
}
