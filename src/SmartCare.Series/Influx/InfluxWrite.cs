using System.Buffers;
using System.Text;

namespace SmartCare.Series;

/// <summary>Brings one batch in, whatever part of it InfluxDB refuses: the offending points are set aside and counted, so that one
/// of them cannot hold up all that come after. Repeating lines is harmless, a point is its series and its time.</summary>
sealed class InfluxWrite(IInfluxServer influx, RefusedFile aside, CancellationToken ct)
{
    readonly ArrayBufferWriter<byte> _lines = new();
    int _requestsLeft = Limits.RequestsPerRefusal;
    bool _created;

    /// <summary>Points left out so far; final when the call succeeded.</summary>
    public int Dropped { get; private set; }

    /// <summary>InfluxDB's words about the last point left out.</summary>
    public string DroppedBecause { get; private set; } = "";

    public Task PutAsync(IReadOnlyList<SeriesReading> readings) => PutAsync(new ArraySegment<SeriesReading>([.. readings]), []);

    async Task PutAsync(ArraySegment<SeriesReading> readings, IReadOnlyCollection<string> without)
    {
        var lines = Encode(readings, without);
        if (lines == 0) return;
        var reply = await SendAsync();
        switch (reply.What)
        {
            case InfluxReply.Kind.Written:
                return;

            // The good points are in, and the others would be gone by tomorrow.
            case InfluxReply.Kind.Partial when reply.IsPastKeeping:
                return;

            // The good points are in. Of the others InfluxDB took nothing, but only one field is at fault: bring in the rest.
            case InfluxReply.Kind.Partial when reply.ConflictingField is { } field && !without.Contains(field) && without.Count < Limits.ConflictingFields:
                Drop(reply, reply.DroppedPoints, readings.Where(r => r.Fields.Any(f => InfluxNames.Field(f.Key) == field)), without);
                await PutAsync(readings, [.. without, field]);
                return;

            // It does not say which: halves find out, and what is in already lands on itself.
            case InfluxReply.Kind.Refused or InfluxReply.Kind.Partial when readings.Count > 1 && _requestsLeft > 0:
                await PutAsync(readings[..(readings.Count / 2)], without);
                await PutAsync(readings[(readings.Count / 2)..], without);
                return;

            case InfluxReply.Kind.Refused:
                Drop(reply, lines, readings, without);
                return;

            case InfluxReply.Kind.Partial:
                Drop(reply, Math.Min(lines, reply.DroppedPoints), readings, without);
                return;

            default:
                throw new SeriesUnavailableException("InfluxDB: " + reply.Reason);
        }
    }

    int Encode(IEnumerable<SeriesReading> readings, IReadOnlyCollection<string> without)
    {
        _lines.ResetWrittenCount();
        var lines = 0;
        foreach (var reading in readings)
            if (LineProtocol.TryWrite(_lines, reading, without)) lines++;
        return lines;
    }

    async Task<InfluxReply> SendAsync()
    {
        _requestsLeft--;
        var reply = await influx.WriteAsync(_lines.WrittenMemory, ct);
        if (reply.What != InfluxReply.Kind.DatabaseMissing || _created) return reply;
        _created = true;
        await influx.CreateDatabaseAsync(ct);
        return await influx.WriteAsync(_lines.WrittenMemory, ct);
    }

    void Drop(InfluxReply reply, int points, IEnumerable<SeriesReading> readings, IReadOnlyCollection<string> without)
    {
        Dropped += points;
        DroppedBecause = reply.Reason.Length <= Limits.ErrorChars ? reply.Reason : reply.Reason[..Limits.ErrorChars] + "…";
        Encode(readings.Take(Limits.RefusedLinesKept), without);
        aside.TryAdd(DroppedBecause, points, Encoding.UTF8.GetString(_lines.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
