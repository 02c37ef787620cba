using System.Security.Cryptography;

namespace SmartCare.Server.Registry;

/// <summary>
/// Pictures, a file each, named by what is in it. A record names its file only once that is whole and on the disk, so no crash leaves a record with half a
/// picture; at most a file that nobody names, which the same picture takes up again.
/// </summary>
/// <param name="folder">Made with the first picture.</param>
internal sealed class PictureStore(string folder)
{
    /// <summary>A photo or another picture of a browser's own types.</summary>
    public static readonly string[] Types = ["image/jpeg", "image/png", "image/webp"];

    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>What is taken, by the first bytes. Nothing that a browser would run (SVG, HTML).</summary>
    private static readonly (string Type, string End, Func<ReadOnlyMemory<byte>, bool> Is)[] s_types =
    [
        ("image/jpeg", ".jpg", b => b.Span is [0xFF, 0xD8, 0xFF, ..]),
        ("image/png", ".png", b => b.Span is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..]),
        ("image/webp", ".webp", b => b.Length >= 12 && b.Span[..4].SequenceEqual("RIFF"u8) && b.Span[8..12].SequenceEqual("WEBP"u8)),
    ];

    /// <summary>What the bytes are, whatever somebody says that they are; null: none of what is taken.</summary>
    public static string? TypeOf(ReadOnlyMemory<byte> picture) => Array.Find(s_types, t => t.Is(picture)).Type;

    /// <returns>The type of a file by its name.</returns>
    public static string TypeOf(string name) => Array.Find(s_types, t => name.EndsWith(t.End, StringComparison.Ordinal)).Type;

    /// <returns>The file's name.</returns>
    /// <exception cref="IOException">It could not be written; also <see cref="UnauthorizedAccessException"/>.</exception>
    public async Task<string> KeepAsync(ReadOnlyMemory<byte> picture, string type)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(picture.Span)) + Array.Find(s_types, t => t.Type == type).End;
        var path = Path.Combine(folder, name);
        if (File.Exists(path)) return name;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, Own);
        await using (var file = new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(picture);
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
            return new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
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
            File.Delete(Path.Combine(folder, name));
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // A file without a name in any record.
        }
    }
}
