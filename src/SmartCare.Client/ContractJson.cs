using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCare.Client;

/// <summary>The JSON of the house: words and no numbers for what is one of several, in lists too, where a generated property cannot say so itself.</summary>
internal static class ContractJson
{
    public static readonly JsonSerializerOptions Options = Made();

    public static void Configure(JsonSerializerOptions options) => options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        return options;
    }
}

/// <summary>The HTTP API of a house, route by route.</summary>
public partial class SmartCareHttp
{
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) => ContractJson.Configure(settings);
}
