using System.Globalization;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;

namespace SmartCare.Simulator.Load;

/// <summary>Unique readings at an even rate, each device in its turn, and presses among them.</summary>
internal sealed class LoadWorkload(LoadPlan plan, IReadOnlyList<DeviceLink> links) : IWorkload
{
    private readonly TokenClock _readings = new(plan.Rate);
    private readonly TokenClock _presses = new(plan.PressesPerMinute / 60);
    private readonly SimDevice[] _devices = [.. plan.AsGateway ? DemoHouse.Devices : DemoHouse.Devices.Take(plan.Connections)];
    private readonly SimDevice[] _buttons =
        [.. (plan.AsGateway ? DemoHouse.Devices : DemoHouse.Devices.Take(plan.Connections)).Where(d => d.Kind is DeviceKind.Call)];

    private long _n, _readingTurn, _pressTurn, _pressed;

    public IReadOnlyList<(string Name, string Value)> Notes =>
    [
        ("presses", _pressed.ToString(CultureInfo.InvariantCulture)),
        ("held back", (_readings.HeldBack + _presses.HeldBack).ToString(CultureInfo.InvariantCulture)),
    ];

    public void Step(Moment now)
    {
        for (var due = _presses.DueAt(now.Elapsed); due > 0; due--)
            if (!TrySend(_buttons, ref _pressTurn, now, press: true)) break;
            else
            {
                _presses.Take();
                _pressed++;
            }

        for (var due = _readings.DueAt(now.Elapsed); due > 0; due--)
            if (!TrySend(_devices, ref _readingTurn, now, press: false)) break;
            else _readings.Take();
    }

    /// <summary>The next device in turn whose connection is up and has room; none: the run holds back.</summary>
    private bool TrySend(SimDevice[] devices, ref long turn, Moment now, bool press)
    {
        var tries = plan.AsGateway ? links.Count : devices.Length;
        for (var i = 0; i < tries; i++)
        {
            var (device, link) = Pick(devices, turn + i);
            if (!link.IsUp || !link.HasRoom) continue;
            turn += i + 1;
            var n = ++_n;
            var payload = press ? LoadPayload.Press(n, now.UnixMs) : LoadPayload.Reading(n, now.UnixMs);
            link.Send(new Outgoing(device.Topic, payload) { Mark = new Mark(device.Id, n, press) });
            return true;
        }

        return false;
    }

    private (SimDevice Device, DeviceLink Link) Pick(SimDevice[] devices, long turn)
    {
        var device = devices[(int)(turn % devices.Length)];
        return (device, plan.AsGateway ? links[(int)(turn % links.Count)] : links[device.Index]);
    }
}
