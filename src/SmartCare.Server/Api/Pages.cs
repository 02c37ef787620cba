namespace SmartCare.Server.Api;

/// <summary>A bounded part of a list, and the cursor that goes on after it (null at the end).</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Bounds and cuts lists.</summary>
internal static class Pages
{
    public const int Default = 100, Most = 500;

    public static bool TryLimit(int? asked, out int limit)
    {
        limit = asked ?? Default;
        return limit is >= 1 and <= Most;
    }

    /// <summary>From a source that gave one more than the limit where there is more.</summary>
    public static Page<T> Cut<T>(IReadOnlyList<T> oneMore, int limit, Func<T, string> cursor) => oneMore.Count <= limit
        ? new Page<T>(oneMore, null)
        : new Page<T>([.. oneMore.Take(limit)], cursor(oneMore[limit - 1]));
}
