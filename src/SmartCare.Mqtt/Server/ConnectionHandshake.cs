using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Server;

/// <summary>From accept to CONNACK, and from the last packet to the will.</summary>
internal sealed partial class Connection
{
    private static readonly InboundQos2 NoSession = new();
    private InboundRing _ring;
    private byte _level = 4;
    private ConnectPacket _connect = null!;
    private volatile MqttClientSession? _clientSession;
    private Session? _session;
    private WillPacket? _will;
    private CancellationTokenSource? _admission;
    private volatile bool _served;
    private bool _saidGoodbye;
    private int _keepAliveMs;

    /// <summary>Set when another connection has taken the session: true when the session goes on there. Guarded by the broker.</summary>
    private bool? _sessionGoesOn;

    public bool CleanStart => _connect.CleanStart;
    public uint SessionExpiryS => _connect.SessionExpiryS;

    private async Task<bool> HandshakeAsync()
    {
        var input = _context.Transport.Input;
        while (!IsClosing)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            var status = Frame.TryRead(ref buffer, _broker.Options.PacketMax, out var first, out var body);
            if (status is FrameStatus.Incomplete)
            {
                input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted) return false;
                continue;
            }
            // [MQTT-3.1.0-1] the first packet is CONNECT; whatever else is closed without an answer.
            var isConnect = status is FrameStatus.Complete && PacketTypes.Of(first) is PacketType.Connect;
            var fault = isConnect ? Parse(body) : MqttReason.MalformedPacket;
            input.AdvanceTo(buffer.Start);
            await LeaveLoop();
            if (fault is MqttReason.Success) return await EnterAsync().ConfigureAwait(false);
            _broker.Counters.ClosedForProtocol();
            if (fault is MqttReason.UnsupportedProtocolVersion || _level == 5) Refuse(fault);
            return false;
        }
        return false;
    }

    private MqttReason Parse(in ReadOnlySequence<byte> body)
    {
        var fault = ConnectPacket.TryRead(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), out var level, out var packet);
        _level = level >= 5 ? (byte)5 : (byte)4;
        if (packet is not null) _connect = packet;
        return fault;
    }

    private async Task<bool> EnterAsync()
    {
        var connect = _connect;
        _broker.Doorstep.Leave(_arrival);
        // [MQTT-4.12.0-1] a method that is not supported is refused; none is.
        if (connect.AuthMethod is not null) return Refuse(MqttReason.BadAuthenticationMethod);
        if (connect.Will is { } will && !TopicName.IsValid(will.Topic)) return Refuse(MqttReason.TopicNameInvalid);
        if (Encoding.UTF8.GetByteCount(connect.ClientId) > Limits.ClientIdBytesMax) return Refuse(MqttReason.ClientIdentifierNotValid);
        // 3.1.1 [MQTT-3.1.3-8]: no client id and a session to be kept: 0x02, closed.
        if (connect.ClientId.Length == 0 && _level == 4 && !connect.CleanStart) return Refuse(MqttReason.ClientIdentifierNotValid);
        if (_arrival.NoPlace is { } why) return Refuse(why);
        if (!await WaitTheirTurnAsync().ConfigureAwait(false)) return false;

        // [MQTT-3.1.3-6] a client without an id is given one; [MQTT-3.1.3-7] [MQTT-3.2.2-16] a new one, and told (5.0).
        var assigned = connect.ClientId.Length == 0 ? "auto-" + RandomNumberGenerator.GetHexString(24, lowercase: true) : null;
        var clientId = assigned ?? connect.ClientId;
        var admission = await AdmitAsync(clientId).ConfigureAwait(false);
        if (IsClosing) return false;
        // [MQTT-3.1.4-2] [MQTT-3.2.2-7] refused: CONNACK with the reason, then closed.
        if (admission.ClientSession is null) return Refuse(admission.Reason is MqttReason.Success ? MqttReason.NotAuthorized : admission.Reason);

        _clientSession = admission.ClientSession;
        _pace = new Pace(_broker.Rates.Enter(_clientSession.RatedAs));
        // It can be found by its name before it asks, so whoever withdraws what let it in either finds it or is seen here.
        Interlocked.MemoryBarrier();
        if (admission.StillHolds?.Invoke() is false) return Refuse(MqttReason.BadUserNameOrPassword);
        _topics.Space = _clientSession.Space;
        var entry = _broker.Enter(this, _clientSession.Name is { } name ? SessionTable.NamedId(name, clientId) : clientId);
        if (entry.Session is null) return Refuse(MqttReason.QuotaExceeded);
        (_session, _will) = (entry.Session, connect.Will);
        _ring = new InboundRing(_broker.Options.InboundInFlightMax, this, _session.InboundQos2);
        // The old connection's will is published before this client can say anything: "offline" never follows a newer "online".
        if (entry.TakenFrom is { } old) await old.WhenEnded().ConfigureAwait(false);
        if (IsClosing) return false;
        if (entry.Present) Rejudge();
        return Welcome(entry.Present, assigned);
    }

    /// <summary>Rights may have been taken away since the session subscribed, days and a restart ago; or its topics have become a space.</summary>
    private void Rejudge()
    {
        foreach (var subscription in _session!.Subscriptions)
        {
            var (filter, wanted) = (subscription.Filter, MqttSpace.Outside(subscription.Filter.Filter));
            var inside = filter with { Filter = _topics.Inside(wanted) };
            var isAllowed = _clientSession!.MaySubscribe(wanted);
            if (isAllowed && inside == filter) continue;
            if (_session.TryUnsubscribe(filter.Text, out _)) _broker.Tree.Remove(subscription);
            if (isAllowed) Subscribe(wanted, subscription.As(inside), []);
        }
    }

    private async ValueTask<MqttAdmission> AdmitAsync(string clientId)
    {
        // Not disposed: it has no timer, and Kick may reach for it at any time.
        var admission = _admission = new CancellationTokenSource();
        using var closed = _context.ConnectionClosed.UnsafeRegister(static a => ((CancellationTokenSource)a!).Cancel(), admission);
        var request = new MqttConnectRequest
        {
            ClientId = clientId,
            UserName = _connect.UserName,
            Password = _connect.Password,
            ProtocolLevel = _level,
            RemoteEndPoint = _context.RemoteEndPoint,
            ClientCertificate = _context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate,
        };
        return await _broker.Authenticator.AdmitAsync(request, admission.Token).ConfigureAwait(false);
    }

    /// <summary>[MQTT-3.2.0-1] CONNACK is the first packet; then whatever waits in the session.</summary>
    /// <returns>False when the client takes no packet as long as this one. [MQTT-3.1.2-24] Then it is not let in; to whom it was sent, every
    /// acknowledgement, PINGRESP and DISCONNECT is shorter.</returns>
    private bool Welcome(bool present, string? assignedClientId)
    {
        var options = _broker.Options;
        var asked = _connect.KeepAliveS;
        // [MQTT-3.1.2-21] [MQTT-3.2.2-21] 5.0: the server may set the keep alive, and the client uses that.
        ushort? imposed = _level == 5 && (asked == 0 || asked > options.KeepAliveMaxS) ? options.KeepAliveMaxS : null;
        _keepAliveMs = (imposed ?? asked) * 1500;
        (_outboundInFlightMax, _packetMax) = (Math.Min((int)_connect.ReceiveMaximum, Limits.OutboundInFlightMax), _connect.PacketMax);
        _aliasesOut = new OutboundAliases(Math.Min(_connect.TopicAliasMaximum, options.TopicAliasMax));
        var connack = new ConnackPacket
        {
            // [MQTT-3.2.2-2] [MQTT-3.2.2-3] set when there is session state from before.
            SessionPresent = present,
            SessionExpiryS = _connect.SessionExpiryS != _session!.ExpiryS ? _session.ExpiryS : null,
            ReceiveMaximum = options.InboundInFlightMax,
            PacketMax = (uint)(_clientSession!.MayBeLong ? Math.Max(options.PacketMax, options.LongPacketMax) : options.PacketMax),
            AssignedClientId = assignedClientId,
            TopicAliasMaximum = options.TopicAliasMax,
            ServerKeepAliveS = imposed,
        };
        lock (_outbox.Sync)
            if (!ServerPackets.TryWriteConnack(_outbox, connack, _level, _packetMax)) return Refuse(MqttReason.PacketTooLarge);
        _broker.Counters.Connected();
        _heardAtMs = _broker.HeartbeatMs;
        _served = true;
        _session.Attach(this);
        _outbox.Flush();
        return true;
    }

    private bool Refuse(MqttReason reason)
    {
        _broker.Counters.ConnectRefused();
        _broker.Log.ConnectRefused(_context.ConnectionId, reason);
        lock (_outbox.Sync) ServerPackets.TryWriteConnack(_outbox, new ConnackPacket { Reason = reason }, _level, _connect?.PacketMax ?? uint.MaxValue);
        return false;
    }

    /// <summary>By the broker, under its session lock: this connection's session has a new owner.</summary>
    public void SessionTaken(bool goesOn) => _sessionGoesOn = goesOn;

    private void Leave()
    {
        _ring.Kill();
        GiveBackRoom();
        if (_clientSession is null) return;
        try
        {
            if (_session is null) return;
            _session.Detach(this);
            var left = _served ? _will : null;
            // A stop of the host is no news about the device: no will.
            if (_closing == (int)MqttReason.ServerShuttingDown) left = null;
            var message = left is null ? null : _broker.ToMessage(left);
            _broker.Leave(this, _session, message, left?.DelayS ?? 0, _sessionGoesOn, _clientSession);
        }
        finally
        {
            _broker.Rates.Leave(_pace.Rate);
            _clientSession.OnGone(_served && !_saidGoodbye && _closing is not ((int)MqttReason.ServerShuttingDown or (int)MqttReason.SessionTakenOver));
        }
    }
}
