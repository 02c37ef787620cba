using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>Hours in which a house is much the same: a button is pressed by accident in bed, a detector by the cook.</summary>
[JsonConverter(typeof(LowerCaseEnum<PartOfDay>))]
public enum PartOfDay
{
    /// <summary>22 to 6.</summary>
    Night,

    /// <summary>6 to 12.</summary>
    Morning,

    /// <summary>12 to 18.</summary>
    Afternoon,

    /// <summary>18 to 22.</summary>
    Evening,
}

public static class PartsOfDay
{
    /// <param name="local">As the clock on the site's wall has it.</param>
    public static PartOfDay Of(DateTimeOffset local) => local.Hour switch
    {
        < 6 or >= 22 => PartOfDay.Night,
        < 12 => PartOfDay.Morning,
        < 18 => PartOfDay.Afternoon,
        _ => PartOfDay.Evening,
    };
}
