using System.Text.Json;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Decisions;

public sealed class WordTests
{
    [Theory, InlineData("call-101-1"), InlineData("a"), InlineData("A_b.c:d-9"), InlineData("0x00158d0001")]
    public void These_are_ids(string id) => Assert.True(IdText.IsValid(id));

    [Theory, InlineData(null), InlineData(""), InlineData("."), InlineData(".a"), InlineData("a/b"), InlineData("a b"), InlineData("a+"), InlineData("#"), InlineData("王"), InlineData("a\n"), InlineData("a%2F")]
    public void These_are_not(string? id) => Assert.False(IdText.IsValid(id));

    [Fact] public void An_id_has_at_most_64_characters() => Assert.True(IdText.IsValid(new string('a', 64)) && !IdText.IsValid(new string('a', 65)));

    [Fact] public void A_number_is_no_word() => Assert.Throws<JsonException>(() =>
        JsonSerializer.Deserialize("""{"is":"clear","kind":4,"ends":true}""", CareJson.Default.CareMessage));

    [Fact] public void An_id_is_never_null() => Assert.Throws<JsonException>(() =>
        JsonSerializer.Deserialize("""{"is":"site","id":null,"name":"a","nameEn":"b","timeZone":"c"}""", CareJson.Default.RegistryRecord));
}
