using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Sockets;

namespace SmartCare.Mqtt.Server;

/// <summary>
/// One client's connection: reads, hands each packet to its handler, ends. One loop, no timer, no thread of its own. This file is
/// its life; Handshake, Packets, Long and Link are the other parts.
/// </summary>
internal sealed partial class Connection
{
    private enum Step { Continue, Wait, Aside, Close }

    private readonly MqttBroker _broker;
    private readonly ConnectionContext _context;
    private readonly Outbox _outbox;
    private readonly Lock _endLock = new();
    private TaskCompletionSource? _ended;
    private bool _isEnded;

    // Why the connection closes: set once, by whoever is first (a packet, the heartbeat, a take-over, the host's stop).
    private volatile int _closing = -1;
    private long _heardAtMs;
    private long _readAt;
    private long _wroteAtMs;
    private long _writesSeen;
    private int _loopThread;
    private readonly Arrival _arrival;

    public Connection(MqttBroker broker, ConnectionContext context, Arrival arrival)
    {
        (_broker, _context, _arrival) = (broker, context, arrival);
        _outbox = new Outbox(context.Transport.Output, (context as SocketConnection)?.Loop ?? PipeScheduler.ThreadPool, OnDrained);
        _ring = new InboundRing(broker.Options.InboundInFlightMax, this, NoSession);
        _heardAtMs = broker.HeartbeatMs;
    }

    /// <summary>Who it is; null until it is known, and for nobody in particular.</summary>
    public string? Name => _clientSession?.Name;

    private bool IsClosing => _closing >= 0;

    /// <summary>The wall: whatever goes wrong ends this connection and nothing else.</summary>
    public async Task RunAsync()
    {
        try
        {
            try
            {
                if (await HandshakeAsync().ConfigureAwait(false)) await ServeAsync().ConfigureAwait(false);
            }
            finally
            {
                await LeaveLoop();
                SayGoodbye();
                Leave();
                MarkEnded();
                // The last words are on their way; a reader that does not take them is the heartbeat's business.
                await _outbox.WhenIdleAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The network broke, in one of the ways networks do.
        }
        catch (Exception e)
        {
            _broker.Counters.Faulted();
            _broker.Log.ConnectionFault(e, _context.ConnectionId);
        }
        finally
        {
            if (!_outbox.Close()) _context.Abort();
            MarkEnded();
        }
    }

    private async Task ServeAsync()
    {
        var input = _context.Transport.Input;
        while (!IsClosing)
        {
            var result = await input.ReadAsync().ConfigureAwait(false);
            _readAt = Stopwatch.GetTimestamp();
            var buffer = result.Buffer;
            var step = Consume(ref buffer);
            _clientSession?.OnRead();
            // Either everything was looked at, and the next read waits for more; or we wait for room ourselves. So a turn of this
            // loop always consumes, waits, or ends.
            input.AdvanceTo(buffer.Start, step is Step.Wait or Step.Aside ? buffer.Start : buffer.End);
            _outbox.Flush();
            if (step is Step.Close) return;
            if (step is Step.Aside)
            {
                await LeaveLoop();
                continue;
            }
            if (step is Step.Wait)
            {
                if (_answer is not null) await AnswerAsync().ConfigureAwait(false);
                await _ring.WaitForRoomAsync().ConfigureAwait(false);
                await _outbox.WaitForRoomAsync().ConfigureAwait(false);
                // Asked again with the wait in hand: the heartbeat in between is not missed.
                if (_pace.IsSpent(_broker) && WaitForTickAsync() is var tick && _pace.IsSpent(_broker)) await tick.ConfigureAwait(false);
                _heardAtMs = _broker.HeartbeatMs;
            }
            else if (result.IsCompleted) return;
        }
    }

    private Step Consume(ref ReadOnlySequence<byte> buffer)
    {
        _loopThread = Environment.CurrentManagedThreadId;
        var step = Step.Continue;
        while (step is Step.Continue && !IsClosing && !buffer.IsEmpty)
        {
            if (_pace.IsSpent(_broker)) step = Step.Wait;
            else if (_passedOver is not null) PassOver(ref buffer);
            else if (MustWait(buffer.FirstSpan)) step = Step.Wait;
            else if (SocketLoop.IsHere && IsLong(buffer.FirstSpan[0])) step = Step.Aside;
            else
            {
                var status = Frame.TryRead(ref buffer, _broker.Options.PacketMax, out var first, out var body);
                if (status is FrameStatus.TooLarge && _clientSession!.MayBeLong) status = ReadLong(ref buffer, ref first, ref body);
                if (status is FrameStatus.Incomplete) break;
                if (_passedOver is not null) continue;
                if (status is FrameStatus.Complete) _pace.Spend(first, body.Length);
                var fault = status switch
                {
                    FrameStatus.Complete => Handle(first, body),
                    // [MQTT-3.2.2-15]: larger than we announced.
                    FrameStatus.TooLarge => MqttReason.PacketTooLarge,
                    _ => MqttReason.MalformedPacket,
                };
                if (fault is not MqttReason.Success) Fail(fault);
                else if (_answer is not null) step = Step.Wait;
            }
        }
        _loopThread = 0;
        return IsClosing ? Step.Close : step;
    }

    /// <summary>
    /// A PUBLISH that finds the ring full stays unread, and TCP tells the client; so does any packet when our answers are not taken.
    /// </summary>
    private bool MustWait(ReadOnlySpan<byte> start)
    {
        if (!_outbox.HasRoom) return true;
        if (start.IsEmpty || PacketTypes.Of(start[0]) is not PacketType.Publish || !_ring.IsFull) return false;
        // A 5.0 client that sends more than it was allowed is not made to wait but told so, by its handler.
        return _level == 4 || (start[0] & 0x06) == 0 || _ring.OpenCount < _broker.Options.InboundInFlightMax;
    }

    /// <summary>A filter may match every retained message, and every session's tree is searched: not on a thread that others wait for.</summary>
    private static bool IsLong(byte first) => PacketTypes.Of(first) is PacketType.Subscribe or PacketType.Unsubscribe;

    /// <summary>From here on it may take its time: no other connection waits for this one.</summary>
    private static ConfiguredTaskAwaitable LeaveLoop() => Task.CompletedTask.ConfigureAwait(
        SocketLoop.IsHere ? ConfigureAwaitOptions.ForceYielding : ConfigureAwaitOptions.None);

    private MqttReason Handle(byte first, in ReadOnlySequence<byte> body)
    {
        _heardAtMs = _broker.HeartbeatMs;
        if (body.IsSingleSegment) return Handle(first, body.FirstSpan);
        var length = (int)body.Length;
        var joined = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            body.CopyTo(joined);
            return Handle(first, joined.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    /// <summary>The client broke the protocol: counted, told (5.0), closed. [MQTT-4.8.0-1] (5.0: 4.13.1)</summary>
    private void Fail(MqttReason reason)
    {
        if (reason is MqttReason.PacketTooLarge) _broker.Counters.ClosedForSize();
        else _broker.Counters.ClosedForProtocol();
        Close(reason);
    }

    private bool Close(MqttReason reason)
    {
        lock (_endLock)
        {
            if (IsClosing || _isEnded) return false;
            _closing = (int)reason;
            return true;
        }
    }

    /// <summary>Ends the connection from outside its loop, wherever that waits.</summary>
    public void Kick(MqttReason reason)
    {
        if (!Close(reason)) return;
        _admission?.Cancel();
        _ring.Kill();
        TakeTick()?.TrySetResult();
        // A reader that takes nothing will not take a DISCONNECT either.
        if (!_outbox.HasRoom) _outbox.Close();
        _context.Transport.Input.CancelPendingRead();
    }

    /// <summary>Once a second, from the heartbeat: no connection has a timer of its own.</summary>
    public void Tick(long nowMs)
    {
        var tick = TakeTick();
        tick?.TrySetResult();
        if (!_served && _dueAtMs <= nowMs && nowMs - _heardAtMs > _broker.Options.UnauthenticatedMs) Silent(MqttReason.MaximumConnectTime);
        // [MQTT-3.1.2-22] (3.1.1: 3.1.2-24) one and a half times the keep alive without a packet: closed. Not while we are the
        // ones who do not read.
        if (_served && _keepAliveMs > 0 && nowMs - _heardAtMs > _keepAliveMs && !_ring.IsFull && tick is null)
            Silent(MqttReason.KeepAliveTimeout);

        var writes = _outbox.Writes;
        if (writes != _writesSeen || !_outbox.IsCarrying) (_writesSeen, _wroteAtMs) = (writes, nowMs);
        else if (nowMs - _wroteAtMs > _broker.Options.SendStallMs)
        {
            _wroteAtMs = nowMs;
            Silent(MqttReason.KeepAliveTimeout);
            _outbox.Abandon();
            _context.Abort();
        }
    }

    private void Silent(MqttReason reason)
    {
        _broker.Counters.ClosedForSilence();
        Kick(reason);
    }

    /// <summary>[MQTT-3.14.0-1] only after CONNACK; 3.1.1 servers send no DISCONNECT. [MQTT-3.14.4-1] nothing after it.</summary>
    private void SayGoodbye()
    {
        if (_served && _level == 5 && _closing >= 0x80)
            lock (_outbox.Sync) PacketWriter.WriteDisconnect(_outbox, (MqttReason)_closing);
        _outbox.Flush();
    }

    public Task WhenEnded()
    {
        lock (_endLock)
        {
            if (_isEnded) return Task.CompletedTask;
            return (_ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void MarkEnded()
    {
        lock (_endLock) _isEnded = true;
        _ended?.TrySetResult();
    }
}
