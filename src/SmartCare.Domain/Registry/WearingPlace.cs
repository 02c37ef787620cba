using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Registry;

/// <summary>Where on the body a device is worn; the same fall feels different at each.</summary>
[JsonConverter(typeof(LowerCaseEnum<WearingPlace>))]
public enum WearingPlace
{
    Waist, Wrist,
}
