using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>Sessions by themselves: how long they go on, how many there are, what the disk knows of them.</summary>
public sealed class BrowserSessionsTests : IDisposable
{
    private readonly string _folder = TestHost.NewFolder();
    private readonly ShiftedTime _time = new();
    private readonly SqliteStore _store;
    private readonly WrappedStore _disk;
    private readonly List<string> _ended = [];
    private BrowserSessions _sessions;

    public BrowserSessionsTests()
    {
        _store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        _disk = new WrappedStore(_store);
        _sessions = Restarted();
    }

    [Fact]
    public async Task One_that_nobody_uses_for_thirty_days_is_over_and_one_that_is_used_goes_on_over_a_restart()
    {
        var (used, idle) = (Begin(), Begin());
        await _sessions.SaveAsync();
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromDays(20));
            Assert.True(_sessions.Use(used, "duty"));
            await _sessions.SaveAsync();
            _sessions = Restarted();
        }

        Assert.False(_sessions.Use(idle, "duty"));
        Assert.True(_sessions.Use(used, "duty"));
        Assert.Equal([idle], _ended);
    }

    [Fact]
    public void After_half_a_year_it_is_over_however_often_it_was_used()
    {
        var id = Begin();
        for (var day = 0; day < 180; day += 10)
        {
            Assert.True(_sessions.Use(id, "duty"));
            _time.Advance(TimeSpan.FromDays(10));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        _sessions.Sweep(new HashSet<string>());
        Assert.Equal([id], _ended);
        Assert.False(_sessions.Use(id, "duty"));
    }

    /// <summary>Nor does a clock that jumps by years.</summary>
    [Fact]
    public async Task No_time_cuts_a_wall_that_hangs_but_it_signs_in_again_when_it_comes_back_after_half_a_year()
    {
        var (wall, forgotten) = (Begin(), Begin());
        var hangs = new HashSet<string> { wall };
        for (var day = 0; day < 200; day += 20)
        {
            _time.Advance(TimeSpan.FromDays(20));
            _sessions.Sweep(hangs);
            await _sessions.SaveAsync();
            if (day == 100) Assert.True(_sessions.Use(wall, "duty"));
        }

        Assert.Equal([forgotten], _ended);
        Assert.False(_sessions.Use(wall, "duty"));
    }

    [Fact]
    public void It_is_its_users_alone_and_nobodys_without_an_id()
    {
        var id = Begin();
        Assert.False(_sessions.Use(id, "admin"));
        Assert.False(_sessions.Use(null, "duty"));
        Assert.False(_sessions.Use(id[..^1], "duty"));
        Assert.True(_sessions.Use(id, "duty"));
    }

    [Fact]
    public void Beyond_a_hundred_of_a_user_the_one_that_was_used_least_lately_ends()
    {
        var other = Begin("admin");
        _time.Advance(TimeSpan.FromSeconds(1));
        var first = Begin();
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = Begin();
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 98; i++) Begin();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_sessions.Use(first, "duty"));
        Begin();
        Assert.Equal([second], _ended);
        Assert.True(_sessions.Use(other, "admin"));
        Assert.Equal(100, _sessions.Of("duty").Count);
    }

    [Fact]
    public void Beyond_ten_thousand_in_all_too()
    {
        var first = Begin("u-0");
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 1; i <= 10_000; i++) Begin($"u-{i % 5_000}");
        Assert.Equal([first], _ended);
    }

    [Fact]
    public void It_has_no_more_of_a_browsers_name_than_can_be_read()
    {
        _sessions.Begin("duty", "10.0.0.7", new string('x', 5_000));
        _sessions.Begin("admin", null, "");
        Assert.Equal((200, "10.0.0.7"), (_sessions.Of("duty")[0].Browser!.Length, _sessions.Of("duty")[0].From));
        Assert.Null(_sessions.Of("admin")[0].Browser);
    }

    [Fact]
    public async Task Its_row_is_not_written_with_each_use()
    {
        var id = Begin();
        await _sessions.SaveAsync();
        var began = Assert.Single(_store.Tables.Sessions()).SeenMs;
        _time.Advance(TimeSpan.FromMinutes(50));
        _sessions.Use(id, "duty");
        await _sessions.SaveAsync();
        Assert.Equal(began, Assert.Single(_store.Tables.Sessions()).SeenMs);
        _time.Advance(TimeSpan.FromMinutes(50));
        _sessions.Use(id, "duty");
        await _sessions.SaveAsync();
        Assert.InRange(Assert.Single(_store.Tables.Sessions()).SeenMs - began, 100 * 60_000, 101 * 60_000);
    }

    [Fact]
    public async Task While_the_disk_is_full_they_begin_and_end_in_memory_and_the_disk_hears_of_both_later()
    {
        var before = Begin();
        await _sessions.SaveAsync();
        _disk.Full = true;
        var during = Begin();
        _sessions.End(before);
        await _sessions.SaveAsync();
        Assert.True(_sessions.Use(during, "duty"));
        Assert.False(_sessions.Use(before, "duty"));
        Assert.Equal(before, Assert.Single(_store.Tables.Sessions()).Id);
        _disk.Full = false;
        await _sessions.SaveAsync();
        Assert.Equal(during, Assert.Single(_store.Tables.Sessions()).Id);
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Begin(string user = "duty") => _sessions.Begin(user, null, "test").Id;

    private BrowserSessions Restarted()
    {
        var sessions = new BrowserSessions(_store.Tables, _disk, _time);
        sessions.Ended += _ended.Add;
        return sessions;
    }
}
