using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;

namespace SmartCare.Grains.Silo;

[GrainType("place")]
internal sealed class PlaceGrain(CareSilo silo) : CareGrain(SubjectKind.Place, silo), IPlaceGrain
{
    public Task<CommandOutcome> Register(Place record, string? by) => Obey(new Register(record) { By = by });

    public Task MoveIn(LetterStamp stamp, LivesHere letter) => Take(stamp, letter);

    public Task MoveOut(LetterStamp stamp, MovedOut letter) => Take(stamp, letter);

    public Task GainSource(LetterStamp stamp, SourceIs letter) => Take(stamp, letter);

    public Task LoseSource(LetterStamp stamp, SourceLeft letter) => Take(stamp, letter);

    public Task Sense(LetterStamp stamp, Sensed letter) => Take(stamp, letter);
}
