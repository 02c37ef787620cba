using System.Globalization;

namespace SmartCare.Simulator.Report;

/// <summary>One line <c>deviceId n acknowledged</c> per acknowledged message (a press has the word <c>press</c> behind it), so that a
/// test can compare what was promised with what was kept.</summary>
internal sealed class AckJournal(string path) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file = new(path, append: false, new System.Text.UTF8Encoding(false), bufferSize: 1 << 16);

    public void Write(string deviceId, long n, bool press)
    {
        lock (_lock) _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{deviceId} {n} acknowledged{(press ? " press" : "")}"));
    }

    public void Flush()
    {
        lock (_lock) _file.Flush();
    }

    public void Dispose()
    {
        lock (_lock) _file.Dispose();
    }
}
