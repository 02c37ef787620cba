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
        foreach (var site in registry.Sites.Where(s => !s.Archived)) Raise(site.Subject, site.Id, trouble);
    }

    /// <summary>What one site must know of a part of its watch.</summary>
    /// <param name="priority">Null: as the kind has it, high.</param>
    public void Raise(Subject about, SiteId site, string trouble, Priority? priority = null) => grains.GetGrain<ISiteGrain>(site.Value)
        .Raise(null, new NeedRaised(new Need(AlertKind.System, about, site, null, null, null, null, trouble, Late: false) { Priority = priority })).Ignore();

    /// <summary>It is over, and so is its alert.</summary>
    public void End(Subject about, SiteId site, string note) =>
        grains.GetGrain<ISiteGrain>(site.Value).Clear(null, new NeedCleared(AlertKind.System, about, null, note, Ends: true)).Ignore();

    /// <summary>Devices of a site that should be looked at by day: it rings low.</summary>
    public void RaiseFault(Subject about, SiteId site, string trouble) => grains.GetGrain<ISiteGrain>(site.Value)
        .Raise(null, new NeedRaised(new Need(AlertKind.Fault, about, site, null, null, null, null, trouble, Late: false) { Priority = Priority.Low })).Ignore();

    public void EndFault(Subject about, SiteId site, string note) =>
        grains.GetGrain<ISiteGrain>(site.Value).Clear(null, new NeedCleared(AlertKind.Fault, about, null, note, Ends: true)).Ignore();

    /// <summary>Something of the site's own work is late: it rings low. Ends when the site has it.</summary>
    public Task RaiseLateAsync(Subject about, SiteId site, string what) => grains.GetGrain<ISiteGrain>(site.Value)
        .Raise(null, new NeedRaised(new Need(AlertKind.System, about, site, null, null, null, null, what, Late: false) { Priority = Priority.Low }));

    public Task EndLateAsync(Subject about, SiteId site, string note) =>
        grains.GetGrain<ISiteGrain>(site.Value).Clear(null, new NeedCleared(AlertKind.System, about, null, note, Ends: true));

    /// <summary>It is over; the alert stays until a person has seen it.</summary>
    public void Clear(string note)
    {
        foreach (var site in registry.Sites.Where(s => !s.Archived))
            grains.GetGrain<ISiteGrain>(site.Id.Value).Clear(null, new NeedCleared(AlertKind.System, site.Subject, null, note, Ends: false)).Ignore();
    }
}
