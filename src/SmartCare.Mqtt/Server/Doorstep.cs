using System.Net;

namespace SmartCare.Mqtt.Server;

/// <summary>Connections that have not introduced themselves yet. When the house is full they are there on sufferance: whoever has been silent longest goes,
/// so that nobody keeps devices out by saying nothing.</summary>
internal sealed class Doorstep
{
    private readonly LinkedList<Connection> _waiting = [];
    private readonly Lock _gate = new();

    public void Enter(Connection connection)
    {
        lock (_gate) connection.OnDoorstep = _waiting.AddLast(connection);
    }

    /// <summary>It has introduced itself, or is gone.</summary>
    public void Leave(Connection connection)
    {
        lock (_gate)
            if (connection.OnDoorstep is { List: not null } place)
                _waiting.Remove(place);
    }

    /// <param name="address">Of this address; null: of any.</param>
    /// <returns>False when nobody waits there.</returns>
    public bool MakeRoom(IPAddress? address)
    {
        Connection? silent = null;
        lock (_gate)
        {
            for (var place = _waiting.First; place is not null && silent is null; place = place.Next)
                if (address is null || address.Equals(place.Value.Address))
                    silent = place.Value;
            if (silent is null) return false;
            _waiting.Remove(silent);
        }

        silent.Cut();
        return true;
    }
}
