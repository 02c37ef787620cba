using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartCare.Server.Alerts;

namespace SmartCare.Server.Record.Export;

/// <summary>What stands in manifest.json.</summary>
/// <param name="AuditRows">Length of the record when this was made, and its last hash: whoever keeps this file can prove a later cut.</param>
internal sealed record Manifest(string Product, string What, DateTimeOffset MadeAt, string MadeBy, long AuditRows, string AuditHead, IReadOnlyList<ManifestFile> Files);

internal sealed record ManifestFile(string Name, long Bytes, string Sha256);

/// <summary>A zip whose last file names the SHA-256 of all others.</summary>
internal sealed class Archive(Stream to, DateTimeOffset madeAt) : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTime() },
    };

    private readonly ZipArchive _zip = new(to, ZipArchiveMode.Create, leaveOpen: true);
    private readonly List<ManifestFile> _files = [];

    public void Add(string name, byte[] content)
    {
        Write(name, content);
        _files.Add(new ManifestFile(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
    }

    public void Seal(string what, string by, (long Rows, byte[] Hash) audit) => Write("manifest.json", JsonSerializer.SerializeToUtf8Bytes(
        new Manifest("SmartCare", what, madeAt, by, audit.Rows, Convert.ToHexStringLower(audit.Hash), _files), Json));

    public void Dispose() => _zip.Dispose();

    private void Write(string name, byte[] content)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = madeAt;
        using var file = entry.Open();
        file.Write(content);
    }
}
