using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Web;

[Collection(InTheHouse.Name)]
public sealed class HeaderTests(House house)
{
    [Theory]
    [InlineData("/api/session", HttpStatusCode.OK)]
    [InlineData("/api/elders", HttpStatusCode.OK)]
    [InlineData("/api/elders/nosuch", HttpStatusCode.NotFound)] // a problem
    [InlineData("/api/nosuch", HttpStatusCode.NotFound)] // the framework's own
    [InlineData("/api/alerts?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    public async Task No_answer_is_kept_framed_sniffed_or_told_to_others(string path, HttpStatusCode status)
    {
        using var answer = await (await house.Host.PersonAsync("duty")).Http.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(
            ("no-store", "nosniff", "no-referrer", "default-src 'none'; frame-ancestors 'none'"),
            (Header(answer, "Cache-Control"), Header(answer, "X-Content-Type-Options"), Header(answer, "Referrer-Policy"), Header(answer, "Content-Security-Policy")));
    }

    [Fact]
    public async Task The_wall_loads_from_its_own_host_only_and_is_looked_for_anew_each_time()
    {
        using var nobody = house.Host.Nobody();
        using var answer = await nobody.GetAsync("/");
        Assert.Equal(
            ("no-cache", "nosniff", "no-referrer"), (Header(answer, "Cache-Control"), Header(answer, "X-Content-Type-Options"), Header(answer, "Referrer-Policy")));
        var policy = Header(answer, "Content-Security-Policy");
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sw.js", "text/javascript"), InlineData("/manifest.webmanifest", "application/manifest+json"), InlineData("/icon-maskable-512.png", "image/png")]
    public async Task What_puts_the_page_on_a_phone_has_its_type_and_is_looked_for_anew(string path, string type)
    {
        using var nobody = house.Host.Nobody();
        using var answer = await nobody.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, type, "no-cache"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, Header(answer, "Cache-Control")));
        Assert.StartsWith("default-src 'self';", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/families", "text/html,application/xhtml+xml", "text/html"), InlineData("/docs/", "text/html", "text/html")]
    [InlineData("/families", "application/json", "application/problem+json"), InlineData("/api/nosuch", "text/html", "text/plain")]
    [InlineData("/assets/gone.js", "*/*", "application/problem+json")]
    public async Task Who_asks_for_a_page_that_is_not_there_gets_one_that_says_so_and_a_program_a_problem(string path, string accepted, string type)
    {
        using var nobody = house.Host.Nobody();
        using var asked = new HttpRequestMessage(HttpMethod.Get, path);
        asked.Headers.Accept.ParseAdd(accepted);
        using var answer = await nobody.SendAsync(asked);
        Assert.Equal((HttpStatusCode.NotFound, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    /// <summary>Its script comes from this house by a nonce that counts once; a browser would run no other.</summary>
    [Fact]
    public async Task The_page_of_the_api_runs_its_own_script_and_loads_nothing_from_elsewhere()
    {
        using var nobody = house.Host.Nobody();
        using var answer = await nobody.GetAsync("/scalar/");
        var (page, policy) = (await answer.Content.ReadAsStringAsync(), Header(answer, "Content-Security-Policy"));
        var nonce = Regex.Match(policy, "script-src 'self' 'nonce-([^']+)'").Groups[1].Value;
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.All(Regex.Matches(page, "<script[^>]*>").Select(m => m.Value), script => Assert.Contains($"nonce=\"{nonce}\"", script, StringComparison.Ordinal));
        foreach (Match script in Regex.Matches(page, "<script[^>]* src=\"([^\"]+)\""))
            Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync($"/scalar/{script.Groups[1].Value}", HttpCompletionOption.ResponseHeadersRead)).StatusCode);
        using var again = await nobody.GetAsync("/scalar/");
        Assert.DoesNotContain(nonce, Header(again, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_is_opened_from_a_folder_runs_and_loads_nothing()
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString();
        using var answer = await (await house.Host.PersonAsync("director")).Http.GetAsync($"/api/alerts/{id}/export");
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        using var report = new StreamReader(zip.GetEntry("report.html")!.Open());
        var page = await report.ReadToEndAsync();
        Assert.Contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-", page, StringComparison.Ordinal);
        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
        Assert.Contains($"'sha256-{hash}'", page, StringComparison.Ordinal);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";
}
