using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Registry;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.District;

/// <summary>Counts that are kept with each record are those that somebody would count.</summary>
public sealed class ElderCountsTests : IDisposable
{
    private const int Sites = 20, Elders = 7_000;

    private readonly string _folder = TestHost.NewFolder();
    private readonly SqliteStore _store;
    private readonly RegistryIndex _registry;
    private readonly Random _random = new(14);

    public ElderCountsTests()
    {
        _store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        _registry = new RegistryIndex(_store.Tables);
    }

    [Fact]
    public void Seven_thousand_elders_who_come_move_age_and_go_are_counted_as_by_hand()
    {
        for (var n = 0; n < Elders; n++) _registry.Take(Somebody(n));
        var today = new DateOnly(2026, 11, 27);
        Compare(today);
        // Moved, another category, another birth date, discharged, archived: each is a record that takes the place of another.
        for (var n = 0; n < Elders; n += 3) _registry.Take(Somebody(n));
        Compare(today);
        for (var n = 0; n < Elders; n += 11) _registry.Forget(_registry.Elder($"e{n}")!);
        Compare(today);
        // Day by day over a leap day, years at once, and a clock that is set back.
        for (var day = 0; day < 3; day++) Compare(new DateOnly(2028, 2, 28).AddDays(day));
        Compare(today.AddYears(9));
        Compare(today.AddDays(1));
        for (var n = 1; n < Elders; n += 7) _registry.Take(Somebody(n));
        Compare(today.AddDays(2));
    }

    private void Compare(DateOnly today)
    {
        for (var s = 0; s < Sites; s++)
        {
            var here = _registry.Elders.Where(e => e.SiteId.Value == $"s{s}" && e.LivesHere).ToList();
            var counted = _registry.ElderCounts.At($"s{s}", today);
            Assert.Equal(here.Count, counted.Elders);
            foreach (var category in Enum.GetValues<ElderCategory>())
                Assert.Equal((category, here.Count(e => e.Ledger.CategoriesOn(today).Contains(category))), (category, counted.Categories[category]));
        }
    }

    private Elder Somebody(int n)
    {
        DateOnly? birth = _random.Next(4) == 0 ? null : new DateOnly(1938, 1, 1).AddDays(_random.Next(365 * 20));
        var categories = Enum.GetValues<ElderCategory>().Where(c => (birth is null || c is not ElderCategory.AdvancedAge) && _random.Next(5) == 0);
        var site = $"s{_random.Next(Sites)}";
        return new Elder(ElderId.Of($"e{n}"), SiteId.Of(site), PlaceId.Of($"{site}-1"), "王", null, 1)
        {
            Ledger = Ledger.Empty with { BirthDate = birth, Categories = [.. categories], DischargedOn = _random.Next(20) == 0 ? new DateOnly(2026, 1, 1) : null },
            Archived = _random.Next(50) == 0,
        };
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
