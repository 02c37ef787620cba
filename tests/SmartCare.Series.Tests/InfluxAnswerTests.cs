using System.Net;
using System.Text;
using System.Text.Json;

namespace SmartCare.Series.Tests;

/// <summary>What InfluxDB says, cut at every byte.</summary>
public sealed class InfluxAnswerTests
{
    const string Points = """
        {"results":[{"statement_id":0,"series":[{"name":"reading","columns":["time","mean"],"values":[[1000,2.5],[2000,null],[3000,-7],[4000,1e+20]]}]}]}

        """;

    const string Failed = """{"results":[{"statement_id":0,"error":"database not found: \"x\" 养老"}]}""";

    static InfluxAnswer Read(byte[] bytes, int cut, int limit = 100)
    {
        var answer = new InfluxAnswer(limit);
        var taken = answer.Take(bytes.AsSpan(0, cut), last: false);
        answer.Take(bytes.AsSpan(taken), last: true);
        return answer;
    }

    [Fact]
    public void Points_are_read_whatever_the_pieces_they_come_in()
    {
        var bytes = Encoding.UTF8.GetBytes(Points);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var answer = Read(bytes, cut);
            Assert.Null(answer.Error);
            Assert.Equal([new(1000, 2.5), new(3000, -7), new(4000, 1e20)], answer.Points);
        }
    }

    [Fact]
    public void An_error_is_read_whatever_the_pieces_it_comes_in()
    {
        var bytes = Encoding.UTF8.GetBytes(Failed);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var answer = Read(bytes, cut);
            Assert.Equal("database not found: \"x\" 养老", answer.Error);
            Assert.Empty(answer.Points);
        }
    }

    [Theory]
    [InlineData("""{"results":[{"statement_id":0}]}""")]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"results":[{"series":[{"values":[]}]}]}""")]
    [InlineData("""{"results":[{"series":[{"name":"values","columns":["time","error"],"tags":{"values":"error"}}]}]}""")]
    [InlineData("""{"values":5,"error":7}""")]
    [InlineData("""{"results":[{"series":[{"values":[["x",1],[1],[],[null,2]]}]}]}""")]
    public void An_answer_without_points_has_none(string json)
    {
        var answer = Read(Encoding.UTF8.GetBytes(json), 0);
        Assert.Empty(answer.Points);
        Assert.Null(answer.Error);
    }

    [Fact]
    public void Never_more_points_than_wanted() => Assert.Single(Read(Encoding.UTF8.GetBytes(Points), 0, limit: 1).Points);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("""{"results":[{"series":[{"values":[[1,2],""")]
    public void What_is_cut_off_or_no_json_is_not_taken_for_an_answer(string text) =>
        Assert.ThrowsAny<JsonException>(() => Read(Encoding.UTF8.GetBytes(text), 0));

    [Theory]
    [InlineData(204, "", "Written")]
    [InlineData(200, "", "Written")]
    [InlineData(400, """{"error":"unable to parse 'x': missing fields"}""", "Refused")]
    [InlineData(400, """{"code":"invalid","message":"unable to parse 'x'"}""", "Refused")]
    [InlineData(400, """{"error":"unable to parse 'x': cut off in the midd""", "Refused")]
    [InlineData(413, """{"code":"request too large","message":"too large"}""", "Refused")]
    [InlineData(422, """{"code":"unprocessable entity","message":"cannot"}""", "Refused")]
    [InlineData(400, """{"error":"partial write: field type conflict: … dropped=1"}""", "Partial")]
    [InlineData(422, """{"code":"unprocessable entity","message":"failure writing points to database: partial write: … dropped=1"}""", "Partial")]
    [InlineData(500, """{"code":"internal error","message":"unexpected error writing points to database: partial write: … dropped=1"}""", "Partial")]
    [InlineData(404, """{"error":"database not found: \"smartcare\""}""", "DatabaseMissing")]
    [InlineData(404, """{"code":"not found","message":"no dbrp mapping found"}""", "DatabaseMissing")]
    [InlineData(404, "404 page not found", "Away")]
    [InlineData(401, """{"code":"unauthorized","message":"unauthorized access"}""", "Away")]
    [InlineData(403, """{"code":"forbidden","message":"insufficient permissions for write"}""", "Away")]
    [InlineData(429, """{"code":"too many requests","message":"slow down"}""", "Away")]
    [InlineData(500, """{"error":"timeout"}""", "Away")]
    [InlineData(503, "", "Away")]
    [InlineData(400, "<html>Bad Request</html>", "Away")]
    [InlineData(400, "[]", "Away")]
    [InlineData(302, "", "Away")]
    public void Only_influx_itself_can_refuse_points(int status, string body, string expected) =>
        Assert.Equal(expected, InfluxReply.Of((HttpStatusCode)status, body).What.ToString());

    [Theory]
    [InlineData("partial write: field type conflict: input field \"t\" on measurement \"reading\" is type float, already exists as type integer dropped=2", "t", 2)]
    [InlineData("partial write: field type conflict: input field \"a \"b\" c\" on measurement \"reading\" is type float, already exists as type string dropped=17", "a \"b\" c", 17)]
    [InlineData("partial write: points beyond retention policy dropped=3", null, 3)]
    [InlineData("partial write: unable to parse 'garbage': missing fields dropped=0", null, 1)]
    [InlineData("field type conflict", null, 1)]
    [InlineData("partial write dropped=", null, 1)]
    [InlineData("", null, 1)]
    public void The_offending_field_and_the_count_are_read_from_its_words(string reason, string? field, int dropped)
    {
        var reply = new InfluxReply(InfluxReply.Kind.Partial, reason);
        Assert.Equal(field, reply.ConflictingField);
        Assert.Equal(dropped, reply.DroppedPoints);
    }
}
