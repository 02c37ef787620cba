using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

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

    /// <param name="by">Who wrote it; null: the silo itself.</param>
    [Alias("register")]
    Task<CommandOutcome> Register([Immutable] Device record, string? by = null);

    /// <summary>The intake: this gateway speaks for it. Taken into its record.</summary>
    /// <exception cref="TryAgainException">It was not taken.</exception>
    [Alias("speaks-through")]
    Task<CommandOutcome> SpeaksThrough(DeviceId gateway);

    /// <summary>An elder: she moves, or says that she is fine.</summary>
    [Alias("take-back-fall")]
    Task TakeBackFall(LetterStamp stamp, [Immutable] FallTakenBack letter);
}
