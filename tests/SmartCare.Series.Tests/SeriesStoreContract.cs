using System.Globalization;

namespace SmartCare.Series.Tests;

/// <summary>What every store of series must do.</summary>
public abstract class SeriesStoreContract : IAsyncLifetime
{
    const long T0 = 1_760_000_000_000;
    static readonly SeriesCursor Somewhere = new(0, 1);
    static readonly CancellationToken None = CancellationToken.None;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("smartcare-series-").FullName;
    protected ISeriesStore Store { get; private set; } = null!;

    /// <summary>Two instants of one millisecond are two points; else they are one.</summary>
    protected virtual bool KeepsNanoseconds => true;

    protected virtual bool KeepsTexts => true;

    /// <summary>Significant digits of a value that comes back.</summary>
    protected virtual int Digits => 17;

    /// <summary>It can hold this number, and a channel of this name.</summary>
    protected virtual bool Takes(double value) => true;

    protected virtual bool TakesChannel(string name) => true;

    /// <summary>Makes cursors that were confirmed move, where that takes a while.</summary>
    protected virtual Task SettleAsync(params SeriesCursor[] cursors) => Task.CompletedTask;

    /// <summary>Opens the store of this test; called again it finds what was there.</summary>
    protected abstract ISeriesStore Open();

    public virtual Task InitializeAsync()
    {
        Store = Open();
        return Task.CompletedTask;
    }

    public virtual async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    protected static SeriesReading At(long ms, double value, string device = "d", string channel = "temperature") =>
        new(device, "101", "sunshine", ms * 1_000_000, [new(channel, value)]);

    protected async Task<(long, double)[]> AskAsync(
        long from = T0 - 1_000_000, long to = T0 + 1_000_000, int step = 0, int limit = 1000, string device = "d", string channel = "temperature") =>
        [.. (await Store.QueryAsync(new(device, channel, from, to, step, limit), None)).Select(p => (p.UnixMs, p.Value))];

    ValueTask WriteAsync(params SeriesReading[] readings) => Store.WriteAsync(readings, Somewhere, None);

    [Fact]
    public async Task What_is_written_can_be_asked_for_in_ascending_time()
    {
        await WriteAsync(At(T0 + 2000, 22.5), At(T0, -20), At(T0 + 1000, 1e-7));
        Assert.Equal([(T0, -20), (T0 + 1000, 1e-7), (T0 + 2000, 22.5)], await AskAsync());
    }

    [Fact]
    public async Task Before_the_first_write_nothing_is_known_and_nothing_fails()
    {
        Assert.Empty(await AskAsync());
        Assert.Empty(await Store.CursorsAsync(None));
    }

    [Fact]
    public async Task Writing_twice_is_writing_once()
    {
        await WriteAsync(At(T0, 1), At(T0 + 1, 2));
        await WriteAsync(At(T0, 1), At(T0 + 1, 2), At(T0 + 2, 3));
        Assert.Equal([(T0, 1), (T0 + 1, 2), (T0 + 2, 3)], await AskAsync());
    }

    [Fact]
    public async Task All_fields_of_a_reading_are_series_of_their_own()
    {
        await WriteAsync(new SeriesReading("d", "101", "sunshine", T0 * 1_000_000, [new("temperature", 21), new("humidity", 40)]));
        Assert.Equal([(T0, 21)], await AskAsync());
        Assert.Equal([(T0, 40)], await AskAsync(channel: "humidity"));
    }

    [Fact]
    public async Task From_is_inclusive_and_to_is_exclusive()
    {
        await WriteAsync(At(T0 - 1, 1), At(T0, 2), At(T0 + 9, 3), At(T0 + 10, 4));
        Assert.Equal([(T0, 2), (T0 + 9, 3)], await AskAsync(T0, T0 + 10));
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue, 2)]
    [InlineData(T0 + 1, T0, 0)]
    [InlineData(T0, T0, 0)]
    public async Task Any_bounds_can_be_asked(long from, long to, int expected)
    {
        await WriteAsync(At(T0, 1), At(T0 + 1, 2));
        Assert.Equal(expected, (await AskAsync(from, to)).Length);
    }

    [Fact]
    public async Task At_most_limit_points_come_the_first_ones()
    {
        await WriteAsync([.. Enumerable.Range(0, 50).Select(i => At(T0 + i * 1000, i))]);
        Assert.Equal([(T0, 0), (T0 + 1000, 1), (T0 + 2000, 2)], await AskAsync(limit: 3));
        Assert.Equal(2, (await AskAsync(step: 10, limit: 2)).Length);
        Assert.Empty(await AskAsync(limit: 0));
    }

    [Fact]
    public async Task A_step_gives_the_mean_of_each_step_that_holds_a_point()
    {
        var minute = T0 / 60_000 * 60_000;
        await WriteAsync(At(minute, 10), At(minute + 59_999, 20), At(minute + 60_000, 7), At(minute + 240_000, 9));
        Assert.Equal([(minute, 15), (minute + 60_000, 7), (minute + 240_000, 9)], await AskAsync(minute, minute + 600_000, step: 60));
    }

    [Fact]
    public async Task The_first_step_is_stamped_with_its_start_but_counts_no_point_before_from()
    {
        var minute = T0 / 60_000 * 60_000;
        await WriteAsync(At(minute, 10), At(minute + 30_000, 20));
        Assert.Equal([(minute, 20)], await AskAsync(minute + 1, minute + 60_000, step: 60));
    }

    [Fact]
    public async Task A_step_tells_the_least_the_most_and_how_many()
    {
        var minute = T0 / 60_000 * 60_000;
        await WriteAsync(At(minute, 10), At(minute + 1, -4), At(minute + 2, 30), At(minute + 60_000, 7));
        Assert.Equal(
            [new SeriesPoint(minute, 12, -4, 30, 3), new SeriesPoint(minute + 60_000, 7, 7, 7, 1)],
            await Store.QueryAsync(new("d", "temperature", minute, minute + 120_000, 60, 10), None));
    }

    static SeriesReading Event(long ns, string kind, double value, string word = "", string device = "call-101-1", string elder = "elder-101-1") =>
        new(device, "101", "sunshine", ns, [new("value", value), new("late", 0)])
        {
            Measurement = SeriesReading.Event, Elder = elder, Model = "call", Tags = [new("kind", kind)], Texts = [new("word", word)],
        };

    static SeriesReading Change(long ns, long seq, string what) =>
        new("call-101-1", "101", "sunshine", ns, [new("seq", seq), new("tier", 1)])
        {
            Measurement = SeriesReading.Alert, Elder = "elder-101-1", Texts = [new("id", "0-17-0")],
            Tags = [new("kind", "help"), new("priority", "high"), new("state", "open"), new("what", what)],
        };

    ValueTask<IReadOnlyList<SeriesEvent>> EventsAsync(string measurement, string? device = null, string? elder = null, int limit = 100) =>
        Store.EventsAsync(new(measurement, T0 - 1000, T0 + 1_000_000, limit, device, elder), None);

    [Fact]
    public async Task An_event_comes_back_with_its_time_its_tags_and_its_fields()
    {
        await WriteAsync(Event(T0 * 1_000_000, "press", 1, "a \"word\", and\\more"), At(T0, 5));
        var back = Assert.Single(await EventsAsync(SeriesReading.Event));
        Assert.Equal((T0, 1.0, 0.0), (back.UnixMs, back.Values["value"], back.Values["late"]));
        Assert.Equal("device=call-101-1 elder=elder-101-1 kind=press model=call place=101 site=sunshine",
            string.Join(' ', back.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}")));
        if (KeepsTexts) Assert.StartsWith("a \"word\", and", back.Texts["word"], StringComparison.Ordinal);
        Assert.Empty(await EventsAsync(SeriesReading.Alert));
        Assert.Empty(await AskAsync(device: "call-101-1", channel: "value"));
    }

    [Fact]
    public async Task Events_are_asked_for_by_device_and_by_elder_and_come_in_order()
    {
        await WriteAsync(Event((T0 + 2) * 1_000_000, "press", 1), Event(T0 * 1_000_000, "press", 1, elder: "other"), Event((T0 + 1) * 1_000_000, "fall", 2, device: "fall-101"));
        Assert.Equal([T0, T0 + 1, T0 + 2], (await EventsAsync(SeriesReading.Event)).Select(e => e.UnixMs));
        Assert.Equal([T0, T0 + 2], (await EventsAsync(SeriesReading.Event, device: "call-101-1")).Select(e => e.UnixMs));
        Assert.Equal([T0 + 1, T0 + 2], (await EventsAsync(SeriesReading.Event, elder: "elder-101-1")).Select(e => e.UnixMs));
        if (KeepsTexts) Assert.Equal([T0], (await EventsAsync(SeriesReading.Event, limit: 1)).Select(e => e.UnixMs));
    }

    [Fact]
    public async Task Two_changes_of_one_millisecond_are_two_points_and_sent_again_they_are_still_two()
    {
        SeriesReading[] both = [Change(T0 * 1_000_000 + 7, 7, "repeated"), Change(T0 * 1_000_000 + 8, 8, KeepsNanoseconds ? "repeated" : "acknowledged")];
        await WriteAsync(both);
        await WriteAsync(both);
        Assert.Equal([7.0, 8.0], (await EventsAsync(SeriesReading.Alert)).Select(e => e.Values["seq"]).Order());
    }

    [Fact]
    public async Task What_the_reader_remembers_stays_with_its_cursor()
    {
        const string memory = "smoke-101 fire 1\nfall-101 fall 2";
        await Store.WriteAsync([At(T0, 1)], new(0, 10, memory), None);
        await Store.WriteAsync([], new(1, 3, "x"), None);
        await Store.WriteAsync([], new(1, 4), None);
        await SettleAsync(new SeriesCursor(0, 10, memory), new SeriesCursor(1, 4));
        await Store.DisposeAsync();
        Store = Open();
        Assert.Equal([new SeriesCursor(0, 10, memory), new SeriesCursor(1, 4)], (await Store.CursorsAsync(None)).OrderBy(c => c.Shard));
    }

    [Fact]
    public async Task A_device_that_moved_keeps_one_series()
    {
        await WriteAsync(At(T0, 1), At(T0 + 1, 2) with { Place = "102", Site = "riverside" });
        Assert.Equal([(T0, 1), (T0 + 1, 2)], await AskAsync());
    }

    [Fact]
    public async Task An_unknown_device_or_channel_has_no_points()
    {
        await WriteAsync(At(T0, 1));
        Assert.Empty(await AskAsync(device: "nobody"));
        Assert.Empty(await AskAsync(channel: "nothing"));
        Assert.Empty(await AskAsync(device: ""));
        Assert.Empty(await AskAsync(channel: ""));
    }

    [Fact]
    public async Task Numbers_that_are_none_and_fields_without_a_name_are_left_out_and_the_rest_is_kept()
    {
        await WriteAsync(
            new SeriesReading("d", "", "", T0 * 1_000_000,
                [new("bad", double.NaN), new("worse", double.PositiveInfinity), new("", 1), new("temperature", 21)]),
            new SeriesReading("d", "", "", (T0 + 1) * 1_000_000, [new("temperature", double.NegativeInfinity)]));
        Assert.Equal([(T0, 21)], await AskAsync());
        Assert.Empty(await AskAsync(channel: "bad"));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.5)]
    [InlineData(1.0 / 3)]
    [InlineData(1e300)]
    [InlineData(5e-324)]
    [InlineData(double.MaxValue)]
    public async Task A_value_comes_back_as_it_was(double value)
    {
        if (!Takes(value)) return;
        await WriteAsync(At(T0, value));
        var (at, back) = Assert.Single(await AskAsync());
        Assert.Equal((T0, Rounded(value)), (at, Rounded(back)));
    }

    double Rounded(double value) => double.Parse(value.ToString($"E{Digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static TheoryData<string> OddNames =>
    [
        "阳光养老院 101 床", "with space", "a,b", "a=b", "it's", "say \"x\"", "back\\slash", "ends\\", "\\,", "tab\tand\nline\r\n",
        "' OR 1=1 --", "\" FROM \"reading\"; DROP DATABASE x", "x' ; DROP SERIES FROM reading", "#hash", "🧓", "time", "device", "place", "site", "elder", "model",
        "time_", "_", "%s{0}", "\0", "\x7F", "a/b", "$x", "~", new string('n', 250),
    ];

    [Theory]
    [MemberData(nameof(OddNames))]
    public async Task Any_name_can_be_written_and_asked_for_and_harms_no_other(string name)
    {
        await WriteAsync(
            At(T0, 1),
            At(T0, 2, device: name),
            At(T0, 3, channel: name),
            new SeriesReading("moved", name, name, T0 * 1_000_000, [new("temperature", 4)]));
        Assert.Equal([(T0, 1)], await AskAsync());
        Assert.Equal([(T0, 2)], await AskAsync(device: name));
        if (TakesChannel(name)) Assert.Equal([(T0, 3)], await AskAsync(channel: name));
        Assert.Equal([(T0, 4)], await AskAsync(device: "moved"));
    }

    [Fact]
    public async Task Random_names_of_awkward_characters_stay_apart_from_each_other()
    {
        const int seed = 20260101;
        const string awkward = ", =\\\"'\n\t#/_{}$%时";
        var random = new Random(seed);
        string[] names = [.. Enumerable.Range(0, 150).Select(_ => new string(random.GetItems<char>(awkward, random.Next(1, 7)))).Distinct()];
        await WriteAsync([.. names.Select((name, i) => new SeriesReading(name, name, "", T0 * 1_000_000, [new(name, i)]))]);
        for (var i = 0; i < names.Length; i++)
            if (TakesChannel(names[i])) Assert.Equal([(T0, i)], await AskAsync(device: names[i], channel: names[i]));
    }

    [Fact]
    public async Task Cursors_are_remembered_per_shard_and_over_a_reopening()
    {
        await Store.WriteAsync([At(T0, 1)], new(0, 10), None);
        await Store.WriteAsync([], new(3, 77), None);
        await Store.WriteAsync([At(T0 + 1, 2)], new(0, 12), None);
        await SettleAsync(new SeriesCursor(0, 12), new SeriesCursor(3, 77));
        await Store.DisposeAsync();
        Store = Open();
        Assert.Equal([new SeriesCursor(0, 12), new SeriesCursor(3, 77)], (await Store.CursorsAsync(None)).OrderBy(c => c.Shard));
        Assert.Equal([(T0, 1), (T0 + 1, 2)], await AskAsync());
    }

    [Fact]
    public async Task A_large_batch_is_whole()
    {
        var readings = Enumerable.Range(0, Limits.ReadingsPerBatch).Select(i => At(T0 + i, i, device: $"d{i % 7}")).ToArray();
        await WriteAsync(readings);
        var counts = new List<int>();
        for (var i = 0; i < 7; i++) counts.Add((await AskAsync(device: $"d{i}", limit: 5000)).Length);
        Assert.Equal(readings.Length, counts.Sum());
    }
}
