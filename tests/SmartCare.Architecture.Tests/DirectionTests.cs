using System.Xml.Linq;

namespace SmartCare.Architecture.Tests;

/// <summary>References run strictly down, packages stand in one place.</summary>
public sealed class DirectionTests
{
    /// <summary>What each project may know of ours: the table of the design.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["SmartCare.Domain"] = [], ["SmartCare.Mqtt"] = [], ["SmartCare.Bridge"] = ["SmartCare.Mqtt"],
        ["SmartCare.GrainInterfaces"] = ["SmartCare.Domain"], ["SmartCare.Grains"] = ["SmartCare.GrainInterfaces", "SmartCare.Domain"],
        ["SmartCare.Storage"] = ["SmartCare.Grains", "SmartCare.Domain"], ["SmartCare.Series"] = ["SmartCare.Grains", "SmartCare.Domain"],
        ["SmartCare.Learning"] = ["SmartCare.Grains", "SmartCare.Domain"],
        ["SmartCare.Server"] = ["SmartCare.Storage", "SmartCare.Series", "SmartCare.Learning", "SmartCare.Bridge", "SmartCare.Mqtt", "SmartCare.Grains", "SmartCare.GrainInterfaces", "SmartCare.Domain"],
        // A stranger to all of them: it knows the contract alone.
        ["SmartCare.Client"] = [],
        ["SmartCare.Simulator"] = [],
    };

    private static readonly (string Path, string Text)[] s_projects = [.. new[] { "src", "simulators", "tests" }.SelectMany(f => Repository.Files(f, "*.csproj"))];

    [Fact]
    public void References_run_strictly_down()
    {
        foreach (var (path, text) in s_projects.Where(p => !p.Path.StartsWith("tests")))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            Assert.True(s_allowed.ContainsKey(name), $"{name} is no project of the design's");
            Assert.Empty(References(text).Except(s_allowed[name]).Select(r => $"{name} must not know {r}"));
        }
    }

    [Fact] public void Nothing_but_tests_knows_tests() =>
        Assert.DoesNotContain(s_projects.Where(p => !p.Path.StartsWith("tests")).SelectMany(p => References(p.Text)), r => r.EndsWith(".Tests"));

    [Theory, InlineData("SmartCare.Domain"), InlineData("SmartCare.GrainInterfaces"), InlineData("SmartCare.Grains")]
    public void The_domain_has_no_package_and_the_grains_none_but_Orleans(string name)
    {
        var project = XDocument.Parse(s_projects.Single(p => p.Path.EndsWith($"{name}.csproj")).Text);
        var packages = project.Descendants("PackageReference").Select(e => e.Attribute("Include")!.Value).ToList();
        if (name == "SmartCare.Domain") Assert.Empty(packages);
        else Assert.All(packages, p => Assert.StartsWith("Microsoft.Orleans.", p));
        Assert.Empty(project.Descendants("FrameworkReference"));
        Assert.Equal("Microsoft.NET.Sdk", project.Root!.Attribute("Sdk")!.Value);
    }

    [Fact] public void The_built_domain_references_nothing_but_the_base_library() =>
        Assert.All(typeof(Domain.Alerts.Alert).Assembly.GetReferencedAssemblies(), a => Assert.StartsWith("System.", a.Name));

    [Fact] public void Versions_stand_in_one_place()
    {
        foreach (var (path, text) in s_projects)
        {
            var wrong = XDocument.Parse(text).Descendants().Where(e => e.Name.LocalName is "PackageReference" or "PackageVersion" or "PackageDownload")
                .Where(e => e.Attribute("Version") is not null || e.Attribute("VersionOverride") is not null || e.Element("Version") is not null);
            Assert.Empty(wrong.Select(e => $"{path}: {e.Attribute("Include")?.Value}"));
        }

        var named = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(e => e.Attribute("Include")!.Value).ToList();
        Assert.Equal(named.Distinct(), named);
    }

    [Fact] public void Settings_of_the_build_stand_in_one_place()
    {
        string[] once = ["TargetFramework", "Nullable", "LangVersion", "TreatWarningsAsErrors", "ImplicitUsings"];
        Assert.Empty(from p in s_projects from e in XDocument.Parse(p.Text).Descendants() where once.Contains(e.Name.LocalName) select $"{p.Path}: {e.Name.LocalName}");
    }

    [Fact] public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("SmartCare.sln").Replace('\\', '/');
        Assert.All(s_projects, p => Assert.Contains(p.Path, solution));
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Parse(project).Descendants("ProjectReference").Select(e => Path.GetFileNameWithoutExtension(e.Attribute("Include")!.Value.Replace('\\', '/')));
}
