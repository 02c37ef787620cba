using System.Diagnostics;

namespace SmartCare.Simulator.Fleet;

/// <summary>A message until it is acknowledged. Sent again it is the same bytes, so by contract the same event.</summary>
internal sealed class Outgoing(string topic, byte[] payload)
{
    private readonly long _handedIn = Stopwatch.GetTimestamp();

    public string Topic => topic;
    public byte[] Payload => payload;

    /// <summary>How often the server refused it on a live connection.</summary>
    public int Refusals { get; set; }

    /// <summary>For the journal of acknowledgements; null when it is not kept.</summary>
    public Mark? Mark { get; init; }

    /// <summary>From the moment it was handed in, so waiting in our own queue counts.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_handedIn);
}

internal sealed record Mark(string DeviceId, long N, bool Press);
