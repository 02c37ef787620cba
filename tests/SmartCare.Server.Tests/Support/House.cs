using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Thresholds;
namespace SmartCare.Server.Tests.Support;

/// <summary>One host for all tests that do not disturb others: each takes rooms of its own.</summary>
public sealed class House : IAsyncLifetime
{
    private int _rooms;
    private string? _secondBed;

    public TestHost Host { get; private set; } = null!;

    /// <summary>A room that no other test uses. 101 is the family's, and never given.</summary>
    public string Room()
    {
        var n = Interlocked.Increment(ref _rooms);
        Assert.True(n < 60, "every room is taken");
        return $"{(n / 20 + 1) * 100 + n % 20 + 1}";
    }

    /// <summary>A bed that no other test uses, for tests that need no more than its button.</summary>
    public string Bed()
    {
        if (Interlocked.Exchange(ref _secondBed, null) is { } second) return second;
        var room = Room();
        _secondBed = $"{room}-2";
        return $"{room}-1";
    }

    public async Task InitializeAsync()
    {
        Host = await TestHost.StartAsync();
        // Most calls of these tests are answered by nobody: what came of that a minute later would stand among the changes that others wait for.
        Host.Services.GetRequiredService<PolicyBook>().Replace(new Dictionary<string, double> { ["escalateAfter"] = 600, ["highToThirdTier"] = 1_800, ["highToFourthTier"] = 3_600 });
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class InTheHouse : ICollectionFixture<House>
{
    public const string Name = "the house";
}

/// <summary>A second one, for those who move elders about and put rooms out of use.</summary>
[CollectionDefinition(Name)]
public sealed class InTheLedgersHouse : ICollectionFixture<House>
{
    public const string Name = "the ledger's house";
}
