using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;

namespace SmartCare.Grains.Silo;

[GrainType("device")]
internal sealed class DeviceGrain(CareSilo silo) : CareGrain(SubjectKind.Device, silo), IDeviceGrain
{
    public Task Report(Reading reading) => Hear(new DeviceSpoke(reading), reading.Origin);

    public Task ReportAll(Reading[] readings)
    {
        // Records are safe in the order in which they were decided, so the last one answers for all.
        var safe = Task.CompletedTask;
        foreach (var reading in readings) safe = Hear(new DeviceSpoke(reading), reading.Origin);
        return safe;
    }

    public Task<CommandOutcome> Register(Device record, string? by) => Obey(new Register(record) { By = by });

    public Task<CommandOutcome> SpeaksThrough(DeviceId gateway) => Obey(new SpeaksThrough(gateway));

    public Task TakeBackFall(LetterStamp stamp, FallTakenBack letter) => Take(stamp, letter);
}
