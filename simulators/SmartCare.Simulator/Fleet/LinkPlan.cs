namespace SmartCare.Simulator.Fleet;

/// <summary>Who a connection is.</summary>
/// <param name="Backlog">Messages it keeps while the server is away.</param>
internal sealed record LinkPlan(string ClientId, string User, int Backlog)
{
    /// <summary>Its own; null: that of all.</summary>
    public string? Password { get; init; }

    /// <summary>Retained, when the connection breaks; null: it leaves none.</summary>
    public Greeting? Will { get; init; }

    /// <summary>What each of its connections begins with.</summary>
    public IReadOnlyList<Greeting> Greetings { get; init; } = [];

    /// <summary>A device that says when it is there and when it is not.</summary>
    public LinkPlan WithAvailability(string topic) => this with { Will = new(topic, "offline"u8.ToArray()), Greetings = [new(topic, "online"u8.ToArray())] };

    /// <summary>It comes and goes without a word.</summary>
    public LinkPlan WithoutAvailability() => this with { Will = null, Greetings = [] };
}

internal sealed record Greeting(string Topic, byte[] Payload, bool Retain = true);
