using System.Net;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Access;

/// <summary>Every route of the product, asked by everyone about everything.</summary>
public sealed class AccessTests(AccessHouse house) : IClassFixture<AccessHouse>
{
    public static TheoryData<string> Routes => [.. AccessTable.Rows.Select(r => r.Route)];

    [Theory, MemberData(nameof(Routes))]
    public async Task Everyone_gets_what_the_table_says(string route)
    {
        var row = AccessTable.Rows.Single(r => r.Route == route);
        var cells = new List<string>();
        foreach (var role in AccessTable.Roles) cells.Add(await CellAsync(row, role));
        Assert.Equal($"{row}", $"{row with { Cells = cells }}");
    }

    [Fact]
    public async Task Every_route_of_the_openapi_document_has_a_row_and_every_row_is_a_route()
    {
        var document = (await house.Who("admin").GetAsync("/openapi/v1.json")).Is(HttpStatusCode.OK).Body;
        var routes = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(m => $"{m.Name.ToUpperInvariant()} {p.Name}"));
        Assert.Equal(routes.Order(StringComparer.Ordinal), AccessTable.Rows.Select(r => r.Route).Order(StringComparer.Ordinal));
    }

    /// <summary>It is none of the document's own routes.</summary>
    [Theory]
    [InlineData("nobody", HttpStatusCode.Unauthorized)]
    [InlineData("director", HttpStatusCode.Forbidden)]
    [InlineData("family", HttpStatusCode.Forbidden)]
    [InlineData("admin", HttpStatusCode.OK)]
    public async Task The_openapi_document_and_its_page_are_not_for_strangers(string role, HttpStatusCode status)
    {
        Assert.Equal(status, (await house.Who(role).GetAsync("/openapi/v1.json")).Status);
        Assert.Equal(status, (await house.Who(role).GetAsync("/scalar/")).Status);
    }

    private async Task<string> CellAsync(AccessRow row, string role)
    {
        var statuses = new List<int>();
        var isAboutSomething = row.Template.Contains('{', StringComparison.Ordinal) || row.Route is "POST /api/notices/test" or "POST /api/tokens" or "POST /api/webhooks" or "POST /api/hooks" or "POST /api/upkeep" or "POST /api/complaints" or "POST /api/requests" or "POST /api/district/months";
        foreach (var thing in isAboutSomething ? AccessTable.Things : ["own"])
        {
            // Who signs out must be able to go on.
            using var leaving = row.Route == "DELETE /api/session" ? await house.NewcomerAsync(role) : null;
            statuses.Add((int)await StatusAsync(leaving ?? house.Who(role), row, role, thing));
            if (row.Route == "DELETE /api/sessions") await house.SignInAgainAsync(role);
        }

        return AccessRow.Cell(statuses);
    }

    /// <summary>Whatever it is, the OpenAPI document says so.</summary>
    private async Task<HttpStatusCode> StatusAsync(Person person, AccessRow row, string role, string thing)
    {
        var answer = await person.SendAsync(new HttpMethod(row.Method), await house.PathAsync(row, thing), AccessHouse.Body(row, role, thing));
        house.Answers.Holds(row.Route, answer);
        return answer.Status;
    }
}
