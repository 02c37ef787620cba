using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Care;

/// <summary>What is wrong with the silo itself rings at every site: nobody can watch over a house with a watch that is broken.</summary>
internal sealed class SystemAlerts(RegistryIndex registry, IGrainFactory grains)
{
    public void Raise(string trouble)
    {
        foreach (var site in registry.Sites)
            grains.GetGrain<ISiteGrain>(site.Id.Value)
                .Raise(null, new NeedRaised(new Need(AlertKind.System, site.Subject, site.Id, null, null, null, null, trouble, Late: false))).Ignore();
    }

    /// <summary>It is over; the alert stays until a person has seen it.</summary>
    public void Clear(string note)
    {
        foreach (var site in registry.Sites)
            grains.GetGrain<ISiteGrain>(site.Id.Value).Clear(null, new NeedCleared(AlertKind.System, site.Subject, null, note, Ends: false)).Ignore();
    }
}
