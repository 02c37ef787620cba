namespace SmartCare.Mqtt.Topics;

/// <summary>For who writes filters into settings.</summary>
public static class TopicFilters
{
    /// <summary>A filter as SUBSCRIBE may have it, its share included.</summary>
    public static bool IsValid(string filter) => TopicFilter.TryParse(filter, out _);
}
