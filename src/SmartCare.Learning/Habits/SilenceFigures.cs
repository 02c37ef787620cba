using SmartCare.Domain.Rules;
using SmartCare.Learning.Recordings;

namespace SmartCare.Learning.Habits;

/// <summary>How soon she who falls silent is found, and how often she is missed for nothing, in the recordings of one set.</summary>
/// <remarks>
/// Out of sample in time: the watch hears a recording from its first day on, and is judged from the eleventh. A false alarm is one that rings in the
/// recording as it is. A delay is how long it takes from a sign to the alarm, should it have been the last one: every sign is planted so, those soon after
/// the door apart, for whoever went out is not at home to be found.
/// </remarks>
internal sealed class SilenceFigures(string set)
{
    /// <summary>What is learned before anything is judged.</summary>
    public const int TaughtDays = 10;

    private static readonly TimeSpan s_soonAfterDoor = TimeSpan.FromMinutes(5), s_moment = TimeSpan.FromMinutes(10);

    private readonly List<double> _afterSign = [], _afterMoving = [], _evening = [], _dark = [];
    private TimeSpan _judged;

    public string Set => set;

    public int Alarms { get; private set; }

    /// <summary>Of them those whose silence began between 18:00 and 6:00.</summary>
    public int AlarmsInTheDark { get; private set; }

    public double PersonWeeks => _judged / TimeSpan.FromDays(7);

    public double AlarmsPerWeek => Alarms / PersonWeeks;

    public double DarkAlarmsPerWeek => AlarmsInTheDark / PersonWeeks;

    /// <summary>Hours from any minute in which she moved, the turn of a sleeper included.</summary>
    public double AfterSign(double share) => Quantile(_afterSign, share);

    /// <summary>Hours from a minute that she moved in, as in at least half of the ten that end with it: she was up, and had just been active.</summary>
    public double AfterMoving(double share) => Quantile(_afterMoving, share);

    /// <summary>Hours from any sign between 18:00 and 21:00.</summary>
    public double Evening(double share) => Quantile(_evening, share);

    /// <summary>Hours from any sign between 18:00 and 6:00.</summary>
    public double Dark(double share) => Quantile(_dark, share);

    public void Judge(LifeRecording recording, Policy policy)
    {
        if (recording.Signs is not [var first, .., var last]) return;
        var from = new DateTimeOffset(first.At.Date, TimeSpan.Zero).AddDays(TaughtDays);
        if (last.At <= from) return;
        _judged += last.At - from;
        var home = new WatchedHome(first.At, policy);
        var moments = new Queue<DateTimeOffset>();
        foreach (var sign in recording.Signs)
        {
            foreach (var at in home.Wait(sign.At)) Count(at, from, home.SignAt);
            home.Hear(sign);
            if (sign.Door is not null) continue;
            moments.Enqueue(sign.At);
            while (moments.Peek() <= sign.At - s_moment) moments.Dequeue();
            if (sign.At >= from && sign.At - home.DoorAt > s_soonAfterDoor) Plant(home, sign.At.Hour, moments.Count * 2 >= s_moment.TotalMinutes);
        }
    }

    private void Count(DateTimeOffset at, DateTimeOffset from, DateTimeOffset began)
    {
        if (at < from) return;
        Alarms++;
        if (IsDark(began.Hour)) AlarmsInTheDark++;
    }

    private void Plant(WatchedHome home, int hour, bool wasMoving)
    {
        var hours = home.FallsSilent().TotalHours;
        _afterSign.Add(hours);
        if (wasMoving) _afterMoving.Add(hours);
        if (hour is >= 18 and < 21) _evening.Add(hours);
        if (IsDark(hour)) _dark.Add(hours);
    }

    private static bool IsDark(int hour) => hour is >= 18 or < 6;

    private static double Quantile(List<double> hours, double share)
    {
        if (hours.Count == 0) return double.NaN;
        hours.Sort();
        return hours[(int)Math.Ceiling(share * hours.Count) - 1];
    }
}
