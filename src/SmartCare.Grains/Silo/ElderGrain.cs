using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;

namespace SmartCare.Grains.Silo;

[GrainType("elder")]
internal sealed class ElderGrain(CareSilo silo) : CareGrain(SubjectKind.Elder, silo), IElderGrain
{
    public Task<CommandOutcome> Register(Elder record, string? by) => Obey(new Register(record) { By = by });

    public Task<CommandOutcome> SetMode(SetMode command) => Obey(command);

    public Task<CommandOutcome> Visit(VisitDone command) => Obey(command);

    public Task<KnownHabit> ReadHabit() => Task.FromResult(ElderDecision.KnownOf((ElderState)Memory, Policy));

    public Task Sense(LetterStamp stamp, Sensed letter) => Take(stamp, letter);

    public Task GainSource(LetterStamp stamp, SourceIs letter) => Take(stamp, letter);

    public Task LoseSource(LetterStamp stamp, SourceLeft letter) => Take(stamp, letter);

    public Task KnowPlace(LetterStamp stamp, PlaceIs letter) => Take(stamp, letter);

    public Task KnowSite(LetterStamp stamp, SiteIs letter) => Take(stamp, letter);
}
