using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Notices;
using SmartCare.Server.Notices;
using SmartCare.Server.Notices.Channels;
using SmartCare.Server.Tests.Support;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.Tests.Notices;

/// <summary>From the decision that wants a notice to the answer that reaches the site again, over a real gateway that may be ill.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private readonly SteppedTime _time = new();
    private TestHost _host = null!;
    private WantingSite _site = null!;
    private Gateway _gateway = null!;

    private SeenRows Disk => _host.Services.GetRequiredService<SeenRows>();

    public async Task InitializeAsync()
    {
        _gateway = await Gateway.StartAsync();
        _host = await TestHost.StartAsync(s => _site = WantingSite.Put(s, _time), ["--Notices:Allow=127.0.0.1"]);
        _site.Channels = [Webhook];
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_family_is_told_once_with_a_signature_and_everyone_can_see_that_it_was()
    {
        var alert = await _host.PressAsync("call-101-1");
        var call = await _gateway.NextAsync();
        Assert.Equal("v1," + WebhookSignature.Sign("s3cret", call.Headers["webhook-id"], call.Headers["webhook-timestamp"], call.Body), call.Headers["webhook-signature"]);
        Assert.Equal(call.Json.GetProperty("id").GetString(), call.Headers["webhook-id"]);
        Assert.Equal(alert.GetProperty("id").GetString(), call.Json.GetProperty("alert").GetProperty("id").GetString());
        Assert.StartsWith("阳光养老院 101 ", call.Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("help call since", call.Json.GetProperty("textEn").GetString(), StringComparison.Ordinal);
        var answered = await _site.AnsweredAsync();
        Assert.True(answered.Delivered);
        await Disk.NoticeAsync(n => n.State is NoticeState.Sent);

        foreach (var user in (string[])["duty", "family"])
        {
            var told = Assert.Single((await (await _host.PersonAsync(user)).GetAsync($"/api/alerts/{alert.GetProperty("id").GetString()}/notices")).Is(HttpStatusCode.OK).Items);
            Assert.Equal(("sent", "webhook", "family"), (told.GetProperty("state").GetString(), told.GetProperty("channel").GetString(), told.GetProperty("audience").GetString()));
            Assert.DoesNotContain("hook", told.GetProperty("address").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", told.ToString(), StringComparison.Ordinal);
            Assert.True(Assert.Single(told.GetProperty("tries").EnumerateArray()).GetProperty("delivered").GetBoolean());
        }

        Assert.Equal(1, _gateway.Calls);
        Assert.Equal(0, await _host.MetricAsync("smartcare_notices_waiting"));
    }

    [Fact]
    public async Task A_gateway_that_fails_is_asked_again_ever_more_slowly_until_it_takes_it()
    {
        _gateway.Answers = n => n < 4 ? (503, "busy") : (200, "");
        await _host.PressAsync("call-102-1");
        var (keys, waits) = (new HashSet<string>(), new List<double>());
        for (var tried = 1; tried <= 3; tried++)
        {
            keys.Add((await _gateway.NextAsync()).Headers["webhook-id"]);
            var waiting = await Disk.NoticeAsync(n => n.Tries.Count == tried);
            waits.Add((waiting.NextAt - waiting.Tries[^1].At).TotalSeconds);
            Step(waiting.NextAt - _time.GetUtcNow());
        }

        keys.Add((await _gateway.NextAsync()).Headers["webhook-id"]);
        Assert.Single(keys);
        Assert.InRange(waits[0], 4, 7);
        Assert.InRange(waits[1], 8, 13);
        Assert.InRange(waits[2], 16, 25);
        var sent = await Disk.NoticeAsync(n => n.State is NoticeState.Sent);
        Assert.Equal(["HTTP 503", "HTTP 503", "HTTP 503", "HTTP 200"], sent.Tries.Select(t => t.Answer));
        Assert.True((await _site.AnsweredAsync()).Delivered);
    }

    [Fact]
    public async Task A_gateway_that_never_takes_it_is_given_up_after_ten_minutes_and_the_site_and_the_wall_hear_of_it()
    {
        _gateway.Answers = _ => (500, "");
        var began = _time.GetUtcNow();
        await _host.PressAsync("call-102-1");
        for (var tried = 1; tried < NoticeLimits.Tries; tried++)
            Step((await Disk.NoticeAsync(n => n.Tries.Count == tried && n.State is NoticeState.Waiting)).NextAt - _time.GetUtcNow());
        Assert.False((await _site.AnsweredAsync()).Delivered);
        var failed = await Disk.NoticeAsync(n => n.State is NoticeState.Failed);
        Assert.Equal(NoticeLimits.Tries, failed.Tries.Count);
        Assert.InRange((failed.Tries[^1].At - began).TotalMinutes, 8, 13);
        var duty = await _host.PersonAsync("duty");
        var ready = (await duty.GetAsync("/readyz")).Is(HttpStatusCode.OK);
        var told = Assert.Single(ready["problems"].EnumerateArray()).GetString()!;
        Assert.Contains("notices: nobody was reached by webhook", told, StringComparison.Ordinal);
        // What the outside host answered is not for strangers.
        using var nobody = _host.Nobody();
        var toldAll = Assert.Single((await Reply.OfAsync(nobody.GetAsync("/readyz")))["problems"].EnumerateArray()).GetString()!;
        Assert.EndsWith(" min", toldAll, StringComparison.Ordinal);
        Assert.StartsWith($"{toldAll}: ", told, StringComparison.Ordinal);
        Assert.Single((await duty.GetAsync("/api/notices?state=failed&site=sunshine")).Items);
        Assert.Empty((await duty.GetAsync("/api/notices?state=waiting")).Items);
    }

    [Fact]
    public async Task A_channel_that_says_never_is_asked_three_times()
    {
        _gateway.Answers = _ => (404, "no such hook");
        await _host.PressAsync("call-102-1");
        for (var tried = 1; tried < NoticeLimits.TriesWhenRefused; tried++)
            Step((await Disk.NoticeAsync(n => n.Tries.Count == tried)).NextAt - _time.GetUtcNow());
        Assert.False((await _site.AnsweredAsync()).Delivered);
        Assert.Equal(NoticeLimits.TriesWhenRefused, _gateway.Calls);
    }

    [Fact]
    public async Task A_gateway_that_hangs_is_left_after_ten_seconds_and_holds_up_nobody_else()
    {
        _gateway.Hanging = new();
        await using var other = await Gateway.StartAsync();
        await _host.PressAsync("call-102-1");
        await _gateway.NextAsync();
        _site.Channels = [Webhook with { Address = $"{other.Url}hook" }];
        await _host.PressAsync("call-103-1");
        await other.NextAsync();
        _time.Advance(NoticeLimits.Timeout(ChannelKind.Webhook));
        var waiting = await Disk.NoticeAsync(n => n.Tries is [{ Delivered: false }]);
        Assert.Equal("no answer within 10 s", waiting.Tries[0].Answer);
    }

    [Fact]
    public async Task What_is_withdrawn_in_quiet_hours_never_goes_out_and_what_is_not_goes_when_they_end()
    {
        _site.Quiet = TimeSpan.FromHours(2);
        var withdrawn = (await _host.PressAsync("call-102-1")).GetProperty("id").GetString();
        var kept = (await _host.PressAsync("call-103-1")).GetProperty("id").GetString();
        (await (await _host.PersonAsync("duty")).PostAsync($"/api/alerts/{withdrawn}/acknowledge")).Is(HttpStatusCode.OK);
        await Disk.NoticeAsync(n => n.State is NoticeState.Withdrawn);
        Assert.Equal(0, _gateway.Calls);
        Step(TimeSpan.FromHours(2));
        Assert.Equal(kept, (await _gateway.NextAsync()).Json.GetProperty("alert").GetProperty("id").GetString());
        await Disk.NoticeAsync(n => n.State is NoticeState.Sent);
        Assert.Equal(1, _gateway.Calls);
    }

    [Theory, InlineData(200, NoticeState.Sent), InlineData(500, NoticeState.Withdrawn)]
    public async Task What_is_withdrawn_on_its_way_is_recorded_as_it_went(int answer, object ends)
    {
        _gateway.Hanging = new();
        _gateway.Answers = _ => (answer, "");
        var alert = (await _host.PressAsync("call-102-1")).GetProperty("id").GetString();
        await _gateway.NextAsync();
        (await (await _host.PersonAsync("duty")).PostAsync($"/api/alerts/{alert}/acknowledge")).Is(HttpStatusCode.OK);
        _gateway.Hanging.SetResult();
        var ended = await Disk.NoticeAsync(n => n.State is not NoticeState.Waiting);
        Assert.Equal((NoticeState)ends, ended.State);
        Assert.Single(ended.Tries);
        Assert.Null(ended.Notice.Channel.Secret);
    }

    [Fact]
    public async Task What_was_wanted_before_a_crash_is_sent_after_it_under_the_same_key()
    {
        _gateway.Hanging = new();
        await _host.PressAsync("call-102-1");
        var before = await _gateway.NextAsync();
        // The files as a kill at this moment would leave them: committed, on its way, not answered.
        var left = TestHost.NewFolder();
        foreach (var file in Directory.GetFiles(_host.Folder, "smartcare.db*")) File.Copy(file, Path.Combine(left, Path.GetFileName(file)));
        WantingSite again = null!;
        await using (await TestHost.StartAsync(s => again = WantingSite.Put(s), [$"--Data:Path={left}", "--Notices:Allow=127.0.0.1"]))
        {
            var after = await _gateway.NextAsync();
            Assert.Equal(before.Headers["webhook-id"], after.Headers["webhook-id"]);
            _gateway.Hanging.SetResult();
            Assert.True((await again.AnsweredAsync()).Delivered);
        }

        Directory.Delete(left, recursive: true);
    }

    [Fact]
    public async Task What_was_not_answered_when_the_silo_stopped_is_sent_at_its_next_start_and_what_was_is_not()
    {
        await _host.PressAsync("call-102-1");
        await _gateway.NextAsync();
        await _site.AnsweredAsync();
        _site.Quiet = TimeSpan.FromMinutes(30);
        await _host.PressAsync("call-103-1");
        await _host.StopAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await _host.StartAgainAsync();
        var call = await _gateway.NextAsync();
        Assert.Equal("103", call.Json.GetProperty("alert").GetProperty("placeId").GetString());
        Assert.Equal(2, _gateway.Calls);
    }

    [Fact]
    public async Task While_the_disk_is_full_people_are_told_all_the_same_and_it_is_written_down_later()
    {
        await using var wall = await _host.WallAsync("admin");
        await using var button = await _host.MqttAsync("call-102-1");
        Disk.Full = true;
        var acknowledged = button.PublishAsync("smartcare/call-102-1", """{"action":"emergency"}""");
        var alert = (await wall.AlertAsync(a => a.Kind == "help")).Id;
        var call = await _gateway.NextAsync();
        Assert.Equal(alert, call.Json.GetProperty("alert").GetProperty("id").GetString());
        Assert.True((await _site.AnsweredAsync()).Delivered);
        var duty = await _host.PersonAsync("duty");
        Assert.Single((await duty.GetAsync($"/api/alerts/{alert}/notices")).Items);
        Disk.Full = false;
        await acknowledged;
        await Disk.NoticeAsync(n => n.State is NoticeState.Sent);
        Assert.Equal("sent", Assert.Single((await duty.GetAsync("/api/notices")).Items).GetProperty("state").GetString());
        Assert.Equal(1, _gateway.Calls);
    }

    [Fact]
    public async Task Family_reads_nothing_of_what_others_were_told()
    {
        _site.Channels = [Webhook, Webhook with { Address = $"{_gateway.Url}staff" }];
        var mine = (await _host.PressAsync("call-101-1")).GetProperty("id").GetString();
        var theirs = (await _host.PressAsync("call-102-1")).GetProperty("id").GetString();
        var family = await _host.PersonAsync("family");
        Assert.Equal("family", Assert.Single((await family.GetAsync($"/api/alerts/{mine}/notices")).Items).GetProperty("audience").GetString());
        (await family.GetAsync($"/api/alerts/{theirs}/notices")).IsProblem(HttpStatusCode.NotFound);
        (await family.GetAsync("/api/notices")).IsProblem(HttpStatusCode.Forbidden);
        Assert.Equal(2, (await (await _host.PersonAsync("duty")).GetAsync($"/api/alerts/{mine}/notices")).Items.Count);
    }

    [Fact]
    public async Task A_director_tries_out_a_channel_and_sees_what_it_says()
    {
        var director = await _host.PersonAsync("director");
        var channel = new { kind = "webhook", address = $"{_gateway.Url}hook", secret = "s3cret" };
        _gateway.Answers = n => n == 1 ? (200, "") : (403, $"bad token s3cret");
        Assert.True((await director.PostAsync("/api/notices/test", new { channel })).Is(HttpStatusCode.OK)["delivered"].GetBoolean());
        Assert.Contains("测试", (await _gateway.NextAsync()).Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        var refused = (await director.PostAsync("/api/notices/test", new { channel })).Is(HttpStatusCode.OK);
        Assert.Equal((false, "HTTP 403"), (refused["delivered"].GetBoolean(), refused["answer"].GetString()));
        (await director.PostAsync("/api/notices/test", new { channel = new { kind = "pigeon", address = "x" } })).IsProblem(HttpStatusCode.BadRequest);
        (await (await _host.PersonAsync("duty")).PostAsync("/api/notices/test", new { channel })).IsProblem(HttpStatusCode.Forbidden);
        for (var n = 2; n < NoticeLimits.TestsPerMinute; n++) await director.PostAsync("/api/notices/test", new { channel });
        (await director.PostAsync("/api/notices/test", new { channel })).IsProblem(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task What_waits_when_the_site_gets_another_text_gateway_goes_through_the_new_one()
    {
        await using var before = await Gateway.StartAsync();
        var director = await _host.PersonAsync("director");
        async Task Through(Gateway gateway) =>
            (await director.PutAsync("/api/sites/sunshine/duty", new { sms = new { url = $"{gateway.Url}sms", secret = "Basic s3cret" } })).Is(HttpStatusCode.OK);
        await Through(before);
        _site.Channels = [new NoticeChannel(ChannelKind.Sms, "13800001234", null)];
        before.Answers = _ => (503, "busy");
        await _host.PressAsync("call-102-1");
        Assert.Equal("Basic s3cret", (await before.NextAsync()).Headers["authorization"]);
        var waiting = await Disk.NoticeAsync(n => n.Tries.Count == 1);
        await Through(_gateway);
        Step(waiting.NextAt - _time.GetUtcNow());
        var call = await _gateway.NextAsync();
        Assert.Equal(("/sms", "13800001234"), (call.PathAndQuery, call.Json.GetProperty("phone").GetString()));
        await Disk.NoticeAsync(n => n.State is NoticeState.Sent);
        Assert.Equal(1, before.Calls);
    }

    private NoticeChannel Webhook => new(ChannelKind.Webhook, $"{_gateway.Url}hook", "s3cret");

    private void Step(TimeSpan by)
    {
        if (by > TimeSpan.Zero) _time.Advance(by);
        _host.Services.GetRequiredService<NoticeOutbox>().Wake();
    }
}
