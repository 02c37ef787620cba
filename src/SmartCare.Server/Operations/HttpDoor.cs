using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using SmartCare.Mqtt.Server;

namespace SmartCare.Server.Operations;

/// <summary>
/// Who may keep a connection to the HTTP port. Each address has its share; a connection over which nobody has signed in is there on sufferance: when it says
/// nothing it is closed after a while, and when somebody else needs a place the one that has not asked for anything for longest makes it. Over TLS the first byte is the handshake's.
/// </summary>
internal sealed class HttpDoor(OpenFiles files, Settings settings, Metrics metrics)
{
    /// <summary>A browser opens connections ahead of need and minds no closed one; a slow phone's first packet is here within two round trips.</summary>
    private static readonly TimeSpan s_firstByte = TimeSpan.FromSeconds(10);

    private static readonly object s_place = new();
    private readonly Counter _refused = metrics.Counter("smartcare_http_refused_total", "HTTP connections closed at a limit, or because they said nothing.");
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly LinkedList<(ConnectionContext Connection, IPAddress Address)> _strangers = [];
    private readonly Lock _gate = new();
    private int _open;

    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        var address = AddressKey.Of(connection.RemoteEndPoint) ?? IPAddress.None;
        // A named proxy is one address with all the walls behind it.
        var share = settings.Web.IsProxy((connection.RemoteEndPoint as IPEndPoint)?.Address) ? files.Http : files.HttpPerAddress;
        if (Enter(connection, address, share) is not { } place)
        {
            _refused.Add();
            connection.Abort();
            return;
        }

        try
        {
            connection.Items[s_place] = place;
            if (await SpeaksAsync(connection)) await next(connection);
            else _refused.Add();
        }
        finally
        {
            Leave(address, place);
        }
    };

    /// <summary>A whole request came over a connection.</summary>
    /// <param name="stays">Of somebody who is signed in, or a device's: the connection makes room for nobody from now on.</param>
    public void Heard(HttpContext context, bool stays)
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(s_place, out var item) is not true || item is not LinkedListNode<(ConnectionContext, IPAddress)> place) return;
        lock (_gate)
        {
            if (place.List is null) return;
            _strangers.Remove(place);
            if (!stays) _strangers.AddLast(place);
        }
    }

    private LinkedListNode<(ConnectionContext, IPAddress)>? Enter(ConnectionContext connection, IPAddress address, int share)
    {
        lock (_gate)
        {
            var fromThere = _perAddress.GetValueOrDefault(address);
            if ((fromThere >= share || _open >= files.Http) && !MakeRoom(fromThere >= share ? address : null)) return null;
            _perAddress[address] = fromThere + 1;
            _open++;
            return _strangers.AddLast((connection, address));
        }
    }

    /// <summary>Sends away the stranger who has been silent longest; of this address, or of any when it is null.</summary>
    private bool MakeRoom(IPAddress? address)
    {
        var oldest = _strangers.First;
        while (oldest is not null && address is not null && !oldest.Value.Address.Equals(address)) oldest = oldest.Next;
        if (oldest is null) return false;
        _strangers.Remove(oldest);
        oldest.Value.Connection.Abort();
        return true;
    }

    private void Leave(IPAddress address, LinkedListNode<(ConnectionContext, IPAddress)> place)
    {
        lock (_gate)
        {
            if (place.List is not null) _strangers.Remove(place);
            _open--;
            if (--_perAddress[address] == 0) _perAddress.Remove(address);
        }
    }

    private static async Task<bool> SpeaksAsync(ConnectionContext connection)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        patience.CancelAfter(s_firstByte);
        try
        {
            var first = await connection.Transport.Input.ReadAsync(patience.Token);
            // Nothing is taken: whoever reads next finds it.
            connection.Transport.Input.AdvanceTo(first.Buffer.Start);
            return !first.Buffer.IsEmpty;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }
}
