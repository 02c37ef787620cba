using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Serialization;
using SmartCare.Domain.Decisions;
using SmartCare.GrainInterfaces;

namespace SmartCare.Grains.Silo;

/// <summary>Wires the grains into an Orleans silo.</summary>
public static class SiloParts
{
    /// <summary>The parts that every silo of care has; the host adds clustering, the store, the sink and the rescue.</summary>
    public static ISiloBuilder AddCareGrains(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<CareSilo>();
        silo.Services.AddHostedService<SiloLifetime>();
        silo.Services.AddCareSerializer();
        return silo;
    }

    /// <summary>For silos, and for a client of a process of its own.</summary>
    // The domain knows no package, so what travels of it between silos is its own JSON.
    public static IServiceCollection AddCareSerializer(this IServiceCollection services) => services.AddSerializer(
        serializer => serializer.AddJsonSerializer(type => type.Assembly == typeof(CareMessage).Assembly, CareJson.Travelling));
}

/// <summary>Begins before anyone may connect, ends after the last grain has left memory.</summary>
internal sealed class SiloLifetime(CareSilo silo, IGrainFactory grains, TimeProvider time) : IHostedLifecycleService
{
    private readonly CancellationTokenSource _stop = new();
    private Task _pulse = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        silo.Start(id => GrainWaker.Wake(grains, id));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _pulse = Task.Run(PulseAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _pulse;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        silo.Stop();
        _stop.Dispose();
        return Task.CompletedTask;
    }

    private async Task PulseAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Limits.PulseMs), time);
        var clock = grains.GetGrain<IDueClockGrain>(0);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                try
                {
                    await clock.Pulse().WaitAsync(_stop.Token);
                    silo.DueTrouble = null;
                }
                catch (Exception error) when (!_stop.IsCancellationRequested)
                {
                    // The next pulse finds what this one did not; until one does, only grains in memory keep their times, and people must know.
                    silo.DueTrouble = $"due times: {error.Message}";
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
