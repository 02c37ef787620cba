using System.Text.RegularExpressions;

namespace SmartCare.Architecture.Tests;

/// <summary>The domain has no clock, no I/O, no chance, no Task, no logger. Every entry of the list is tried on a sample, so that none
/// is dead.</summary>
public sealed class BanTests
{
    private static readonly (string Name, string Pattern, string Sample)[] s_banned =
    [
        ("the clock", @"\bDateTime(Offset)?\s*\.\s*(UtcNow|Now|Today)\b", "var now = DateTimeOffset.UtcNow;"),
        ("the clock, local", @"\bDateTime(Offset)?\s*\.\s*(UtcNow|Now|Today)\b", "var day = DateTime . Today;"),
        ("a stopwatch", @"\bStopwatch\b", "var t = Stopwatch.GetTimestamp();"),
        ("a time provider", @"\bTimeProvider\b", "long At(TimeProvider time) => 0;"),
        ("ticks of the machine", @"\bTickCount(64)?\b", "var t = Environment.TickCount64;"),
        ("a new id", @"\bGuid\s*\.\s*(NewGuid|CreateVersion7)\b", "var id = Guid.NewGuid();"),
        ("chance", @"\bRandom(NumberGenerator)?\b", "var r = Random.Shared.Next();"),
        ("a hash that differs from run to run", @"\bHashCode\b|\bGetHashCode\s*\(", "var h = HashCode.Combine(a, b);"),
        ("a task", @"\b(Task|ValueTask)\b", "public Task Save() => null!;"),
        ("waiting", @"\b(async|await)\b", "async void Save() { }"),
        ("a thread", @"\b(Thread|ThreadPool|Monitor|Interlocked|SemaphoreSlim|Parallel)\b", "Thread.Sleep(1);"),
        ("a lock", @"\block\s*\(|\bvolatile\b", "lock (gate) { }"),
        ("a timer", @"\b(Timer|PeriodicTimer|CancellationToken(Source)?)\b", "using var t = new PeriodicTimer(s);"),
        ("files", @"(?<![\w.])(File|Directory|Path|FileStream|FileInfo|DirectoryInfo)\b(?=\s*[.(])", "File.ReadAllText(x);"),
        ("streams", @"\b\w*Stream(Reader|Writer)?\b", "void Save(Stream to) { }"),
        ("the network", @"\b(HttpClient|Socket|TcpClient|Dns|IPAddress)\b", "new HttpClient();"),
        ("a logger", @"\bILogger\b|\bLoggerMessage\b", "ILogger log;"),
        ("the environment", @"(?<![\w.])Environment\s*\.", "Environment.GetEnvironmentVariable(x);"),
        ("the console", @"\bConsole\b", "Console.WriteLine();"),
        ("traces", @"\b(Trace|Debug)\s*\.", "Debug.WriteLine(x);"),
        ("a process", @"\bProcess\b", "Process.Start(x);"),
        ("the machine's culture", @"\bCurrent(UI)?Culture\b|\bTimeZoneInfo\s*\.\s*Local\b|\.ToLower\(\)|\.ToUpper\(\)", "text.ToLower();"),
        ("state of the whole program", @"\bstatic\s+(?!readonly\b|partial\b|class\b|abstract\b)(public\s+|private\s+|internal\s+)?[\w<>?,\[\]. ]+\s+\w+\s*(=(?!>)|;)", "private static int s_count = 0;"),
    ];

    public static TheoryData<string> Names => new(s_banned.Select(b => b.Name));

    [Theory, MemberData(nameof(Names))]
    public void The_domain_knows_nothing_of(string name)
    {
        var what = new Regex(s_banned.Single(b => b.Name == name).Pattern);
        Assert.Empty(Repository.Find(what, Repository.Files("src/SmartCare.Domain", "*.cs").Select(f => (f.Path, Repository.Bare(f.Text)))));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_ban_bites_on(string name)
    {
        var (_, pattern, sample) = s_banned.Single(b => b.Name == name);
        Assert.Matches(pattern, Repository.Bare(sample));
        Assert.DoesNotMatch(pattern, Repository.Bare($"// {sample}\n/* {sample} */"));
    }

    [Fact] public void Two_names_are_never_the_same() => Assert.Equal(s_banned.Length, s_banned.Select(b => b.Name).Distinct().Count());

    /// <summary>A grain's life is handed its time and never waits: a simulation lives it as a silo does.</summary>
    [Theory, InlineData("Core/GrainCore.cs"), InlineData("Core/GrainKind.cs"), InlineData("Core/Letter.cs"), InlineData("Core/LetterCodec.cs"), InlineData("Core/TurnOutbox.cs")]
    [InlineData("Due/DueHeap.cs"), InlineData("Store/BatchCodec.cs"), InlineData("Store/Varint.cs")]
    public void The_deciding_part_of_the_grains_obeys_the_same_list(string file)
    {
        var bare = Repository.Bare(Repository.Read($"src/SmartCare.Grains/{file}"));
        Assert.Empty(s_banned.Where(b => Regex.IsMatch(bare, b.Pattern)).Select(b => b.Name));
    }

    [Fact] public void Comments_and_strings_are_not_code() =>
        Assert.Equal("a \"\" b  c", Repository.Bare("a \"x // y\" b // DateTime.Now\nc").Replace("\n", ""));
}
