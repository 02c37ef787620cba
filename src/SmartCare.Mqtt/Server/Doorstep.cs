using System.Net;
using Microsoft.AspNetCore.Connections;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Server;

/// <summary>A connection from accept to its end, as it is counted. Over TLS it has arrived before its handshake.</summary>
/// <param name="address">What it is counted as; null: nothing.</param>
/// <param name="noPlace">Why there is no place for it: it will be told so. Null: there is one.</param>
internal sealed class Arrival(ConnectionContext context, IPAddress? address, MqttReason? noPlace)
{
    public IPAddress? Address => address;

    public MqttReason? NoPlace => noPlace;

    /// <summary>Guarded by the <see cref="Doorstep"/>.</summary>
    public LinkedListNode<Arrival>? OnDoorstep { get; set; }

    /// <summary>Ends it without a word: it has said none either.</summary>
    public void Cut() => context.Abort();
}

/// <summary>Connections that have not introduced themselves yet. When the house is full they are there on sufferance: whoever has been silent longest goes,
/// so that nobody keeps devices out by saying nothing.</summary>
internal sealed class Doorstep
{
    private readonly LinkedList<Arrival> _waiting = [];
    private readonly Lock _gate = new();

    public void Enter(Arrival arrival)
    {
        lock (_gate) arrival.OnDoorstep = _waiting.AddLast(arrival);
    }

    /// <summary>It has introduced itself, or is gone.</summary>
    public void Leave(Arrival arrival)
    {
        lock (_gate)
            if (arrival.OnDoorstep is { List: not null } place)
                _waiting.Remove(place);
    }

    /// <param name="address">Of this address; null: of any.</param>
    /// <returns>False when nobody waits there.</returns>
    public bool MakeRoom(IPAddress? address)
    {
        Arrival? silent = null;
        lock (_gate)
        {
            for (var place = _waiting.First; place is not null && silent is null; place = place.Next)
                if (address is null || address.Equals(place.Value.Address))
                    silent = place.Value;
            if (silent is null) return false;
            _waiting.Remove(silent.OnDoorstep!);
        }

        silent.Cut();
        return true;
    }
}
