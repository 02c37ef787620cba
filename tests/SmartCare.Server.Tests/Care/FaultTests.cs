using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using System.Diagnostics.Metrics;
using SmartCare.Domain.Decisions;
using SmartCare.Server.Care;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Tests.Care;

public sealed class FaultTests
{
    private static readonly GrainFaulted s_site = new("4/sunshine", "its row could not be read"), s_device = new("1/call-101-1", "a bug");

    /// <summary>A grain that wakes while the house starts finds its row damaged before anybody watches: that rings all the same, once.</summary>
    [Fact]
    public void A_fault_before_anybody_listens_is_told_to_the_first_who_does_and_to_nobody_twice()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var counters = new DecisionCounters(new Metrics(services.GetRequiredService<IMeterFactory>()), NullLogger<DecisionCounters>.Instance);
        var (first, second) = (new List<GrainFaulted>(), new List<GrainFaulted>());
        counters.Report(s_site);
        counters.Faulted += first.Add;
        counters.Faulted += second.Add;
        counters.Report(s_device);
        Assert.Equal([s_site, s_device], first);
        Assert.Equal([s_device], second);
    }
}
