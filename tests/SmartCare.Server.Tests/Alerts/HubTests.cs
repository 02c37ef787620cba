using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Alerts;

public sealed class HubTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Resuming_from_the_beginning_tells_everything_that_ever_changed_each_once_and_in_order()
    {
        await house.Host.PressAsync($"call-{house.Bed()}");
        await using var wall = await house.Host.WallAsync("admin", after: 0);
        var newest = await house.Host.SeqAsync();
        var told = await wall.AlertsAsync((int)newest);
        Assert.Equal(Enumerable.Range(1, (int)newest).Select(n => (long)n), told.Select(a => a.Seq));
    }

    [Fact]
    public async Task Resuming_in_the_middle_tells_what_came_after_and_nothing_before()
    {
        var room = house.Room();
        var first = await house.Host.PressAsync($"call-{room}-1");
        await house.Host.PressAsync($"call-{room}-2");
        await using var wall = await house.Host.WallAsync(after: first.GetProperty("seq").GetInt64());
        Assert.Equal(first.GetProperty("seq").GetInt64() + 1, (await wall.AlertsAsync(1))[0].Seq);
    }

    [Fact]
    public async Task A_wall_that_was_away_misses_nothing()
    {
        var room = house.Room();
        long last;
        await using (var before = await house.Host.WallAsync())
        {
            await house.Host.SayAsync($"call-{room}-1", """{"action":"emergency"}""");
            last = (await before.AlertsAsync(1))[0].Seq;
        }

        await house.Host.SayAsync($"call-{room}-2", """{"action":"emergency"}""");
        await house.Host.SayAsync($"smoke-{room}", """{"smoke":true}""");
        await using var after = await house.Host.WallAsync(after: last);
        var missed = await after.AlertsAsync(2);
        Assert.Equal([(last + 1, "help"), (last + 2, "fire")], missed.Select(a => (a.Seq, a.Kind)));
    }

    /// <summary>Six buttons pressed as fast as they can, two walls that listen from before, and one that joins in the middle.</summary>
    [Fact]
    public async Task Hundreds_of_presses_at_once_come_to_every_wall_each_once_and_in_order()
    {
        const int PressesEach = 80;
        string[] rooms = [house.Room(), house.Room(), house.Room()];
        string[] buttons = [.. rooms.SelectMany(r => (string[])[$"call-{r}-1", $"call-{r}-2"])];
        var start = await house.Host.SeqAsync();
        await using var one = await house.Host.WallAsync("duty", start);
        await using var two = await house.Host.WallAsync("director", start);
        var pressing = Task.WhenAll(buttons.Select(button => PressManyTimesAsync(house.Host, button, PressesEach)));
        var firstOfOne = await one.AlertsAsync(50);
        await using var three = await house.Host.WallAsync("admin", start);
        await pressing;

        var count = buttons.Length * PressesEach;
        var seenByOne = firstOfOne.Concat(await one.AlertsAsync(count - 50)).ToList();
        Assert.Equal(Enumerable.Range(1, count).Select(n => start + n), seenByOne.Select(a => a.Seq));
        Assert.Equal(seenByOne.Select(Text), (await two.AlertsAsync(count)).Select(Text));
        Assert.Equal(seenByOne.Select(Text), (await three.AlertsAsync(count)).Select(Text));
        foreach (var button in buttons)
        {
            var ofButton = seenByOne.Where(a => a.Alert.GetProperty("device").GetProperty("id").GetString() == button).ToList();
            Assert.Single(ofButton.Select(a => a.Id).Distinct());
            Assert.Equal(Enumerable.Range(1, PressesEach), ofButton.Select(a => a.Alert.GetProperty("occurrences").GetInt32()));
        }
    }

    [Fact]
    public async Task Resuming_again_on_the_same_line_replaces_the_first_stream()
    {
        var room = house.Room();
        await using var wall = await house.Host.WallAsync();
        var from = await wall.ResumeAsync(await house.Host.SeqAsync());
        for (var again = 0; again < 20; again++) await wall.ResumeAsync(from);
        await house.Host.SayAsync($"call-{room}-1", """{"action":"emergency"}""");
        await house.Host.SayAsync($"call-{room}-2", """{"action":"emergency"}""");
        Assert.Equal([from + 1, from + 2], (await wall.AlertsAsync(2)).Select(a => a.Seq));
    }

    /// <summary>Each answer begins the sequence anew, and nothing of an older stream comes between.</summary>
    [Fact]
    public async Task Resuming_again_and_again_while_buttons_are_pressed_never_mixes_two_streams()
    {
        await using var wall = await house.Host.WallAsync();
        var from = await house.Host.SeqAsync();
        var pressing = PressManyTimesAsync(house.Host, $"call-{house.Bed()}", 200);
        for (var again = 0; again < 50; again++) await wall.ResumeAsync(from);
        await pressing;
        var last = await house.Host.SeqAsync();
        await wall.ResumeAsync(from);
        var before = from;
        while (before < last)
        {
            var seq = (await wall.AlertsAsync(1))[0].Seq;
            Assert.True(seq == before + 1 || seq == from + 1, $"{seq} came after {before}");
            before = seq;
        }
    }

    [Fact]
    public async Task Resuming_again_from_before_tells_it_again()
    {
        var alert = await house.Host.PressAsync($"call-{house.Bed()}");
        var seq = alert.GetProperty("seq").GetInt64();
        await using var wall = await house.Host.WallAsync(after: seq - 1);
        Assert.Equal(seq, (await wall.AlertsAsync(1))[0].Seq);
        await wall.ResumeAsync(seq - 1);
        Assert.Equal(seq, (await wall.AlertsAsync(1))[0].Seq);
    }

    /// <summary>After a crash while the disk was full, walls have seen numbers that the silo has lost and gives again.</summary>
    [Fact]
    public async Task A_wall_that_saw_further_than_the_silo_remembers_hears_every_new_alert()
    {
        await using var wall = await house.Host.WallAsync();
        Assert.Equal(await house.Host.SeqAsync(), await wall.ResumeAsync(await house.Host.SeqAsync() + 1_000));
        var raised = await house.Host.PressAsync($"call-{house.Bed()}");
        Assert.Equal(raised.GetProperty("seq").GetInt64(), (await wall.AlertsAsync(1))[0].Seq);
    }

    [Fact]
    public async Task What_a_wall_is_told_is_what_the_api_shows()
    {
        var told = await house.Host.PressAsync($"call-{house.Bed()}");
        var shown = await (await house.Host.PersonAsync("duty")).GetAsync($"/api/alerts/{told.GetProperty("id").GetString()}");
        Assert.Equal(shown.Body.ToString(), told.ToString());
    }

    [Fact]
    public async Task Every_second_a_wall_hears_that_it_is_not_blind()
    {
        await using var wall = await house.Host.WallAsync();
        var (first, second, third) = (await wall.BeatAsync(), await wall.BeatAsync(), await wall.BeatAsync());
        Assert.Equal(["now", "seq", "health"], first.EnumerateObject().Select(p => p.Name));
        Assert.True(first.GetProperty("health").GetProperty("ok").GetBoolean(), first.ToString());
        Assert.Empty(first.GetProperty("health").GetProperty("problems").EnumerateArray());
        Assert.InRange((Now(third) - Now(first)).TotalSeconds, 1, 10);
        Assert.True(Now(second) > Now(first));

        var raised = await house.Host.PressAsync($"call-{house.Bed()}");
        await wall.BeatAsync(b => b.GetProperty("seq").GetInt64() >= raised.GetProperty("seq").GetInt64());

        static DateTimeOffset Now(JsonElement beat) => beat.GetProperty("now").GetDateTimeOffset();
    }

    [Fact]
    public async Task A_wall_that_reads_nothing_makes_no_other_wall_blind()
    {
        await using var own = await TestHost.StartAsync();
        // An alert with a long history, told again from its first change: some 10 MB, which fit into no buffer on the way.
        await PressManyTimesAsync(own, "call-102-1", 500);
        await using var wall = await own.WallAsync();
        await using var deaf = await DeafWall.ConnectAsync(own.Http, (await own.PersonAsync("admin")).Cookie);
        using var machine = new Lateness();
        var before = (await wall.BeatAsync()).GetProperty("now").GetDateTimeOffset();
        var longest = TimeSpan.Zero;
        for (var beat = 0; beat < 5; beat++)
        {
            var now = (await wall.BeatAsync()).GetProperty("now").GetDateTimeOffset();
            if (now - before > longest) longest = now - before;
            before = now;
        }

        // What the machine itself was late by, full of other work, is not the deaf wall's doing.
        Assert.InRange(longest - machine.Worst, TimeSpan.Zero - machine.Worst, TimeSpan.FromSeconds(2.9));
    }

    [Fact]
    public async Task Walls_answer_by_the_hub_and_every_wall_sees_it()
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString()!;
        await using var duty = await house.Host.WallAsync("duty");
        await using var director = await house.Host.WallAsync("director");
        Assert.Equal("acknowledged", (await duty.InvokeAsync("Acknowledge", id)).GetProperty("state").GetString());
        Assert.Equal("arrived", (await director.InvokeAsync("Arrive", id)).GetProperty("state").GetString());
        var resolved = await duty.InvokeAsync("Resolve", id, "drill", "演练");
        Assert.Equal(("resolved", "drill"), (resolved.GetProperty("state").GetString(), resolved.GetProperty("outcome").GetString()));
        foreach (var wall in (HubClient[])[duty, director])
            Assert.Equal(["acknowledged", "arrived", "resolved"], (await wall.AlertsAsync(3)).Select(a => a.State));
    }

    [Theory]
    [InlineData("duty", "Acknowledge", "The alert is acknowledged already.")]
    [InlineData("duty", "Resolve", "outcome is one of real, false, test, drill, other.")]
    [InlineData("family", "Acknowledge", "There is no alert")]
    public async Task A_refusal_by_the_hub_says_why(string user, string method, string why)
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString();
        (await (await house.Host.PersonAsync("director")).PostAsync($"/api/alerts/{id}/acknowledge")).Is(HttpStatusCode.OK);
        await using var wall = await house.Host.WallAsync(user);
        var refused = await Assert.ThrowsAsync<HubCallException>(() =>
            method == "Resolve" ? wall.InvokeAsync(method, id, "nonsense", null) : wall.InvokeAsync(method, id));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Acknowledge", null, "There is no alert")]
    [InlineData("Acknowledge", "never-was", "There is no alert never-was.")]
    [InlineData("Resume", -1, "afterSeq is 0 or more.")]
    public async Task A_call_that_cannot_be_meant_is_refused_and_the_line_stays(string method, object? argument, string why)
    {
        await using var wall = await house.Host.WallAsync();
        var refused = await Assert.ThrowsAsync<HubCallException>(() => wall.InvokeAsync(method, argument));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        await wall.BeatAsync();
    }

    [Fact]
    public async Task Family_hears_of_its_own_and_nothing_else()
    {
        await using var wall = await house.Host.WallAsync("family");
        await house.Host.PressAsync($"call-{house.Bed()}");
        await house.Host.PressAsync("call-101-2");
        var own = await house.Host.PressAsync("call-101-1");
        Assert.Equal(own.GetProperty("seq").GetInt64(), (await wall.AlertsAsync(1))[0].Seq);
    }

    private static async Task PressManyTimesAsync(TestHost host, string button, int times)
    {
        await using var client = await host.MqttAsync(button);
        await Task.WhenAll(Enumerable.Range(0, times).Select(_ => client.PublishAsync($"smartcare/{button}", """{"action":"emergency"}""")))
            .WaitAsync(HubClient.Patience);
    }

    private static string Text(HubAlert alert) => alert.Alert.ToString();
}
