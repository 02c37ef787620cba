using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Notices;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Notices;

/// <summary>A voice call through a gateway of the test's own: what it is asked, and what it says back when a key is pressed.</summary>
public sealed class CallTests
{
    [Fact]
    public async Task Whoever_is_called_hears_it_in_words_and_acknowledges_with_a_key_once()
    {
        var time = new SteppedTime();
        await using var gateway = await Gateway.StartAsync();
        await using var host = await TestHost.StartAsync(s => s.AddSingleton<TimeProvider>(time), ["--Notices:Allow=127.0.0.1", "--Http:PublicUrl=https://care.example"]);
        var admin = await host.PersonAsync("admin");
        var person = new { name = "李护士", channels = new[] { new { kind = "voice", address = "13800001234" } } };
        (await admin.PutAsync("/api/sites/sunshine/duty", new
        {
            voice = new { url = $"{gateway.Url}call", secret = "Bearer k" },
            shifts = new[] { new { name = "全天", from = "00:00:00", to = "00:00:00", people = new[] { person } } }, tiers = new[] { new { kind = "help", secondAfterS = 10 } },
        })).Is(HttpStatusCode.OK);
        Assert.Equal("***", (await admin.GetAsync("/api/sites/sunshine/duty"))["voice"].GetProperty("secret").GetString());
        var alert = (await host.PressAsync("call-101-1")).GetProperty("id").GetString();
        time.Advance(TimeSpan.FromSeconds(11));

        var call = await gateway.NextAsync();
        Assert.Equal(("POST", "Bearer k", "13800001234"), (call.Method, call.Headers["authorization"], call.Json.GetProperty("phone").GetString()));
        Assert.Contains("1 0 1", call.Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("请按 1 键确认由您处理。", call.Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        var callback = new Uri(call.Json.GetProperty("callback").GetString()!);
        Assert.Equal("care.example", callback.Host);

        using var nobody = host.Nobody();
        (await Reply.OfAsync(nobody.GetAsync($"{callback.PathAndQuery}x"))).IsProblem(HttpStatusCode.Unauthorized);
        // As telephone platforms do, with a form.
        using var digits = new FormUrlEncodedContent([new("Digits", "1")]);
        Assert.Equal("acknowledged", (await Reply.OfAsync(nobody.PostAsync(callback.PathAndQuery, digits))).Is(HttpStatusCode.OK)["state"].GetString());
        (await Reply.OfAsync(nobody.GetAsync(callback.PathAndQuery))).IsProblem(HttpStatusCode.Conflict);
        Assert.Equal("call/李护士", (await admin.GetAsync($"/api/alerts/{alert}"))["acknowledgedBy"].GetString());
        Assert.Contains(
            (await admin.GetAsync($"/api/audit?about=alert/{alert}")).Is(HttpStatusCode.OK).Items,
            e => e.GetProperty("what").GetString() == "acknowledgeByCall" && e.GetProperty("user").GetString() == "call/李护士");
    }

    [Theory]
    [InlineData("阳光养老院 101 王秀英：一键呼叫求助，09:02 起，尚无人应答。", false, "阳光养老院 1 0 1 王秀英，一键呼叫求助，9点02分 起，尚无人应答。")]
    [InlineData("【演练】阳光养老院 305：火警（有烟），11-26 23:00 起，尚无人应答。", true, "演练，阳光养老院 3 0 5，火警，有烟，11月26日 23点 起，尚无人应答。请按 1 键确认由您处理。")]
    public void What_is_read_aloud_has_no_figures_that_nobody_says(string text, bool mayAnswer, string spoken) => Assert.Equal(spoken, SpokenText.Of(text, mayAnswer));
}
