using System.Buffers.Binary;

namespace SmartCare.Storage;

/// <summary>
/// The write-ahead log as SQLite documents it (fileformat2, section 4): a header of 32 bytes, then frames of 24 bytes and a page, each with a sum that
/// goes on from the frame before. SQLite reads up to the first frame that does not fit and is silent about the rest.
/// </summary>
internal static class WalFile
{
    private const int HeaderBytes = 32, FrameBytes = 24;

    /// <summary>How many commits lie after a frame that was damaged: they were on the disk, and SQLite will not see them.</summary>
    /// <remarks>Frames are written in order and a commit is on the disk before the next begins. So what a kill leaves half written has nothing after it;
    /// frames of an earlier round of the log have another salt.</remarks>
    /// <returns>0 when there is no log, or nothing is wrong with it.</returns>
    public static int LostCommits(string path)
    {
        if (!File.Exists(path)) return 0;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16);
        Span<byte> head = stackalloc byte[HeaderBytes];
        if (file.ReadAtLeast(head, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) return 0;
        var isBig = (BinaryPrimitives.ReadUInt32BigEndian(head) & 1) != 0;
        var pageBytes = BinaryPrimitives.ReadInt32BigEndian(head[8..]);
        // A header that is damaged loses all of it.
        var sum = Add((0, 0), head[..24], isBig);
        var isWhole = sum == Stored(head[24..]);
        if (pageBytes is < 512 or > 65_536) pageBytes = 4_096;
        var salt = head[16..24].ToArray();
        var frame = new byte[FrameBytes + pageBytes];
        var lost = 0;
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            if (isWhole)
            {
                sum = Add(Add(sum, frame.AsSpan(0, 8), isBig), frame.AsSpan(FrameBytes), isBig);
                if (!(frame.AsSpan(8, 8).SequenceEqual(salt) && sum == Stored(frame.AsSpan(16)))) isWhole = false;
                continue;
            }

            if (frame.AsSpan(8, 8).SequenceEqual(salt) && BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0) lost++;
        }

        return lost;
    }

    private static (uint, uint) Stored(ReadOnlySpan<byte> at) => (BinaryPrimitives.ReadUInt32BigEndian(at), BinaryPrimitives.ReadUInt32BigEndian(at[4..]));

    private static (uint, uint) Add((uint First, uint Second) sum, ReadOnlySpan<byte> bytes, bool isBig)
    {
        var (first, second) = sum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            first += (isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes)) + second;
            second += (isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..])) + first;
        }

        return (first, second);
    }
}
