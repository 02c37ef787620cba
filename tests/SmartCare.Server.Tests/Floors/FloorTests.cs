using System.Net;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Floors;

public sealed class FloorTests : IAsyncLifetime
{
    private static readonly byte[] s_png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Rooms_stand_on_the_picture_of_their_floor()
    {
        var (director, duty) = (await _host.PersonAsync("director"), await _host.PersonAsync("duty"));
        Assert.Equal(HttpStatusCode.OK, await PutPictureAsync(director, "1", s_png));
        Assert.Equal(HttpStatusCode.OK, await PutPictureAsync(director, "10", [.. s_png, 4]));
        Assert.Equal(HttpStatusCode.OK, await PutPictureAsync(director, "2", [.. s_png, 5]));
        var spots = new[] { new { placeId = "101", x = 0.25, y = 0.5 }, new { placeId = "102", x = 1.0, y = 0.0 } };
        (await director.PutAsync("/api/sites/sunshine/floors/1", new { spots })).Is(HttpStatusCode.OK);

        var floors = (await duty.GetAsync("/api/sites/sunshine/floors")).Is(HttpStatusCode.OK).Items;
        Assert.Equal(["1", "2", "10"], floors.Select(f => f.GetProperty("floor").GetString()));
        Assert.Equal("""[{"placeId":"101","x":0.25,"y":0.5},{"placeId":"102","x":1,"y":0}]""", floors[0].GetProperty("spots").GetRawText());
        Assert.Equal(s_png, await duty.Http.GetByteArrayAsync(floors[0].GetProperty("picture").GetString()));

        // Another picture leaves the rooms where they are, and has another address.
        Assert.Equal(HttpStatusCode.OK, await PutPictureAsync(director, "1", [.. s_png, 6]));
        var changed = (await duty.GetAsync("/api/sites/sunshine/floors")).Items[0];
        Assert.Equal(2, changed.GetProperty("spots").GetArrayLength());
        Assert.NotEqual(floors[0].GetProperty("picture").GetString(), changed.GetProperty("picture").GetString());
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_host.Folder, "floors")).Length);

        (await director.SendAsync(HttpMethod.Delete, "/api/sites/sunshine/floors/1")).Is(HttpStatusCode.NoContent);
        (await duty.GetAsync("/api/sites/sunshine/floors/1/picture")).IsProblem(HttpStatusCode.NotFound);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_host.Folder, "floors")).Length);
    }

    [Theory]
    [InlineData("h001", 0.5, "There is no place h001 at this site.")]
    [InlineData("101", 1.01, "x and y are shares of the picture, 0 to 1.")]
    public async Task A_room_of_another_site_and_one_beside_the_picture_are_refused(string place, double x, string why)
    {
        var director = await _host.PersonAsync("director");
        Assert.Equal(HttpStatusCode.OK, await PutPictureAsync(director, "1", s_png));
        var refused = await director.PutAsync("/api/sites/sunshine/floors/1", new { spots = new[] { new { placeId = place, x, y = 0.5 } } });
        Assert.Equal(why, refused.IsProblem(HttpStatusCode.BadRequest)["detail"].GetString());
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_and_a_nurse_draws_none()
    {
        Assert.Equal(HttpStatusCode.BadRequest, await PutPictureAsync(await _host.PersonAsync("director"), "1", "<svg onload='x'/>"u8.ToArray()));
        Assert.Equal(HttpStatusCode.Forbidden, await PutPictureAsync(await _host.PersonAsync("duty"), "1", s_png));
        Assert.Equal(HttpStatusCode.NotFound, await PutPictureAsync(await _host.PersonAsync("director"), "1", s_png, site: "nosuch"));
    }

    [Fact]
    public async Task Duty_knows_what_those_are_called_who_answer_and_nobodys_family()
    {
        var colleagues = (await (await _host.PersonAsync("duty")).GetAsync("/api/colleagues")).Is(HttpStatusCode.OK).Items;
        Assert.Equal(["admin 管理员", "director 院长", "duty 值班员"], colleagues.Select(c => $"{c.GetProperty("user").GetString()} {c.GetProperty("name").GetString()}"));
        (await (await _host.PersonAsync("family")).GetAsync("/api/colleagues")).IsProblem(HttpStatusCode.Forbidden);
    }

    private static async Task<HttpStatusCode> PutPictureAsync(Person person, string floor, byte[] bytes, string site = "sunshine")
    {
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new("image/png") } };
        using var answer = await person.Http.PutAsync($"/api/sites/{site}/floors/{floor}/picture", content);
        return answer.StatusCode;
    }
}
