namespace SmartCare.Grains;

/// <summary>Which shard owns a key: FNV-1a over its UTF-16 units, the same on every machine and in every version.</summary>
public static class Partition
{
    public static int Of(string key, int shards)
    {
        var hash = 2166136261u;
        foreach (var unit in key) hash = (hash ^ unit) * 16777619u;
        // FNV's low bits are weak for short keys that differ in their last character only.
        hash ^= hash >> 15;
        return (int)(hash % (uint)shards);
    }
}
