using System.Globalization;

namespace SmartCare.Server.Series;

/// <summary>What stands at each device, as far as events follow from it: smoke, a held button, a fall, that it is offline. It goes with the cursor of the journal, so that
/// whoever goes on from there finds the same events.</summary>
/// <remarks>Written as a line each: device, what, number. Beyond its limit what is new is not remembered, and then each repetition is an event.</remarks>
internal sealed class EventMemory
{
    /// <summary>Far more than are in alarm or offline at once in a district; half a megabyte with each cursor.</summary>
    private const int Most = 20_000;

    private readonly Dictionary<(string Device, string What), long> _standing = [];
    private string? _text;

    public static EventMemory Of(string? text)
    {
        var memory = new EventMemory { _text = text };
        foreach (var line in text?.Split('\n') ?? [])
            if (line.Split(' ') is [var device, var what, var number] && long.TryParse(number, CultureInfo.InvariantCulture, out var value))
                memory._standing[(device, what)] = value;
        return memory;
    }

    /// <summary>0: nothing stands there.</summary>
    public long this[string device, string what] => _standing.Count == 0 ? 0 : _standing.GetValueOrDefault((device, what));

    /// <returns>Is it another than before?</returns>
    public bool Set(string device, string what, long value)
    {
        if (this[device, what] == value) return false;
        if (value == 0) _standing.Remove((device, what));
        else if (_standing.Count < Most || _standing.ContainsKey((device, what))) _standing[(device, what)] = value;
        _text = null;
        return true;
    }

    /// <summary>Devices of which something stands there that is so.</summary>
    public List<string> Where(string what, Predicate<long> so) => [.. _standing.Where(s => s.Key.What == what && so(s.Value)).Select(s => s.Key.Device)];

    public string? ToText() => _standing.Count == 0 ? null : _text ??= string.Join('\n', _standing.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key.Device} {s.Key.What} {s.Value}")));
}
