using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using SmartCare.Grains.Silo;

namespace SmartCare.Server.Operations;

/// <summary>Can sessions be made? A key file that is no XML is put aside when the host starts, so that the others, or a new one, serve: people sign in once more.</summary>
internal sealed class KeyHealth(DataFolder folder, StoreHealth health, IServiceProvider services, [FromKeyedServices(WatchClock.Wall)] TimeProvider wall)
{
    private static readonly byte[] s_probe = [1];

    /// <summary>Why nobody can sign in; null when people can.</summary>
    public string? Trouble
    {
        get
        {
            try
            {
                services.GetRequiredService<IDataProtectionProvider>().CreateProtector("SmartCare.KeyHealth").Protect(s_probe);
                return null;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                return $"keys: '{folder.PathOf("keys")}' cannot be used, and nobody can sign in ({error.GetBaseException().Message.ReplaceLineEndings(" ")})";
            }
        }
    }

    /// <summary>Before the first session is made.</summary>
    public void SetDamagedAside()
    {
        var keys = folder.PathOf("keys");
        try
        {
            foreach (var file in Damaged(keys))
            {
                var aside = string.Create(CultureInfo.InvariantCulture, $"{file}.damaged-{wall.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");
                File.Move(file, aside);
                health.Tell($"keys: {Path.GetFileName(file)} could not be read and is kept as {Path.GetFileName(aside)}; whoever was signed in by it signs in again");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is told as long as it lasts.
        }
    }

    /// <summary>Key files that are no XML.</summary>
    public static IReadOnlyList<string> Damaged(string keys) => Directory.Exists(keys) ? [.. Directory.GetFiles(keys, "*.xml").Where(f => !IsXml(f))] : [];

    private static bool IsXml(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            XDocument.Load(stream);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
