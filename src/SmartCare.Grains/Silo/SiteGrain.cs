using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;

namespace SmartCare.Grains.Silo;

[GrainType("site")]
internal sealed class SiteGrain(CareSilo silo) : CareGrain(SubjectKind.Site, silo), ISiteGrain
{
    public Task<CommandOutcome> Register(Site record, string? by) => Obey(new Register(record) { By = by });

    public Task Raise(LetterStamp? stamp, NeedRaised letter) => Take(stamp, letter);

    public Task Stand(LetterStamp stamp, NeedStands letter) => Take(stamp, letter);

    public Task Clear(LetterStamp? stamp, NeedCleared letter) => Take(stamp, letter);

    public Task Note(LetterStamp stamp, NeedNoted letter) => Take(stamp, letter);

    public Task TestDevice(LetterStamp stamp, DeviceTested letter) => Take(stamp, letter);

    public Task GainElder(LetterStamp stamp, ElderIs letter) => Take(stamp, letter);

    public Task LoseElder(LetterStamp stamp, ElderLeft letter) => Take(stamp, letter);

    public Task<CommandOutcome> Answer(AlertCommand command) => Obey(command);

    public Task<CommandOutcome> AnswerAsFamily(FamilyAnswered answer) => Obey(answer);

    public Task<CommandOutcome> Shelve(ShelveAlert command) => Obey(command);

    public Task<CommandOutcome> AnswerNotice(NoticeAnswered answer) => Obey(answer);

    public Task<CommandOutcome> CountWalls(WallsOf walls) => Obey(walls);

    public Task<CommandOutcome> KnowWays(WaysOut ways) => Obey(ways);

    public Task<CommandOutcome> StartDrill(StartDrill command) => Obey(command);

    public Task<CommandOutcome> EndDrill(EndDrill command) => Obey(command);

    public Task<CommandOutcome> SignHandover(SignHandover command) => Obey(command);

    public Task<CommandOutcome> RecordCheck(RecordCheck command) => Obey(command);
}
