using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Tests.Registry;

public sealed class LedgerTests
{
    [Theory]
    [InlineData("1946-11-27", "2026-11-26", 79), InlineData("1946-11-26", "2026-11-26", 80), InlineData("1944-02-29", "2027-02-28", 83), InlineData("1944-02-29", "2026-03-01", 82)]
    public void An_age_is_of_complete_years(string birth, string day, int years) => Assert.Equal(years, Ledger.AgeOn(Day(birth), Day(day)));

    [Fact]
    public void An_advanced_age_follows_from_the_birth_date_and_is_said_by_hand_only_without_one()
    {
        var today = new DateOnly(2026, 11, 26);
        Assert.Equal([ElderCategory.AdvancedAge], new Ledger { Categories = [ElderCategory.AdvancedAge] }.CategoriesOn(today));
        Assert.Equal([ElderCategory.Alone, ElderCategory.AdvancedAge, ElderCategory.Destitute],
            new Ledger { BirthDate = new(1941, 5, 6), Categories = [ElderCategory.Alone, ElderCategory.Destitute] }.CategoriesOn(today));
        Assert.Equal([ElderCategory.Alone], new Ledger { BirthDate = new(1961, 5, 6), Categories = [ElderCategory.Alone] }.CategoriesOn(today));
    }

    [Fact]
    public void Records_of_before_are_read_as_in_use_and_with_nothing_known_besides()
    {
        var elder = (Elder)CareJson.Read<RegistryRecord>("""{"is":"elder","id":"e","siteId":"s","placeId":"p","name":"王","careLevel":2}"""u8)!;
        Assert.Equal((true, Ledger.Empty), (elder.LivesHere, elder.Ledger));
        var place = (Place)CareJson.Read<RegistryRecord>("""{"is":"place","id":"p","siteId":"s","name":"1","kind":"home"}"""u8)!;
        Assert.Equal((false, null, true, true), (place.Archived, place.Beds, place.IsDwelling, place.MayBeLivedIn));
        Assert.False(((Device)CareJson.Read<RegistryRecord>("""{"is":"device","id":"d","siteId":"s","placeId":"p","model":"call","name":"d"}"""u8)!).Archived);
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
