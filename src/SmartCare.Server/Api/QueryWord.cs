using System.Text.Json;

namespace SmartCare.Server.Api;

/// <summary>A word of the contract in a query: <c>kind=fall</c>.</summary>
internal static class QueryWord
{
    /// <param name="value">Null: nothing was said.</param>
    /// <returns>False: it is no such word.</returns>
    public static bool TryRead<T>(string? text, out T? value) where T : struct, Enum
    {
        value = null;
        if (text is null) return true;
        foreach (var one in Enum.GetValues<T>())
            if (JsonNamingPolicy.CamelCase.ConvertName(one.ToString()) == text) value = one;
        return value is not null;
    }
}
