using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Server.Care;

/// <summary>Which decision stands behind each kind of grain, and the bytes of its messages.</summary>
internal sealed class CareCatalog(Policy policy) : IGrainCatalog<CareMessage, CareEffect>
{
    public static GrainId GrainOf(Subject subject) => new((byte)subject.Kind, subject.Key);

    public IGrain<CareMessage, CareEffect> Activate(GrainId id, ReadOnlySpan<byte> saved) => (SubjectKind)id.Kind switch
    {
        SubjectKind.Device => Host(saved, DeviceState.New, DeviceDecision.Decide, DeviceDecision.Tick, s => s.DueAt, CareJson.Default.DeviceState),
        SubjectKind.Elder => Host(saved, ElderState.New, ElderDecision.Decide, ElderDecision.Tick, s => s.DueAt, CareJson.Default.ElderState),
        SubjectKind.Place => Host(saved, PlaceState.New, PlaceDecision.Decide, PlaceDecision.Tick, s => s.DueAt, CareJson.Default.PlaceState),
        SubjectKind.Site => Host(saved, SiteState.New, SiteDecision.Decide, SiteDecision.Tick, s => s.DueAt, CareJson.Default.SiteState),
        var kind => throw new InvalidDataException($"There is no grain of kind {kind}."),
    };

    public void Encode(CareMessage message, IBufferWriter<byte> to) => CareCodec.Encode(message, to);

    public CareMessage Decode(ReadOnlySpan<byte> body) => CareCodec.Decode(body);

    public CareEffect Faulted(GrainId grain, Exception error) => new GrainFaulted(grain.ToString(), error.ToString());

    private CareGrain<TState> Host<TState>(
        ReadOnlySpan<byte> saved, TState asNew, Func<TState, CareMessage, Policy, IOutbox, TState> decide, Func<TState, Policy, IOutbox, TState> tick,
        Func<TState, DateTimeOffset?> dueAt, JsonTypeInfo<TState> json) where TState : class => new(
            saved.IsEmpty ? asNew : CareJson.Read<TState>(saved)!, asNew, policy, decide, tick, dueAt, json);
}
