using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.GrainInterfaces;

/// <summary>A device; its key is the device's id.</summary>
[Alias("smartcare.device")]
public interface IDeviceGrain : ICareGrain
{
    /// <summary>The device said something. Completes when it is on disk: then it may be acknowledged.</summary>
    /// <exception cref="TryAgainException">It was not taken.</exception>
    [Alias("report")]
    Task Report([Immutable] Reading reading);

    /// <summary>The device said several things, oldest first. Completes when all are on disk.</summary>
    /// <exception cref="TryAgainException">Some of them were not taken; all may be sent again as redelivered.</exception>
    [Alias("report-all")]
    Task ReportAll([Immutable] Reading[] readings);

    [Alias("register")]
    Task<CommandOutcome> Register([Immutable] Device record);

    /// <summary>An elder: she moves, or says that she is fine.</summary>
    [Alias("take-back-fall")]
    Task TakeBackFall(LetterStamp stamp, [Immutable] FallTakenBack letter);
}
