using System.Runtime.InteropServices;

namespace SmartCare.Server.Operations;

/// <summary>The folder of everything that is kept, held by one silo at a time: two that wrote one journal would each drop the other's
/// readings, after having acknowledged them. Nobody but its user reads it: names, phone numbers and passwords of gateways stand in it.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite, Others = (UnixFileMode)0b111_111;

    private readonly FileStream? _held;

    /// <exception cref="SettingException">It cannot be made, neither written nor read, or another silo holds it.</exception>
    public DataFolder(string path)
    {
        Path = path;
        var held = PathOf("held");
        KeepToOneself();
        try
        {
            Directory.CreateDirectory(path);
            // Held as long as the process lives, however it ends: the system lets go of it.
            _held = new FileStream(held, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Tighten();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!File.Exists(PathOf("smartcare.db")) || CanWrite() || IsHeld(held, out _held))
                throw new SettingException($"Data:Path: '{path}' cannot be written, or another SmartCare uses it ({error.Message})");
            WhyUnwritable = error.Message;
        }
    }

    public string Path { get; }

    /// <summary>Why it can only be read; null when it can be written.</summary>
    public string? WhyUnwritable { get; }

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    public void Dispose() => _held?.Dispose();

    /// <summary>What this process makes from here on is its user's alone, whoever makes it: SQLite too.</summary>
    private static void KeepToOneself()
    {
        if (!OperatingSystem.IsWindows()) Umask((uint)Others);
    }

    /// <summary>A folder of an earlier version, or one that was made by hand, may be open to all.</summary>
    private void Tighten()
    {
        if (OperatingSystem.IsWindows()) return;
        var keys = PathOf("keys");
        foreach (var folder in (string[])[Path, keys])
        {
            if (!Directory.Exists(folder)) continue;
            if ((File.GetUnixFileMode(folder) & Others) != 0) File.SetUnixFileMode(folder, Own | UnixFileMode.UserExecute);
            foreach (var file in Directory.GetFiles(folder))
                if ((File.GetUnixFileMode(file) & Others) != 0)
                    File.SetUnixFileMode(file, Own);
        }
    }

    private bool CanWrite()
    {
        try
        {
            var probe = PathOf(".probe");
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Does another process hold it? If not, this one does from here on.</summary>
    internal static bool IsHeld(string file, out FileStream? held)
    {
        held = null;
        if (!File.Exists(file)) return false;
        try
        {
            held = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // It is another user's, as the whole folder is.
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint Umask(uint mask);
}
