using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Server.Accounts;
using SmartCare.Server.Notices;

namespace SmartCare.Server.Api;

/// <summary>A duty plan as it is shown: secrets to nobody, addresses whole to those alone who write them. The duty must know who is asked and by which way;
/// a robot's address is its password, and a director's phone number is theirs.</summary>
internal static class DutyMask
{
    public const string Secret = "***";

    public static DutyPlan For(Viewer viewer, DutyPlan plan) => viewer.MayWriteDuty ? WithoutSecrets(plan) : WithoutAddresses(WithoutSecrets(plan));

    public static DutyPlan WithoutSecrets(DutyPlan plan) => Channels(plan, c => c.Secret is null ? c : c with { Secret = Secret }) with
    {
        Sms = plan.Sms is { Secret: not null } sms ? sms with { Secret = Secret } : plan.Sms,
    };

    /// <summary>The same plan with each channel changed.</summary>
    public static DutyPlan Channels(DutyPlan plan, Func<NoticeChannel, NoticeChannel> change)
    {
        Contact[] People(Contact[] people) => [.. people.Select(p => p with { Channels = [.. p.Channels.Select(change)] })];
        return plan with
        {
            Shifts = [.. plan.Shifts.Select(s => s with { People = People(s.People) })], Directors = People(plan.Directors), Emergency = People(plan.Emergency),
        };
    }

    /// <summary>A gateway's account may stand in its template as well as in its address.</summary>
    private static DutyPlan WithoutAddresses(DutyPlan plan) => Channels(plan, c => c with { Address = NoticeMask.Of(c) }) with
    {
        Sms = plan.Sms is { } sms ? sms with { Url = NoticeMask.OfUrl(sms.Url), Template = sms.Template is null ? null : Secret } : null,
    };
}
