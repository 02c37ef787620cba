namespace SmartCare.Mqtt.Sessions;

/// <summary>
/// Where the endpoint's state survives a restart: a flat set of items. Values are the endpoint's own bytes and mean nothing to the
/// store. Any failure is an exception; the endpoint goes on in memory and tries again.
/// </summary>
public interface ISessionStore
{
    /// <summary>Everything that is kept, in any order. Called once, before the first save.</summary>
    IReadOnlyCollection<StateItem> Load();

    /// <summary>All of it or nothing, and on the disk when this returns. One call at a time; each key once per call.</summary>
    void Save(IReadOnlyCollection<StateItem> changes);

    /// <summary>What is there cannot be read: puts it aside, so that a person can look at it, and begins empty.</summary>
    /// <returns>Where it is now, in words for an operator.</returns>
    string StartAnew();
}

/// <summary>What an item is. The numbers are on disks: never change one.</summary>
public enum StateKind : byte
{
    /// <summary>A session that outlives its connection.</summary>
    Session = 1,

    /// <summary>Item: the filter as subscribed.</summary>
    Subscription = 2,

    /// <summary>A QoS 1 or 2 message for the session's client. Item: its number; they are delivered in that order.</summary>
    Message = 3,

    /// <summary>The message of the same number has been sent: its packet id, and whether its PUBREC has come.</summary>
    Sent = 4,

    /// <summary>A QoS 2 message that came in and whose PUBREL has not. Item: its packet id.</summary>
    InboundQos2 = 5,

    /// <summary>No owner. Item: the topic.</summary>
    Retained = 6,

    /// <summary>A session's will that waits for its delay. Its client has gone.</summary>
    Will = 7,
}

/// <param name="Owner">The client id of the session it belongs to, or empty.</param>
public readonly record struct StateKey(StateKind Kind, string Owner, string Item);

/// <param name="Value">Null: there is no such item any more.</param>
public readonly record struct StateItem(StateKey Key, byte[]? Value);
