using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SmartCare.Domain.Rules;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Rehearsal;

/// <summary>A changed policy: JSON with the names of <see cref="Policy"/>; what is not named stays as it is.</summary>
internal static class PolicyFile
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        // By reflection: it begins with the default policy, whatever numbers later versions add.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <exception cref="SettingException">It cannot be read, or names something that there is not.</exception>
    public static Policy Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Policy>(File.ReadAllText(path), s_options) ?? throw new SettingException($"--policy: '{path}' is null.");
        }
        catch (JsonException wrong)
        {
            var names = string.Join(", ", typeof(Policy).GetProperties().Where(p => p.CanWrite).Select(p => p.Name));
            throw new SettingException($"--policy: '{path}': {First(wrong.Message)} Its names are {names}; times are \"hh:mm:ss\".");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"--policy: '{path}' cannot be read ({error.Message})");
        }
    }

    /// <summary>The product's own policy with thresholds as the API names them: <c>{"escalateAfter":30}</c>.</summary>
    /// <exception cref="SettingException">It names something that there is not, or is no such JSON.</exception>
    public static Policy OfThresholds(string option, string json)
    {
        try
        {
            var values = JsonSerializer.Deserialize<Dictionary<string, double>>(json) ?? [];
            return values.Keys.FirstOrDefault(name => Threshold.Find(name) is null) is { } unknown
                ? throw new SettingException($"--{option}: there is no threshold {unknown}.")
                : Threshold.Apply(values);
        }
        catch (JsonException wrong)
        {
            throw new SettingException($"--{option}: {First(wrong.Message)}");
        }
    }

    private static string First(string message) => message.ReplaceLineEndings(" ").Split(" Path:")[0];
}
