namespace SmartCare.Testing;

/// <summary>What a disk, or a person, does to a file. Each says what it has done.</summary>
internal static class FileDamage
{
    public static string Empty(string file)
    {
        File.WriteAllBytes(file, []);
        return $"{Path.GetFileName(file)} emptied";
    }

    public static string Remove(string file)
    {
        File.Delete(file);
        return $"{Path.GetFileName(file)} removed";
    }

    public static string Cut(string file, Random random)
    {
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..random.Next(bytes.Length)]);
        return $"{Path.GetFileName(file)} cut short";
    }

    public static string Flip(string file, Random random, int bits)
    {
        var (bytes, at) = (File.ReadAllBytes(file), 0);
        for (var i = 0; i < bits; i++) bytes[at = random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(file, bytes);
        return $"{bits} bits of {Path.GetFileName(file)} flipped, the last in byte {at}";
    }
}
