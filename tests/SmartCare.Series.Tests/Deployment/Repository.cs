using System.Text.Json;
using YamlDotNet.Serialization;

namespace SmartCare.Series.Tests.Deployment;

/// <summary>The files of deployment, found from where the tests run.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static Node Compose { get; } = Yaml("docker-compose.yml");

    public static Node DataSource { get; } = Yaml("dashboards/grafana/provisioning/datasources/smartcare.yml")["datasources"][0];

    public static Node DashboardProvider { get; } = Yaml("dashboards/grafana/provisioning/dashboards/smartcare.yml")["providers"][0];

    public static Node Operations { get; } = Yaml("dashboards/grafana/provisioning/datasources/operations.yml")["datasources"][0];

    public static Node Prometheus { get; } = Yaml("dashboards/prometheus/prometheus.yml");

    public static JsonElement[] Dashboards { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "dashboards/grafana/dashboards")).Order().Select(f => JsonDocument.Parse(File.ReadAllText(f)).RootElement)];

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    static Node Yaml(string path) => new(new DeserializerBuilder().Build().Deserialize<object>(Text(path)));

    static string FindRoot(string from) =>
        File.Exists(Path.Combine(from, "SmartCare.sln")) ? from
            : FindRoot(Path.GetDirectoryName(from.TrimEnd('/')) ?? throw new InvalidOperationException("No SmartCare.sln above the tests."));
}

/// <summary>A piece of YAML; what is absent is a clear failure.</summary>
readonly record struct Node(object? Value)
{
    public Node this[string key] => Map.TryGetValue(key, out var value) ? new(value) : throw new KeyNotFoundException($"'{key}' is missing");

    public Node this[int index] => new(((List<object>)Value!)[index]);

    public string Text => (string)Value!;

    public IEnumerable<string> Keys => Map.Keys.Cast<string>();

    public IEnumerable<KeyValuePair<string, Node>> Pairs => Map.Select(p => KeyValuePair.Create((string)p.Key, new Node(p.Value)));

    public IEnumerable<Node> Items => ((List<object>)Value!).Select(v => new Node(v));

    public bool Has(string key) => Map.ContainsKey(key);

    Dictionary<object, object?> Map => (Dictionary<object, object?>)Value!;
}
