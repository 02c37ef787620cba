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
        Sms = WithoutSecret(plan.Sms), Voice = WithoutSecret(plan.Voice),
    };

    private static SmsGateway? WithoutSecret(SmsGateway? gateway) => gateway is { Secret: not null } ? gateway with { Secret = Secret } : gateway;

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
        Sms = WithoutAddress(plan.Sms), Voice = WithoutAddress(plan.Voice),
    };

    private static SmsGateway? WithoutAddress(SmsGateway? gateway) =>
        gateway is null ? null : gateway with { Url = NoticeMask.OfUrl(gateway.Url), Template = gateway.Template is null ? null : Secret };
}
