using SmartCare.Domain.Duty;

namespace SmartCare.Server.Notices;

/// <summary>How a gateway of text messages, or of calls, is asked.</summary>
/// <param name="Url">May hold {phone}, {text} and {id}; for calls {callback} too.</param>
/// <param name="Success">What an answer that means yes holds; null: any 2xx.</param>
internal sealed record SmsSettings(string Url, HttpMethod Method, string Template, string? Authorization, string? Success)
{
    public const string DefaultTemplate = """{"phone":"{phone}","text":"{text}","id":"{id}"}""";

    /// <summary>Of a gateway of calls.</summary>
    public const string DefaultCall = """{"phone":"{phone}","text":"{text}","id":"{id}","callback":"{callback}"}""";

    /// <summary>Without a number in it the message would be nobody's.</summary>
    public bool NamesPhone => $"{Url}{(Method == HttpMethod.Get ? "" : Template)}".Contains("{phone}", StringComparison.Ordinal);

    /// <summary>A site's own gateway; its method was checked when it was written.</summary>
    /// <param name="template">Where it has none.</param>
    public static SmsSettings Of(SmsGateway own, string template = DefaultTemplate) =>
        new(own.Url, MethodOf(own.Method) ?? HttpMethod.Post, own.Template ?? template, own.Secret is { Length: > 0 } secret ? secret : null, own.Success);

    /// <returns>Null: it is none of those that a gateway is asked by.</returns>
    public static HttpMethod? MethodOf(string? word) => word switch
    {
        null or "POST" => HttpMethod.Post,
        "GET" => HttpMethod.Get,
        "PUT" => HttpMethod.Put,
        _ => null,
    };
}
