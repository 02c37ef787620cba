using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SmartCare.Grains.Tests.Support;

/// <summary>The toy's messages, as text: <c>add 5</c>, <c>wake 1000</c> (ring in so many ms), <c>rest</c> (no ring), <c>pass b add 1</c>
/// (a letter to counter b), <c>circle b</c> (b and I write to each other for ever), <c>throw</c> (add 100, emit, write a letter, then throw),
/// <c>trap 1000</c> (throw when woken), <c>zero</c> (back to new), <c>refuse</c> (cannot be encoded).</summary>
internal readonly record struct ToyEffect(string Text);

/// <summary>A counter with one timer.</summary>
internal sealed class Toy(string key, ReadOnlySpan<byte> saved) : IGrain<string, ToyEffect>
{
    private long _sum = saved.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(saved);
    private long _due = saved.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(saved[8..]);
    private bool _trap = !saved.IsEmpty && saved[16] != 0;

    public long? DueAtMs => _due == 0 ? null : _due;

    public void Receive(string message, Turn<string, ToyEffect> turn)
    {
        var words = message.Split(' ', 3);
        switch (words[0])
        {
            case "add":
                turn.Emit(new ToyEffect($"{key}={_sum + long.Parse(words[1])} #{turn.Shard}-{turn.Entry}-{turn.NextIndex} @{turn.NowMs}"));
                _sum += long.Parse(words[1]);
                break;
            case "wake": (_due, _trap) = (turn.NowMs + long.Parse(words[1]), false); break;
            case "trap": (_due, _trap) = (turn.NowMs + long.Parse(words[1]), true); break;
            case "rest": _due = 0; break;
            case "zero": (_sum, _due, _trap) = (0, 0, false); break;
            case "pass": turn.Send(Toys.Id(words[1]), words[2]); break;
            case "circle":
                turn.Send(Toys.Id(words[1]), $"circle {key}");
                _sum++;
                break;
            case "throw":
                turn.Emit(new ToyEffect("never seen"));
                turn.Send(Toys.Id("b"), "add 100");
                throw new InvalidOperationException("thrown on purpose");
            default: throw new InvalidOperationException($"no word of the toy's: {message}");
        }
    }

    public void Tick(Turn<string, ToyEffect> turn)
    {
        if (_trap) throw new InvalidOperationException("trapped");
        turn.Emit(new ToyEffect($"{key} rang for {_due} @{turn.NowMs} since {turn.ListeningSinceMs}"));
        // A sum that grows by the time it rang makes any difference in time a difference in state.
        (_sum, _due) = (_sum + turn.NowMs % 1_000 + turn.ListeningSinceMs % 7, 0);
    }

    public void Save(IBufferWriter<byte> to)
    {
        if (_sum == 0 && _due == 0) return;
        var span = to.GetSpan(17);
        BinaryPrimitives.WriteInt64LittleEndian(span, _sum);
        BinaryPrimitives.WriteInt64LittleEndian(span[8..], _due);
        span[16] = (byte)(_trap ? 1 : 0);
        to.Advance(17);
    }
}

internal sealed class Toys : IGrainCatalog<string, ToyEffect>
{
    public const byte Kind = 1;

    /// <summary>Keys whose saved state cannot be read.</summary>
    public HashSet<string> Broken { get; } = [];

    public static GrainId Id(string key) => new(Kind, key);

    public IGrain<string, ToyEffect> Activate(GrainId id, ReadOnlySpan<byte> saved) =>
        Broken.Contains(id.Key) ? throw new InvalidDataException("the state cannot be read") : new Toy(id.Key, saved);

    public void Encode(string message, IBufferWriter<byte> to)
    {
        if (message == "refuse") throw new NotSupportedException("cannot be encoded");
        to.Write(Encoding.UTF8.GetBytes(message));
    }

    public string Decode(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body);

    public ToyEffect Faulted(GrainId grain, Exception error) => new($"{grain.Key} faulted: {error.Message}");
}
