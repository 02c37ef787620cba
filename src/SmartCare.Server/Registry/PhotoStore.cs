using System.Security.Cryptography;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Registry;

/// <summary>
/// Photos of elders, a file each, named by what is in it. A record names its file only once that is whole and on the disk, so no crash leaves a record with half a
/// photo; at most a file that nobody names, which the same photo takes up again.
/// </summary>
internal sealed class PhotoStore(DataFolder folder)
{
    /// <summary>A face at the size of a card is some 50 KiB.</summary>
    public const int MostBytes = 512 * 1024;

    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>What is taken, by the first bytes. Nothing that a browser would run (SVG, HTML).</summary>
    private static readonly (string Type, string End, Func<ReadOnlyMemory<byte>, bool> Is)[] s_types =
    [
        ("image/jpeg", ".jpg", b => b.Span is [0xFF, 0xD8, 0xFF, ..]),
        ("image/png", ".png", b => b.Span is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..]),
        ("image/webp", ".webp", b => b.Length >= 12 && b.Span[..4].SequenceEqual("RIFF"u8) && b.Span[8..12].SequenceEqual("WEBP"u8)),
    ];

    private string Path => folder.PathOf("photos");

    /// <summary>What the bytes are, whatever somebody says that they are; null: none of what is taken.</summary>
    public static string? TypeOf(ReadOnlyMemory<byte> photo) => Array.Find(s_types, t => t.Is(photo)).Type;

    /// <returns>The type of a file by its name.</returns>
    public static string TypeOf(string name) => Array.Find(s_types, t => name.EndsWith(t.End, StringComparison.Ordinal)).Type;

    /// <returns>The file's name.</returns>
    /// <exception cref="IOException">It could not be written; also <see cref="UnauthorizedAccessException"/>.</exception>
    public async Task<string> KeepAsync(ReadOnlyMemory<byte> photo, string type)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(photo.Span)) + Array.Find(s_types, t => t.Type == type).End;
        var path = System.IO.Path.Combine(Path, name);
        if (File.Exists(path)) return name;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, Own);
        await using (var file = new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(photo);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".part", path, overwrite: true);
        return name;
    }

    /// <returns>Null: the file is gone.</returns>
    public Stream? Open(string name)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(Path, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Once no record names it. One that cannot be removed stays, and nobody is shown it.</summary>
    public void Remove(string name)
    {
        try
        {
            File.Delete(System.IO.Path.Combine(Path, name));
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // A file without a name in any record.
        }
    }
}
