using System.Buffers;
using System.Text;

namespace SmartCare.Series.Tests;

/// <summary>The line protocol as a table: what a reading becomes on the wire.</summary>
public sealed class LineProtocolTests
{
    static string Line(SeriesReading reading, params string[] without)
    {
        var to = new ArrayBufferWriter<byte>();
        var wrote = LineProtocol.TryWrite(to, reading, without);
        Assert.Equal(wrote, to.WrittenCount > 0);
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }

    static string Line(string device, string channel, double value) => Line(new(device, "", "", 5, [new(channel, value)]));

    [Fact]
    public void A_reading_is_one_line_with_tags_in_the_order_of_their_names_and_a_field_per_channel() =>
        Assert.Equal(
            "reading,device=fall-101,place=101,site=sunshine temperature=21.5,battery=87.0 1760000000000000001\n",
            Line(new("fall-101", "101", "sunshine", 1_760_000_000_000_000_001, [new("temperature", 21.5), new("battery", 87)])));

    [Theory]
    [InlineData("a,b", @"a\,b")]
    [InlineData("a b", @"a\ b")]
    [InlineData("a=b", @"a\=b")]
    [InlineData(", =", @"\,\ \=")]
    [InlineData("it's \"x\"", "it's\\ \"x\"")]
    [InlineData("养老院 101", @"养老院\ 101")]
    [InlineData("🧓", "🧓")]
    [InlineData("#1", "#1")]
    [InlineData("a\nb\r", "a\u240Ab\u240D")]
    [InlineData("\t\0\x7F", "\u2409\u2400\u2421")]
    [InlineData("a\\", "a\u29F5")]
    [InlineData("a\\,b", "a\u29F5\\,b")]
    public void A_name_is_escaped_alike_as_tag_and_as_field(string name, string onTheWire)
    {
        Assert.Equal($"reading,device={onTheWire} t=1.0 5\n", Line(name, "t", 1));
        Assert.Equal($"reading,device=d,place={onTheWire},site={onTheWire} t=1.0 5\n", Line(new("d", name, name, 5, [new("t", 1)])));
        Assert.Equal($"reading,device=d {onTheWire}=1.0 5\n", Line("d", name, 1));
    }

    [Theory]
    [InlineData("time", "time_")]
    [InlineData("time_", "time__")]
    [InlineData("device", "device_")]
    [InlineData("place", "place_")]
    [InlineData("site", "site_")]
    [InlineData("site__", "site___")]
    [InlineData("sites", "sites")]
    [InlineData("Time", "Time")]
    [InlineData("_", "_")]
    public void A_channel_never_takes_the_name_of_a_tag_or_of_the_time(string channel, string onTheWire) =>
        Assert.Equal($"reading,device=d {onTheWire}=1.0 5\n", Line("d", channel, 1));

    [Theory]
    [InlineData(21, "21.0")]
    [InlineData(0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(-3, "-3.0")]
    [InlineData(21.5, "21.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e16, "10000000000000000.0")]
    [InlineData(1e17, "1E+17")]
    [InlineData(-1.2345678901234567e-300, "-1.2345678901234568E-300")]
    [InlineData(123456789012345, "123456789012345.0")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(5e-324, "5E-324")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    public void A_value_is_always_visibly_a_float(double value, string onTheWire) =>
        Assert.Equal($"reading,device=d t={onTheWire} 5\n", Line("d", "t", value));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_number_is_left_out(double value)
    {
        Assert.Equal("", Line("d", "t", value));
        Assert.Equal("reading,device=d ok=1.0 5\n", Line(new("d", "", "", 5, [new("t", value), new("ok", 1)])));
    }

    [Fact]
    public void A_reading_without_a_field_is_no_line()
    {
        Assert.Equal("", Line(new("d", "", "", 5, [])));
        Assert.Equal("", Line("d", "", 1));
        Assert.Equal("", Line(new("d", "", "", 5, [new("t", 1)]), without: "t"));
    }

    [Fact]
    public void Fields_can_be_left_out_by_the_name_that_influx_knows() =>
        Assert.Equal("reading,device=d b=2.0 5\n", Line(new("d", "", "", 5, [new("time", 1), new("b", 2), new("c", 3)]), "time_", "c"));

    [Fact]
    public void An_empty_tag_is_left_out() => Assert.Equal("reading t=1.0 5\n", Line("", "t", 1));

    [Theory]
    [InlineData("""a"b""", """SELECT "a\"b" FROM "reading" WHERE "device" = 'a"b' AND time >= 1ms AND time < 2ms ORDER BY time ASC LIMIT 3""")]
    [InlineData("a'b", """SELECT "a'b" FROM "reading" WHERE "device" = 'a\'b' AND time >= 1ms AND time < 2ms ORDER BY time ASC LIMIT 3""")]
    [InlineData("a\\", "SELECT \"a\u29F5\" FROM \"reading\" WHERE \"device\" = 'a\u29F5' AND time >= 1ms AND time < 2ms ORDER BY time ASC LIMIT 3")]
    [InlineData("a\n", "SELECT \"a\u240A\" FROM \"reading\" WHERE \"device\" = 'a\u240A' AND time >= 1ms AND time < 2ms ORDER BY time ASC LIMIT 3")]
    public void No_name_can_end_its_quotes_in_a_question(string name, string statement) =>
        Assert.Equal(statement, InfluxQl.Select(new(name, name, 1, 2, 0, 3)));

    [Fact]
    public void A_question_with_a_step_asks_for_the_mean_and_the_rest_of_each() =>
        Assert.Equal(
            """SELECT mean("t"), min("t"), max("t"), count("t") FROM "reading" WHERE "device" = 'd' AND time >= 1ms AND time < 2ms GROUP BY time(60s) fill(none) ORDER BY time ASC LIMIT 3""",
            InfluxQl.Select(new("d", "t", 1, 2, 60, 3)));

    [Theory]
    [InlineData("smartcare", "CREATE DATABASE \"smartcare\"")]
    [InlineData("a\"b\\\n", "CREATE DATABASE \"a\\\"b\\\\\\n\"")]
    public void A_database_name_is_quoted(string name, string statement) => Assert.Equal(statement, InfluxQl.CreateDatabase(name));
}
