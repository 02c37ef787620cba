namespace SmartCare.Server.Operations;

/// <summary>So many lines a minute at most: what anybody can cause must not fill a disk with its log. What is left out is counted.</summary>
internal sealed class LinePace(TimeProvider time)
{
    /// <summary>More than a person reads, and a house without trouble has.</summary>
    public const int PerMinute = 60;

    private readonly Lock _gate = new();
    private long? _since;
    private int _lines;
    private long _leftOut;

    /// <param name="leftOut">How many lines before this one were left out; told once.</param>
    public bool MayWrite(out long leftOut)
    {
        lock (_gate)
        {
            leftOut = 0;
            if (_since is not { } since || time.GetElapsedTime(since) >= TimeSpan.FromMinutes(1)) (_since, _lines) = (time.GetTimestamp(), 0);
            if (++_lines > PerMinute)
            {
                _leftOut++;
                return false;
            }

            (leftOut, _leftOut) = (_leftOut, 0);
            return true;
        }
    }
}
