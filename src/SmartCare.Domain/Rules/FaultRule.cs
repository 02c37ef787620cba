using SmartCare.Domain.Readings;

namespace SmartCare.Domain.Rules;

/// <summary>Does the device say of itself that it does not work?</summary>
/// <remarks>Spellings of real detectors: <c>fault_alarm</c> (Tuya), <c>fault_state</c> with a word (Heiman), <c>self_test_result</c>
/// (Tuya). A word that is not known is a fault: better looked at once than never.</remarks>
public static class FaultRule
{
    public static bool? Says(ChannelValue value) => value.Kind switch
    {
        ValueKind.Bool => value.IsTrue,
        ValueKind.Number => value.Number != 0,
        ValueKind.Text => value.Text!.ToLowerInvariant() switch
        {
            "" or "checking" or "others" or "unknown" => null,
            "normal" or "none" or "ok" or "success" or "no_fault" or "clear" or "false" or "off" or "0" => false,
            _ => true,
        },
        _ => null,
    };
}
