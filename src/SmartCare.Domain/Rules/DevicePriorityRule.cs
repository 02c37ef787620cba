using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>How soon a device that is lost, broken or torn off must be seen to.</summary>
public static class DevicePriorityRule
{
    /// <summary>A life may hang on it before the morning (a button, a detector, what sees a fall or a bed, the gateway of them all): medium.
    /// What only adds to the picture (doors, motion, climate, vibration, meters): low, for the day.</summary>
    public static Priority Of(DeviceClass deviceClass) => deviceClass switch
    {
        DeviceClass.Door or DeviceClass.Motion or DeviceClass.Climate or DeviceClass.Vibration or DeviceClass.Meter => Priority.Low,
        _ => Priority.Medium,
    };
}
