namespace SmartCare.Server.Operations;

/// <summary>The folder of everything that is kept, held by one silo at a time: two that wrote one journal would each drop the other's
/// readings, after having acknowledged them.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string _path;
    private readonly FileStream _held;

    /// <exception cref="SettingException">It cannot be made or written, or another silo holds it.</exception>
    public DataFolder(string path)
    {
        _path = path;
        try
        {
            Directory.CreateDirectory(path);
            // Held as long as the process lives, however it ends: the system lets go of it.
            _held = new FileStream(Path.Combine(path, "held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"Data:Path: '{path}' cannot be written, or another SmartCare uses it ({error.Message})");
        }
    }

    public string PathOf(string file) => Path.Combine(_path, file);

    public void Dispose() => _held.Dispose();
}
