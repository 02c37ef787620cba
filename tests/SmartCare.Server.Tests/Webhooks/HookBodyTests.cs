using System.Text;
using SmartCare.Domain.Registry;
using SmartCare.Server.Hooks;

namespace SmartCare.Server.Tests.Webhooks;

/// <summary>What a call says, as the payload that goes on: to a camera.</summary>
public sealed class HookBodyTests
{
    [Theory]
    [InlineData("""{"id":"e","device":"d","event":"person_lying","url":"https://cam/1","ts":5,"battery":80}""", """Reading {"fall":"suspected","clip":"https://cam/1","ts":5,"battery":80}""")]
    [InlineData("""{"event":"person_lying",}""", """Reading {"fall":"suspected"}"""), InlineData("\uFEFF{\"event\":\"person_lying\"}", """Reading {"fall":"suspected"}""")]
    [InlineData("""{"event":"motion","fall":"confirmed"}""", """Reading {"presence":true,"fall":"confirmed"}"""), InlineData("""{"event":"person_up","fall":"confirmed"}""", """Reading {"fall":"none","fall":"confirmed"}""")]
    [InlineData("""{"event":"smoke","smoke":false}""", """Reading {"smoke":true}"""), InlineData("""{"event":"","battery":3}""", """Reading {"battery":3}"""), InlineData("""{"event":7}""", """Reading {"fall":"event 7"}""")]
    [InlineData("""{"event":"heartbeat"}""", "Availability online"), InlineData("""{"event":"vehicle","ts":5}""", "Availability online"), InlineData("""{"event":"offline","battery":3}""", "Availability offline")]
    [InlineData("""{"event":"heartbeat","battery":3}""", """Reading {"battery":3}"""), InlineData("""{"device":{"ieeeAddr":"0x1"},"sos":true}""", """Reading {"sos":true}""")]
    // As it is: the decoder looks for what can be read of it.
    [InlineData("{\"sos\":true,\"event\":", "Reading {\"sos\":true,\"event\":"), InlineData("hello", "Reading hello"), InlineData("""[{"event":"sos"}]""", """Reading [{"event":"sos"}]""")]
    [InlineData("""{"event":"\ud800"}""", """Reading {"event":"\ud800"}""")]
    public void A_body_is(string body, string expected)
    {
        var (kind, payload) = HookBody.Read(Encoding.UTF8.GetBytes(body)).For(Models.All["camera"]);
        Assert.Equal(expected, $"{kind} {Encoding.UTF8.GetString(payload)}");
    }
}
