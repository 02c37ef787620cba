using System.Text.RegularExpressions;

namespace SmartCare.Server.Tests.Contract;

/// <summary>docs/contract/http.md, read as a program can read it: what stands in backticks.</summary>
public static partial class HttpContract
{
    public static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contract", "http.md"));

    /// <summary>"GET /api/alerts/{id}" and so on. A path that begins a call stands with its method; "· `/arrive`" is its sibling.</summary>
    public static IReadOnlySet<string> Routes { get; } = ReadRoutes();

    /// <summary>The words of a list like <c>kind `fire gas co`</c>.</summary>
    public static string[] Words(string what)
    {
        var list = Regex.Match(Text, $@"(?<![a-zA-Z]){Regex.Escape(what)} `([a-z\s]+)`");
        Assert.True(list.Success, $"The contract has no list of {what}.");
        return list.Groups[1].Value.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The fields of a shape like <c>alert: `{ id, elder:{id,name}|null }`</c>, in order; those of a part with its name before.</summary>
    public static string[] Fields(string what)
    {
        var shape = Regex.Match(Text, $@"^{what}: `([^`]+)`", RegexOptions.Multiline).Groups[1].Value;
        var (fields, path) = (new List<string>(), new Stack<string>());
        foreach (Match token in Token().Matches(shape))
        {
            if (token.Value == "{") path.Push(fields.Count == 0 ? "" : fields[^1] + ".");
            else if (token.Value == "}") path.Pop();
            else fields.Add(path.Peek() + token.Groups[1].Value);
        }

        return [.. fields];
    }

    private static HashSet<string> ReadRoutes()
    {
        var routes = new HashSet<string>();
        var (methods, last) = ((string[])["GET"], "");
        foreach (Match span in Span().Matches(Text))
        {
            var call = Call().Match(span.Groups[1].Value);
            if (!call.Success) continue;
            if (call.Groups[1].Length > 0) methods = call.Groups[1].Value.Split('|');
            var path = call.Groups[2].Value;
            if (path.StartsWith("/hub", StringComparison.Ordinal)) continue;
            if (call.Groups[1].Length == 0 && !path.StartsWith("/api", StringComparison.Ordinal)) path = last[..last.LastIndexOf('/')] + path;
            last = path;
            foreach (var method in methods)
                foreach (var each in Alternatives(path))
                    routes.Add($"{method} {each}");
        }

        return routes;
    }

    /// <summary><c>/api/{sites|places}/{id}</c> is two paths.</summary>
    private static IEnumerable<string> Alternatives(string path)
    {
        var choice = Choice().Match(path);
        return choice.Success ? choice.Groups[1].Value.Split('|').Select(word => path.Replace(choice.Value, word, StringComparison.Ordinal)) : [path];
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();

    [GeneratedRegex(@"^(?:((?:GET|POST|PUT|DELETE)(?:\|(?:GET|POST|PUT|DELETE))*) )?(/[a-zA-Z0-9/{}|._-]+)")]
    private static partial Regex Call();

    [GeneratedRegex(@"\{([a-z]+(?:\|[a-z]+)+)\}")]
    private static partial Regex Choice();

    [GeneratedRegex(@"\{|\}|(?<![a-zA-Z|])([a-zA-Z]+)(?=[,:\s}])")]
    private static partial Regex Token();
}
