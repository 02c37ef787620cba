using System.Text.Json.Serialization;
using SmartCare.Server.Onboarding;
using SmartCare.Server.Registry.Exchange;

namespace SmartCare.Server.Api.Description;

/// <summary>
/// How a route says what it is: <c>api.MapGet("/x", List).Is("listX", Who.Staff, "What it answers").Gives&lt;Page&lt;XView&gt;&gt;().Refuses(409)</c>.
/// What follows from the route itself (401, 404 of an id, the scope of a token, tags) is put in by <see cref="OperationRules"/>, and nobody writes it.
/// </summary>
internal static class RouteWords
{
    /// <param name="id">The operation's name in generated clients: a verb and a thing, camel case, there once.</param>
    /// <param name="who">One of <see cref="Who"/>.</param>
    /// <param name="summary">What it answers or does; one line, without a full stop.</param>
    public static RouteHandlerBuilder Is(this RouteHandlerBuilder route, string id, string who, string summary) =>
        route.WithName(id).WithSummary(summary).WithDescription(who);

    /// <summary>JSON of this shape.</summary>
    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) => route.Produces<T>(status);

    public static RouteHandlerBuilder GivesNothing(this RouteHandlerBuilder route) => route.Produces(StatusCodes.Status204NoContent);

    /// <summary>Bytes of one of these media types.</summary>
    public static RouteHandlerBuilder GivesBytes(this RouteHandlerBuilder route, params string[] types) => route.WithMetadata(new BytesAnswer(types));

    /// <summary>A body that the handler reads itself. <c>Accepts</c> would refuse other types before the handler could say who may not ask at all.</summary>
    public static RouteHandlerBuilder TakesBytes(this RouteHandlerBuilder route, params string[] types) => route.WithMetadata(new BytesBody(types));

    /// <summary>The same in JSON.</summary>
    /// <param name="schema">Its name in the document.</param>
    public static RouteHandlerBuilder TakesDocument(this RouteHandlerBuilder route, string schema) => route.WithMetadata(new DocumentBody(schema));

    /// <summary>Refusals of its own, beside those that every such route has.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses) route.Refuses<Problem>(status);
        return route;
    }

    /// <summary>A refusal that says more than others.</summary>
    public static RouteHandlerBuilder Refuses<TProblem>(this RouteHandlerBuilder route, int status) where TProblem : Problem =>
        route.Produces<TProblem>(status, Problem.ContentType);
}

/// <summary>Who may ask a route.</summary>
internal static class Who
{
    public const string
        Anybody = "For anybody, signed in or not.",
        SignedIn = "For whoever is signed in.",
        Sees = "For whoever sees it: family of the elder, duty and director of the site, admin.",
        Family = "For family of the elder.",
        Staff = "For duty and director of the site, and admin.",
        Director = "For the director of the site, and admin.",
        Admin = "For admin.",
        Officer = "For officials of the level or of one above it, and admin.",
        Requests = "For officials of the level or of one above it, duty and director of the site, and admin.",
        Notified = "For anybody who holds the proof in a notice: the phone, or the gateway of calls, that was sent it.",
        Signed = "For anybody who has the secret of the address.",
        HereOrAdmin = "For programs on this machine, and admin; for everybody where `Http:Public` names it.";
}

/// <param name="Types">Media types.</param>
internal sealed record BytesAnswer(string[] Types);

/// <param name="Types">Media types.</param>
internal sealed record BytesBody(string[] Types);

internal sealed record DocumentBody(string Schema);

/// <summary>A refusal (RFC 9457).</summary>
/// <param name="Type">about:blank, an RFC's section, or one of ours that a program can act on.</param>
/// <param name="Detail">A sentence that says what to do.</param>
internal record Problem(string Type, string Title, int Status, string Detail)
{
    public const string ContentType = "application/problem+json";

    /// <summary>By which the log tells of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

internal sealed record ImportProblem(string Type, string Title, int Status, string Detail) : Problem(Type, Title, Status, Detail)
{
    /// <summary>Of all that is wrong; the first hundred are told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Count { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ImportError>? Errors { get; init; }
}

internal sealed record AcceptProblem(string Type, string Title, int Status, string Detail) : Problem(Type, Title, Status, Detail)
{
    /// <summary>What is wrong with which of many; the first hundred.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AcceptError>? Errors { get; init; }
}
