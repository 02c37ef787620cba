using System.Globalization;
using SmartCare.Domain.Registry;

namespace SmartCare.Server.Api;

/// <summary>What was agreed about an elder, as it is written and read. Times are <c>HH:mm</c> by the site's clock.</summary>
internal sealed record ElderPlan(
    bool? Dementia, string? UpBy, string? InBedBy, string? NightFrom, string? NightTo, int? BackInBedMinutes, int? BackHomeMinutes, double? QuietHours,
    int? VisitEveryDays, Band? HeartRate, Band? BreathingRate, Band? Temperature)
{
    private const string Clock = "HH:mm";

    public static ElderPlan Of(CarePlan plan) => new(
        plan.Dementia, Said(plan.UpBy), Said(plan.InBedBy), Said(plan.NightFrom), Said(plan.NightTo), plan.BackInBedMinutes, plan.BackHomeMinutes,
        plan.QuietHours, plan.VisitEveryDays, plan.HeartRate, plan.BreathingRate, plan.Temperature);

    /// <summary>What is wrong with it; null when it can be kept.</summary>
    public string? Trouble()
    {
        foreach (var time in (string?[])[UpBy, InBedBy, NightFrom, NightTo])
            if (time is not null && Read(time) is null)
                return $"plan: {time} is no time like 08:30.";
        if (BackInBedMinutes is < 1 or > 720 || BackHomeMinutes is < 1 or > 720) return "plan: backInBedMinutes and backHomeMinutes are 1 to 720.";
        if (QuietHours is not (null or (>= 1 and <= 24))) return "plan: quietHours is 1 to 24.";
        if (VisitEveryDays is < 1 or > 60) return "plan: visitEveryDays is 1 to 60.";
        foreach (var band in (Band?[])[HeartRate, BreathingRate, Temperature])
            if (band is { } b && !(b.Low < b.High && b.Low >= -50 && b.High <= 300))
                return "plan: a band is {low, high} with low below high.";
        return null;
    }

    public CarePlan Read() => new()
    {
        Dementia = Dementia ?? false, UpBy = Read(UpBy), InBedBy = Read(InBedBy), NightFrom = Read(NightFrom), NightTo = Read(NightTo),
        BackInBedMinutes = BackInBedMinutes, BackHomeMinutes = BackHomeMinutes, QuietHours = QuietHours, VisitEveryDays = VisitEveryDays,
        HeartRate = HeartRate, BreathingRate = BreathingRate, Temperature = Temperature,
    };

    private static string? Said(TimeOnly? time) => time?.ToString(Clock, CultureInfo.InvariantCulture);

    private static TimeOnly? Read(string? time) =>
        TimeOnly.TryParseExact(time, Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
}
