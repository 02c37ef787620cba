namespace SmartCare.GrainInterfaces;

/// <summary>Nothing was taken: too much waits for the disk, or this activation is not the one that may write. The same call may be made again.</summary>
[GenerateSerializer, Alias("smartcare.try-again")]
public sealed class TryAgainException : Exception
{
    public TryAgainException()
    {
    }

    public TryAgainException(string message) : base(message)
    {
    }

    public TryAgainException(string message, Exception inner) : base(message, inner)
    {
    }
}
