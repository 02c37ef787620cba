namespace SmartCare.Server.Operations;

/// <summary>Keys that nobody reads. A mistyped one is silence: the port that was not changed, the list that allows nothing.</summary>
internal static class SettingKeys
{
    /// <summary>The frameworks' own, which the command line may set as well.</summary>
    private static readonly HashSet<string> s_theirs = new(StringComparer.OrdinalIgnoreCase)
    {
        "Logging", "AllowedHosts", "Kestrel", "Orleans", "urls", "http_ports", "https_ports", "https_port", "environment", "applicationName", "contentRoot", "webroot",
        "hostBuilder", "preferHostingUrls", "suppressStatusMessages", "shutdownTimeoutSeconds", "detailedErrors", "captureStartupErrors",
    };

    /// <summary>Judged is what lies in our sections, wherever it was set, and all of the command line. Other variables of the environment are not ours.</summary>
    /// <exception cref="SettingException">A key is unknown; the nearest that is known is named.</exception>
    public static void Check(IConfiguration configuration, string[] arguments)
    {
        var ours = Settings.Keys.Where(k => k.Contains(':', StringComparison.Ordinal)).Select(SectionOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var inOurSections = ours.SelectMany(section => Leaves(configuration.GetSection(section))).Where(key => key.Contains(':', StringComparison.Ordinal));
        var commandLine = Leaves(new ConfigurationBuilder().AddCommandLine(arguments).Build()).Where(key => !s_theirs.Contains(SectionOf(key)));
        if (inOurSections.Concat(commandLine).FirstOrDefault(key => !IsKnown(key)) is { } unknown)
            throw new SettingException($"{unknown}: there is no such setting; did you mean {Nearest(unknown)}?");
    }

    private static bool IsKnown(string key) => Settings.Keys.Contains(Unnumbered(key), StringComparer.OrdinalIgnoreCase);

    /// <summary>Of things of which there may be several (<c>Mqtt:Upstream:0:Url</c>) the list of keys has one, with N in place of the number.</summary>
    private static string Unnumbered(string key) =>
        string.Join(':', key.Split(':').Select(part => part.Length is > 0 and < 4 && part.All(char.IsAsciiDigit) ? "N" : part));

    private static string SectionOf(string key) => key.Split(':')[0];

    private static IEnumerable<string> Leaves(IConfiguration part) =>
        part.AsEnumerable().Where(entry => !string.IsNullOrEmpty(entry.Value)).Select(entry => entry.Key);

    private static string Nearest(string key) => Settings.Keys.MinBy(known => Distance(known.ToUpperInvariant(), key.ToUpperInvariant()))!;

    /// <summary>Levenshtein: how many letters are to be put in, taken out or changed.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                left = Math.Min(Math.Min(left, row[j]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[^1];
    }
}
