using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Notices;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Notices;

/// <summary>What is begun again after a start, and in which order.</summary>
public sealed class NoticeOutboxTests : IDisposable
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-notices-");
    private readonly SqliteStore _store;

    public NoticeOutboxTests() => _store = new SqliteStore(Path.Combine(_folder.FullName, "smartcare.db"));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void The_urgent_go_first_and_of_those_what_has_not_failed_yet()
    {
        Write(Waiting("low", Priority.Low), Tried(Waiting("failed", Priority.High), 3), Waiting("fresh", Priority.High), Waiting("later", Priority.High, s_now.AddMinutes(5)));
        var (due, _, next) = new NoticeOutbox(_store.Tables).Take(s_now, _ => 2);
        Assert.Equal(["fresh", "failed"], due.Select(n => n.Notice.Id));
        Assert.Equal(s_now.AddMinutes(5), next);
    }

    [Fact]
    public void A_kind_that_is_full_keeps_no_other_kind_waiting_and_what_is_on_its_way_is_not_taken_twice()
    {
        Write(Waiting("hook", Priority.High), Waiting("sms", Priority.Low, kind: ChannelKind.Sms));
        var outbox = new NoticeOutbox(_store.Tables);
        Assert.Equal("sms", Assert.Single(outbox.Take(s_now, k => k is ChannelKind.Sms ? 1 : 0).Due).Notice.Id);
        Assert.Equal("hook", Assert.Single(outbox.Take(s_now, _ => 8).Due).Notice.Id);
        Assert.Empty(outbox.Take(s_now, _ => 8).Due);
        outbox.PutBack("hook");
        Assert.Single(outbox.Take(s_now, _ => 8).Due);
    }

    [Fact]
    public void A_later_revision_stands_whoever_comes_last()
    {
        var waiting = Waiting("a", Priority.High);
        var sent = Tried(waiting, 1).Ended(NoticeState.Sent, s_now);
        Write(waiting, sent, waiting);
        Assert.Equal(NoticeState.Sent, StoredNotice.FromJson(Assert.Single(_store.Tables.NoticesOf("alert"))).State);
        Assert.Empty(_store.Tables.WaitingNotices());
    }

    [Fact]
    public void What_was_withdrawn_on_its_way_when_the_silo_died_does_not_go_out_again()
    {
        Write(Waiting("a", Priority.High).Next(n => n with { Withdrawn = true }));
        var outbox = new NoticeOutbox(_store.Tables);
        Assert.Empty(outbox.Take(s_now, _ => 8).Due);
        Assert.Equal(NoticeState.Withdrawn, Assert.Single(outbox.Dirty).State);
    }

    private static readonly NoticeTry s_taken = new(s_now, 50, true, "HTTP 201");

    private static readonly DateTimeOffset s_showBy = s_now + NoticeLimits.ShownWithin;

    [Theory]
    [InlineData("before"), InlineData("after")]
    public void A_phone_may_be_faster_than_the_push_service_that_took_it_or_slower(string answer)
    {
        Write(Waiting("a", Priority.High, kind: ChannelKind.Push));
        var outbox = new NoticeOutbox(_store.Tables);
        Assert.Single(outbox.Take(s_now, _ => 8).Due);
        if (answer == "after") outbox.Shown("a", s_now.AddMilliseconds(20));
        Assert.False(outbox.Tried("a", s_taken, null, s_showBy));
        if (answer == "before") outbox.Shown("a", s_now.AddSeconds(1));
        var (due, over, _) = outbox.Take(s_now.AddSeconds(1), _ => 8);
        Assert.Empty(due);
        Assert.True(Assert.Single(over).Tries[^1].Delivered);
    }

    [Fact]
    public void What_waits_for_a_phone_waits_on_over_a_restart_and_is_over_when_none_has_shown_it()
    {
        Write(Waiting("a", Priority.High, kind: ChannelKind.Push).Next(n => n with { Tries = [s_taken], NextAt = s_showBy, ShowBy = s_showBy }));
        var outbox = new NoticeOutbox(_store.Tables);
        var (due, over, next) = outbox.Take(s_now.AddSeconds(29), _ => 8);
        Assert.Equal((0, 0, s_showBy), (due.Count, over.Count, next));
        (due, over, _) = outbox.Take(s_showBy, _ => 8);
        Assert.Empty(due);
        Assert.False(Assert.Single(over).Tries[^1].Delivered);
    }

    [Fact]
    public void That_somebody_has_no_phone_keeps_nothing_else_from_them_waiting()
    {
        Write(Waiting("a", Priority.Medium, kind: ChannelKind.Push), Waiting("b", Priority.Medium, kind: ChannelKind.Push));
        var outbox = new NoticeOutbox(_store.Tables);
        var first = Assert.Single(outbox.Take(s_now, _ => 1).Due);
        Assert.True(outbox.Tried(first.Notice.Id, new NoticeTry(s_now, 1, false, "no phone"), null, ofAddress: false));
        Assert.Single(outbox.Take(s_now, _ => 1).Due);
    }

    [Fact]
    public void Notices_are_listed_by_site_and_state_in_the_order_wanted()
    {
        Write(Waiting("b", Priority.High), Waiting("a", Priority.High), Waiting("c", Priority.High).Ended(NoticeState.Failed, s_now));
        Assert.Equal("b a c", Ids(null, null, 0, 10));
        Assert.Equal("b a", Ids(["sunshine"], "waiting", 0, 10));
        Assert.Equal("", Ids(["riverside"], null, 0, 10));
        Assert.Equal("a", Ids(null, null, 1, 1));
    }

    private string Ids(string[]? sites, string? state, long after, int limit) =>
        string.Join(' ', _store.Tables.Notices(sites, state, after, limit).Select(n => StoredNotice.FromJson(n.Json).Notice.Id));

    private void Write(params StoredNotice[] notices) => _store.Write([.. notices.Select(n => n.ToRow())]);

    private static StoredNotice Waiting(string id, Priority priority, DateTimeOffset? notBefore = null, ChannelKind kind = ChannelKind.Webhook) => StoredNotice.Of(
        new Notice(id, SiteId.Of("sunshine"), "alert", AlertKind.Help, priority, 1, Audience.Family, "王芳", new NoticeChannel(kind, "x", null), notBefore), s_now);

    private static StoredNotice Tried(StoredNotice notice, int times) =>
        notice.Next(n => n with { Tries = [.. Enumerable.Repeat(new NoticeTry(s_now, 5, false, "HTTP 503"), times)] });
}
