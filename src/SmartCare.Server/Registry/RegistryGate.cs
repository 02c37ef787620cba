namespace SmartCare.Server.Registry;

/// <summary>One person writes the registry at a time: who looks whether a bed is free and then takes it must not be two.</summary>
internal sealed class RegistryGate : IDisposable
{
    private readonly SemaphoreSlim _free = new(1);

    public async Task<IDisposable> EnterAsync()
    {
        await _free.WaitAsync();
        return new Held(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Held(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
