using System.Runtime.InteropServices;
using System.Text;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Figures;

/// <summary>What is counted apart from each other.</summary>
internal readonly record struct Cell(AlertKind Kind, string Shift, FigureSort Sort);

/// <summary>How often something rang, and what people said it was.</summary>
/// <param name="Judged">Real, false or other: what nobody has said is not counted as either.</param>
internal readonly record struct Judgement(int Raised, int Judged, int False)
{
    public Judgement Plus(Judgement other) => new(Raised + other.Raised, Judged + other.Judged, False + other.False);

    public bool IsNone => Raised == 0;

    /// <summary>Per cent of those that were judged; null: none was.</summary>
    public double? FalseShare => Judged == 0 ? null : Math.Round(100.0 * False / Judged, 1);
}

/// <summary>The counts of one cell: exact, and able to give back what was added.</summary>
internal sealed class CellSums
{
    public int Raised, Real, False, Other, Late, Ended;

    /// <summary>Seconds: to the first answer, to the arrival, to the end; to an end without any answer, and to one by itself before anybody was there.</summary>
    public Counts Acknowledged { get; private init; } = new();

    public Counts Arrived { get; private init; } = new();

    public Counts Resolved { get; private init; } = new();

    public Counts EndedUnanswered { get; private init; } = new();

    public void Add(AlertFacts facts, int by)
    {
        Raised += by;
        if (facts.Late) Late += by;
        if (facts.Outcome is Outcome.Real) Real += by;
        else if (facts.Outcome is Outcome.False) False += by;
        else if (facts.Outcome is Outcome.Other) Other += by;
        if (facts.AcknowledgedS is { } acknowledged) Acknowledged.Add(acknowledged, by);
        if (facts.ArrivedS is { } arrived) Arrived.Add(arrived, by);
        if (facts.ResolvedS is not { } resolved) return;
        Ended += by;
        Resolved.Add(resolved, by);
        if (facts.AcknowledgedS is null) EndedUnanswered.Add(resolved, by);
    }

    public void Write(BinaryWriter writer)
    {
        foreach (var number in (int[])[Raised, Real, False, Other, Late, Ended]) writer.Write7BitEncodedInt(number);
        foreach (var counts in (Counts[])[Acknowledged, Arrived, Resolved, EndedUnanswered]) counts.Write(writer);
    }

    public static CellSums Read(BinaryReader reader)
    {
        var (raised, real, wrong, other, late, ended) =
            (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        return new CellSums
        {
            Raised = raised, Real = real, False = wrong, Other = other, Late = late, Ended = ended,
            Acknowledged = Counts.Read(reader), Arrived = Counts.Read(reader), Resolved = Counts.Read(reader), EndedUnanswered = Counts.Read(reader),
        };
    }
}

/// <summary>All counts of one month of one site: one row of the file, so that a year of twenty homes is 240 rows.</summary>
internal sealed class MonthSums
{
    public const int HoursOfWeek = 168;

    public Dictionary<Cell, CellSums> Cells { get; } = [];

    /// <summary>Without drills and tests, as what follows.</summary>
    public Dictionary<string, Judgement> Devices { get; } = [];

    public Dictionary<(AlertKind Kind, string Rule), Judgement> Rules { get; } = [];

    /// <summary>Alerts by weekday (Sunday first) × 24 + hour, on the site's clock.</summary>
    public int[] Hours { get; } = new int[HoursOfWeek];

    /// <summary>Alerts in each ten minutes, numbered from 1970.</summary>
    public Counts TenMinutes { get; private set; } = new();

    public static int TenMinutesOf(DateTimeOffset at) => (int)(at.ToUnixTimeSeconds() / 600);

    /// <param name="by">1, or −1 to take it back.</param>
    public void Add(AlertFacts facts, int by)
    {
        var cell = new Cell(facts.Kind, facts.Shift, facts.Sort);
        if (!Cells.TryGetValue(cell, out var sums)) Cells[cell] = sums = new CellSums();
        sums.Add(facts, by);
        if (sums.Raised == 0) Cells.Remove(cell);
        if (facts.Sort is not FigureSort.Alert) return;
        var judgement = new Judgement(by, facts.Outcome is null ? 0 : by, facts.Outcome is Outcome.False ? by : 0);
        if (facts.Device is { } device) Add(Devices, device, judgement);
        Add(Rules, (facts.Kind, facts.Rule), judgement);
        Hours[facts.HourOfWeek] += by;
        TenMinutes.Add(TenMinutesOf(facts.RaisedAt), by);
    }

    private static void Add<TKey>(Dictionary<TKey, Judgement> to, TKey key, Judgement one) where TKey : notnull
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(to, key, out _);
        sum = sum.Plus(one);
        if (sum.IsNone) to.Remove(key);
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write7BitEncodedInt(Cells.Count);
        foreach (var (cell, sums) in Cells)
        {
            writer.Write((byte)cell.Kind);
            writer.Write(cell.Shift);
            writer.Write((byte)cell.Sort);
            sums.Write(writer);
        }

        writer.Write7BitEncodedInt(Devices.Count);
        foreach (var (device, judgement) in Devices)
        {
            writer.Write(device);
            Write(writer, judgement);
        }

        writer.Write7BitEncodedInt(Rules.Count);
        foreach (var ((kind, rule), judgement) in Rules)
        {
            writer.Write((byte)kind);
            writer.Write(rule);
            Write(writer, judgement);
        }

        foreach (var count in Hours) writer.Write7BitEncodedInt(count);
        TenMinutes.Write(writer);
        writer.Flush();
        return bytes.ToArray();
    }

    public static MonthSums FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var read = new MonthSums();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) read.Cells[new Cell((AlertKind)reader.ReadByte(), reader.ReadString(), (FigureSort)reader.ReadByte())] = CellSums.Read(reader);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) read.Devices[reader.ReadString()] = ReadJudgement(reader);
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) read.Rules[((AlertKind)reader.ReadByte(), reader.ReadString())] = ReadJudgement(reader);
        for (var hour = 0; hour < HoursOfWeek; hour++) read.Hours[hour] = reader.Read7BitEncodedInt();
        read.TenMinutes = Counts.Read(reader);
        return read;
    }

    private static void Write(BinaryWriter writer, Judgement judgement)
    {
        foreach (var number in (int[])[judgement.Raised, judgement.Judged, judgement.False]) writer.Write7BitEncodedInt(number);
    }

    private static Judgement ReadJudgement(BinaryReader reader) => new(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
}
