using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;

namespace SmartCare.GrainInterfaces;

/// <summary>A site: it holds every open alert of its house or neighbourhood; the key is the site's id.</summary>
[Alias("smartcare.site")]
public interface ISiteGrain : ICareGrain
{
    /// <param name="by">Who wrote it; null: the silo itself.</param>
    [Alias("register")]
    Task<CommandOutcome> Register([Immutable] Site record, string? by = null);

    /// <summary>Somebody is needed.</summary>
    /// <param name="stamp">Null: the silo itself says so.</param>
    [Alias("raise")]
    Task Raise(LetterStamp? stamp, [Immutable] NeedRaised letter);

    /// <summary>What was raised before still stands.</summary>
    [Alias("stand")]
    Task Stand(LetterStamp stamp, [Immutable] NeedStands letter);

    /// <summary>What was raised no longer holds.</summary>
    /// <param name="stamp">Null: the silo itself says so.</param>
    [Alias("clear")]
    Task Clear(LetterStamp? stamp, [Immutable] NeedCleared letter);

    /// <summary>Something about a need that stands, for its alert's history.</summary>
    [Alias("note")]
    Task Note(LetterStamp stamp, [Immutable] NeedNoted letter);

    [Alias("device-tested")]
    Task TestDevice(LetterStamp stamp, [Immutable] DeviceTested letter);

    [Alias("elder-came")]
    Task GainElder(LetterStamp stamp, [Immutable] ElderIs letter);

    [Alias("elder-left")]
    Task LoseElder(LetterStamp stamp, [Immutable] ElderLeft letter);

    /// <summary>A person acknowledges, arrives, resolves, or writes a note.</summary>
    [Alias("answer")]
    Task<CommandOutcome> Answer([Immutable] AlertCommand command);

    /// <summary>A relative is with the elder, or calls her.</summary>
    [Alias("family-answer")]
    Task<CommandOutcome> AnswerAsFamily([Immutable] FamilyAnswered answer);

    [Alias("shelve")]
    Task<CommandOutcome> Shelve([Immutable] ShelveAlert command);

    /// <summary>What became of a notice that the site wanted.</summary>
    [Alias("notice-answered")]
    Task<CommandOutcome> AnswerNotice([Immutable] NoticeAnswered answer);

    /// <summary>How many walls of its duty are connected.</summary>
    [Alias("walls")]
    Task<CommandOutcome> CountWalls([Immutable] WallsOf walls);

    /// <summary>By which ways the silo can send notices.</summary>
    [Alias("ways")]
    Task<CommandOutcome> KnowWays([Immutable] WaysOut ways);

    [Alias("start-drill")]
    Task<CommandOutcome> StartDrill([Immutable] StartDrill command);

    [Alias("end-drill")]
    Task<CommandOutcome> EndDrill([Immutable] EndDrill command);

    [Alias("sign-handover")]
    Task<CommandOutcome> SignHandover([Immutable] SignHandover command);

    [Alias("record-check")]
    Task<CommandOutcome> RecordCheck([Immutable] RecordCheck command);
}
