using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SmartCare.Cluster.Tests.Support;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;

namespace SmartCare.Cluster.Tests;

/// <summary>A silo of one, for tests that only look.</summary>
public sealed class OneSilo : IAsyncLifetime
{
    internal CareCluster Care { get; private set; } = null!;

    public async Task InitializeAsync() => Care = await CareCluster.StartAsync(1);

    public async Task DisposeAsync() => await Care.DisposeAsync();
}

/// <summary>What travels between silos arrives as it was sent.</summary>
public sealed class SerializerTests(OneSilo silo) : IClassFixture<OneSilo>
{
    private readonly Serializer _serializer = silo.Care.Service<Serializer>();
    private readonly DeepCopier _copier = silo.Care.Service<DeepCopier>();

    private static readonly object[] s_records = [DutyHome.Sunshine, new Place(Home.Room, Home.Site, "101", PlaceKind.Room), Dwelling.Elder(Dwelling.Li, Dwelling.EveryPlan), Home.Devices["smokevia"]];

    private static readonly Reading s_reading = new(
        DeviceId.Of("call"), 1760000000000, ulong.MaxValue, true, 7, [ChannelValue.Of("sos", true), ChannelValue.Of("battery", 87.5), ChannelValue.Of("action", "求助"), ChannelValue.Null("smoke")]);

    // What a device said travels as a reading.
    private static readonly CareMessage[] s_messages = [.. EveryMessage.Samples.Where(m => m is not DeviceSpoke)];

    public static TheoryData<int> Messages => [.. Enumerable.Range(0, s_messages.Length)];

    [Theory, MemberData(nameof(Messages))]
    public void Every_message_arrives_as_it_was_sent(int sample)
    {
        var message = s_messages[sample];
        var again = _serializer.Deserialize<CareMessage>(_serializer.SerializeToArray<CareMessage>(message));
        Assert.Equal(message.GetType(), again!.GetType());
        Assert.Equal(Json(message), Json(again));
    }

    [Theory, MemberData(nameof(Messages))]
    public void Every_message_arrives_also_where_its_own_type_is_asked_for(int sample)
    {
        var message = s_messages[sample];
        var again = _serializer.Deserialize<object>(_serializer.SerializeToArray<object>(message));
        Assert.Equal(Json(message), Json(again));
        Assert.Equal(Json(message), Json(_copier.Copy<object>(message)));
    }

    [Fact] public void A_message_of_every_kind_is_among_these() => Assert.Empty(
        typeof(CareMessage).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CareMessage))).Except(EveryMessage.Samples.Select(m => m.GetType())));

    [Fact] public void Records_arrive_as_they_were_sent()
    {
        foreach (var record in s_records) Assert.Equal(Json(record), Json(_serializer.Deserialize<object>(_serializer.SerializeToArray(record))));
        var device = _serializer.Deserialize<Device>(_serializer.SerializeToArray(Home.Devices["smokevia"]));
        Assert.Equal(Home.Devices["smokevia"], device);
    }

    [Fact] public void A_reading_arrives_as_it_was_sent()
    {
        var again = _serializer.Deserialize<Reading>(_serializer.SerializeToArray(s_reading));
        Assert.Equal(s_reading.Values, again!.Values);
        Assert.Equal(s_reading with { Values = again.Values }, again);
    }

    [Fact] public void Stamps_and_outcomes_arrive_as_they_were_sent()
    {
        var stamp = new LetterStamp(4, "sunshine", long.MaxValue, 3) { Origin = new Origin(DateTimeOffset.UnixEpoch.AddMicroseconds(7), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01") };
        Assert.Equal(stamp, _serializer.Deserialize<LetterStamp?>(_serializer.SerializeToArray<LetterStamp?>(stamp)));
        Assert.Null(_serializer.Deserialize<LetterStamp?>(_serializer.SerializeToArray<LetterStamp?>(null)));
        foreach (var outcome in new CommandOutcome[] { new(Refusal.Conflict, true), new(null, false) })
            Assert.Equal(outcome, _serializer.Deserialize<CommandOutcome>(_serializer.SerializeToArray(outcome)));
        var refused = _serializer.Deserialize<Exception>(_serializer.SerializeToArray<Exception>(new TryAgainException("full")));
        Assert.Equal("full", Assert.IsType<TryAgainException>(refused).Message);
    }

    [Fact] public void A_field_of_a_later_version_is_passed_over_and_a_missing_one_is_as_new()
    {
        var options = CareJson.Travelling;
        var place = JsonSerializer.Deserialize<Place>("""{"id":"p","siteId":"s","name":"101","kind":"home","floor":{"n":3}}""", options);
        Assert.Equal(new Place(PlaceId.Of("p"), SiteId.Of("s"), "101", PlaceKind.Home), place);
        var elder = JsonSerializer.Deserialize<Elder>("""{"id":"e","siteId":"s","placeId":"p","name":"王","careLevel":1}""", options);
        Assert.Equal(CarePlan.Default, elder!.Plan);
    }

    private static string Json(object? value) => JsonSerializer.Serialize(value, value!.GetType(), CareJson.Travelling);
}
