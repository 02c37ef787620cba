using System.Text;
using SmartCare.Domain.Readings;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>There or gone, in the words of any firmware.</summary>
public sealed class AvailabilityWordTests
{
    [Theory]
    [InlineData("offline"), InlineData("Offline"), InlineData("OFFLINE"), InlineData("\"offline\""), InlineData("false"), InlineData("0"), InlineData("""{"status":"offline"}"""), InlineData(""" {"state":"offline"}""")]
    [InlineData("""{"state": "Offline" }"""), InlineData("""{"online":false}"""), InlineData("disconnected"), InlineData("offline\0"), InlineData("offline\r\n"), InlineData("""{"state":"offline",}"""), InlineData("""{"Connected":0}""")]
    public void Gone(string payload) => Assert.Equal(Channels.Offline, Word(payload));

    [Theory]
    [InlineData("online"), InlineData("Online"), InlineData("ONLINE"), InlineData("true"), InlineData("1"), InlineData("connected"), InlineData("""{"state":"online"}"""), InlineData("""{"online":true}"""), InlineData("\uFEFFonline")]
    public void There(string payload) => Assert.Equal(Channels.Online, Word(payload));

    [Theory, InlineData(""), InlineData("{"), InlineData("maybe"), InlineData("""{"smoke":true}"""), InlineData("""{"state":null}"""), InlineData("online or offline, who knows, it is a long story")]
    public void Neither(string payload) => Assert.Null(Word(payload));

    private static string? Word(string payload) => AvailabilityDecoder.Decode(Encoding.UTF8.GetBytes(payload)).Values.SingleOrDefault().Text;
}
