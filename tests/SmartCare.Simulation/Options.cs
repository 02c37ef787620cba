using System.Globalization;
using SmartCare.Simulation.Plants;
using SmartCare.Simulation.World;

namespace SmartCare.Simulation;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(long FirstSeed, int Seeds, int Days, IReadOnlyList<HomeSize> Homes, Plant Plant, bool FalseAlarms)
{
    /// <summary>How many silos share the store.</summary>
    public int Silos { get; init; } = 1;

    /// <summary>The clocks of machines may be wrong.</summary>
    public bool Clocks { get; init; }

    /// <summary>A folder of recordings: every elder wears a sensor that feels what these people felt, under the rule and under a model. Null: nobody does.</summary>
    public string? Recordings { get; init; }

    /// <summary>Part of an id: what is decided and told about it is printed as it happens. Null: nothing is.</summary>
    public string? Trace { get; init; }

    public const string Usage =
        "usage: [--seeds 100] [--first-seed 1] [--days 7] [--home small|medium|large|all] [--plant BUG] [--silos 1|2|3 | --clocks] [--report false-alarms [--recordings FOLDER]] [--trace ID]";

    /// <exception cref="ArgumentException">With the one line to show.</exception>
    public static Options Read(string[] args)
    {
        var options = new Options(1, 100, 7, [HomeSize.Small, HomeSize.Medium, HomeSize.Large], Plant.None, false);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] == "--clocks")
            {
                options = options with { Clocks = true };
                i--;
                continue;
            }

            var value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} wants a value. {Usage}");
            options = args[i] switch
            {
                "--first-seed" => options with { FirstSeed = Number(args[i], value) },
                "--seeds" => options with { Seeds = (int)Number(args[i], value) },
                "--days" => options with { Days = (int)Number(args[i], value) },
                "--home" => options with { Homes = Sizes(value) },
                "--plant" => options with { Plant = PlantOf(value) },
                "--silos" => options with { Silos = SilosOf(value) },
                "--recordings" => options with { Recordings = value },
                "--trace" => options with { Trace = value },
                "--report" when value == "false-alarms" => options with { FalseAlarms = true },
                _ => throw new ArgumentException($"'{args[i]} {value}' is not known. {Usage}"),
            };
        }

        if (options is { Recordings: not null, FalseAlarms: false }) throw new ArgumentException("--recordings goes with --report false-alarms.");
        // The product has one silo; how silos whose clocks differ agree on the time nobody has decided yet.
        return options is { Clocks: true, Silos: > 1 } ? throw new ArgumentException("--clocks: one silo has it, not several.") : options;
    }

    /// <summary>A plant's name on the command line: DropEntry is drop-entry.</summary>
    public static string NameOf(Plant plant) =>
        string.Concat(plant.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>With "all", one seed after the other has another size.</summary>
    public HomeSize HomeOf(long seed) => Homes[(int)(Math.Abs(seed) % Homes.Count)];

    private static long Number(string key, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ArgumentException($"{key}: '{value}' is no number.");

    private static int SilosOf(string value) => value is "1" or "2" or "3" ? value[0] - '0' : throw new ArgumentException($"--silos: '{value}' is none of 1, 2, 3.");

    private static HomeSize[] Sizes(string value) => value switch
    {
        "all" => Enum.GetValues<HomeSize>(),
        "small" => [HomeSize.Small], "medium" => [HomeSize.Medium], "large" => [HomeSize.Large],
        _ => throw new ArgumentException($"--home: '{value}' is none of small, medium, large, all."),
    };

    private static Plant PlantOf(string value) => Enum.GetValues<Plant>().Where(p => p is not Plant.None).FirstOrDefault(p => NameOf(p) == value) is var plant and not Plant.None
        ? plant
        : throw new ArgumentException($"--plant: '{value}' is none of {string.Join(", ", Enum.GetValues<Plant>().Skip(1).Select(NameOf))}.");
}
