using System.Buffers;
using System.IO.Pipelines;
using SmartCare.Mqtt.Server;

namespace SmartCare.Mqtt.Tests.Server;

public sealed class OutboxTests
{
    [Fact]
    public void What_is_written_after_the_close_is_not_held()
    {
        var outbox = new Outbox(new Pipe().Writer, PipeScheduler.ThreadPool, static () => { });
        Assert.True(outbox.Close());
        for (var i = 0; i < 1000; i++)
            lock (outbox.Sync) outbox.Write(new byte[1000]);
        Assert.InRange(outbox.GetSpan(1).Length, 1, 4096);
        Assert.True(outbox.HasRoom);
    }

    [Fact]
    public async Task Many_small_packets_leave_in_one_piece_and_in_order()
    {
        var pipe = new Pipe();
        var outbox = new Outbox(pipe.Writer, PipeScheduler.ThreadPool, static () => { });
        for (byte i = 0; i < 100; i++)
            lock (outbox.Sync) outbox.Write([i]);
        outbox.Flush();
        var read = await pipe.Reader.ReadAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), read.Buffer.ToArray());
    }

    [Fact]
    public async Task A_slow_reader_makes_no_room_until_it_reads()
    {
        var pipe = new Pipe();
        var drained = 0;
        var outbox = new Outbox(pipe.Writer, PipeScheduler.ThreadPool, () => drained++);
        lock (outbox.Sync) outbox.Write(new byte[Limits.OutboxBytesMax]);
        outbox.Flush();
        Assert.True(outbox.IsCarrying);
        Assert.False(outbox.HasRoom);
        var room = outbox.WaitForRoomAsync();
        Assert.False(room.IsCompleted);
        var read = await pipe.Reader.ReadAsync();
        pipe.Reader.AdvanceTo(read.Buffer.End);
        await room.WaitAsync(Support.Patience.Max);
        await outbox.WhenIdleAsync().WaitAsync(Support.Patience.Max);
        Assert.True(outbox.HasRoom);
    }
}
