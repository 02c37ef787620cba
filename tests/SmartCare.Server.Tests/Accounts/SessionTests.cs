using System.Net;
using System.Net.Http.Json;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Accounts;

[Collection(InTheHouse.Name)]
public sealed class SessionTests(House house)
{
    [Theory]
    [InlineData("duty", "值班员", "duty", "sunshine,riverside", "")]
    [InlineData("director", "院长", "director", "sunshine,riverside", "")]
    [InlineData("family", "家属", "family", "sunshine", "elder-101-1")]
    [InlineData("admin", "管理员", "admin", "riverside,sunshine", "")]
    public async Task A_session_says_who_is_signed_in_and_what_they_look_after(string user, string name, string role, string sites, string elders)
    {
        var session = (await (await house.Host.PersonAsync(user)).GetAsync("/api/session")).Is(HttpStatusCode.OK);
        Assert.Equal(
            (user, name, role, sites, elders),
            (session["user"].GetString(), session["name"].GetString(), session["role"].GetString(), Joined(session, "sites"), Joined(session, "elders")));
        Assert.Equal(["user", "name", "role", "sites", "elders", "mustChangePassword", "secondFactor", "mustHaveSecondFactor", "organisation", "levelId", "names"], session.Body.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Where_there_is_no_provider_nobody_is_led_to_one()
    {
        using var nobody = house.Host.Nobody();
        Assert.Equal("""{"password":true,"openId":null}""", await nobody.GetStringAsync("/api/session/ways"));
        (await Reply.OfAsync(nobody.GetAsync("/api/session/openid"))).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_cookie_is_for_this_site_only_and_out_of_reach_of_scripts()
    {
        using var nobody = house.Host.Nobody();
        using var answer = await nobody.PostAsJsonAsync("/api/session", new { user = "duty", password = "duty" });
        var cookies = answer.Headers.GetValues("Set-Cookie").Select(c => c.ToLowerInvariant()).ToList();
        Assert.Equal(["smartcare=", "smartcare.browser="], cookies.Select(c => c[..(c.IndexOf('=', StringComparison.Ordinal) + 1)]));
        foreach (var cookie in cookies)
            foreach (var flag in (string[])["httponly", "samesite=strict", "path=/"])
                Assert.Contains(flag, cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duty", "wrong")]
    [InlineData("no-such-person", "duty")]
    [InlineData("smoke-101", "demo")]
    public async Task A_wrong_name_or_password_is_refused_with_the_same_words(string user, string password)
    {
        using var nobody = house.Host.Nobody();
        var refused = (await Reply.OfAsync(nobody.PostAsJsonAsync("/api/session", new { user, password }))).IsProblem(HttpStatusCode.Unauthorized);
        Assert.Equal("The name or the password is wrong.", refused["detail"].GetString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"user":"","password":"duty"}""")]
    [InlineData("""{"user":"duty"}""")]
    [InlineData("""{"user":7,"password":"duty"}""")]
    [InlineData("""{"user":"duty","password":"du""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_sign_in_that_cannot_be_read_is_a_problem_with_a_detail(string body)
    {
        using var nobody = house.Host.Nobody();
        (await Reply.OfAsync(nobody.PostAsync("/api/session", new StringContent(body, null, "application/json")))).IsProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task After_ten_wrong_passwords_a_name_rests_and_others_do_not()
    {
        using var nobody = house.Host.Nobody();
        for (var i = 0; i < 10; i++)
            (await Reply.OfAsync(nobody.PostAsJsonAsync("/api/session", new { user = "guessed", password = $"{i}" }))).Is(HttpStatusCode.Unauthorized);
        (await Reply.OfAsync(nobody.PostAsJsonAsync("/api/session", new { user = "guessed", password = "10" }))).IsProblem(HttpStatusCode.TooManyRequests);
        (await Reply.OfAsync(nobody.PostAsJsonAsync("/api/session", new { user = "duty", password = "duty" }))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_can_be_done_twice()
    {
        using var person = await Person.SignInAsync(house.Host.Http, "duty", "duty");
        (await person.SendAsync(HttpMethod.Delete, "/api/session")).Is(HttpStatusCode.NoContent);
        (await person.GetAsync("/api/session")).IsProblem(HttpStatusCode.Unauthorized);
        (await person.SendAsync(HttpMethod.Delete, "/api/session")).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_forged_cookie_is_nobody()
    {
        using var nobody = house.Host.Nobody();
        nobody.DefaultRequestHeaders.Add("Cookie", "smartcare=CfDJ8forged");
        (await Reply.OfAsync(nobody.GetAsync("/api/session"))).IsProblem(HttpStatusCode.Unauthorized);
    }

    private static string Joined(Reply session, string field) => string.Join(',', session[field].EnumerateArray().Select(s => s.GetString()));
}
