using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Core;

namespace SmartCare.Grains.Silo;

/// <summary>Brings a letter to the method of its receiver that is meant for it. Completes when the receiver has it on disk.</summary>
internal static class LetterCarrier
{
    public static Task DeliverAsync(IGrainFactory grains, Subject sender, Letter letter)
    {
        var stamp = new LetterStamp((byte)sender.Kind, sender.Key, letter.Number, letter.After) { Origin = letter.Origin };
        return letter.To.Kind switch
        {
            SubjectKind.Site => Deliver(grains.GetGrain<ISiteGrain>(letter.To.Key), stamp, letter.Message),
            SubjectKind.Elder => Deliver(grains.GetGrain<IElderGrain>(letter.To.Key), stamp, letter.Message),
            SubjectKind.Place => Deliver(grains.GetGrain<IPlaceGrain>(letter.To.Key), stamp, letter.Message),
            _ => Deliver(grains.GetGrain<IDeviceGrain>(letter.To.Key), stamp, letter.Message),
        };
    }

    private static Task Deliver(ISiteGrain site, LetterStamp stamp, CareMessage message) => message switch
    {
        NeedRaised letter => site.Raise(stamp, letter),
        NeedStands letter => site.Stand(stamp, letter),
        NeedCleared letter => site.Clear(stamp, letter),
        NeedNoted letter => site.Note(stamp, letter),
        DeviceTested letter => site.TestDevice(stamp, letter),
        ElderIs letter => site.GainElder(stamp, letter),
        ElderLeft letter => site.LoseElder(stamp, letter),
        _ => throw Unknown(message),
    };

    private static Task Deliver(IElderGrain elder, LetterStamp stamp, CareMessage message) => message switch
    {
        Sensed letter => elder.Sense(stamp, letter),
        SourceIs letter => elder.GainSource(stamp, letter),
        SourceLeft letter => elder.LoseSource(stamp, letter),
        PlaceIs letter => elder.KnowPlace(stamp, letter),
        SiteIs letter => elder.KnowSite(stamp, letter),
        _ => throw Unknown(message),
    };

    private static Task Deliver(IPlaceGrain place, LetterStamp stamp, CareMessage message) => message switch
    {
        LivesHere letter => place.MoveIn(stamp, letter),
        MovedOut letter => place.MoveOut(stamp, letter),
        Sensed letter => place.Sense(stamp, letter),
        SourceIs letter => place.GainSource(stamp, letter),
        SourceLeft letter => place.LoseSource(stamp, letter),
        _ => throw Unknown(message),
    };

    private static Task Deliver(IDeviceGrain device, LetterStamp stamp, CareMessage message) => message switch
    {
        FallTakenBack letter => device.TakeBackFall(stamp, letter),
        _ => throw Unknown(message),
    };

    private static ArgumentException Unknown(CareMessage message) => new($"No grain takes a letter of type {message.GetType().Name}.");
}
