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
