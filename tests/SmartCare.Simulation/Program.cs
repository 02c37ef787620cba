using System.Diagnostics;
using System.Globalization;
using SmartCare.Simulation;
using SmartCare.Simulation.Plants;
using SmartCare.Simulation.Report;
using SmartCare.Simulation.World;

Options options;
try
{
    options = Options.Read(args);
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

WornMotions?[] worn;
try
{
    worn = options.Recordings is { } folder ? [.. WornMotions.Read(folder)] : [null];
}
catch (InvalidDataException nothing)
{
    Console.Error.WriteLine(nothing.Message);
    return 2;
}

foreach (var motions in worn)
{
    var (watch, processor) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
    var runner = new Runner(options, motions);
    runner.Run(Math.Max(1, Environment.ProcessorCount));
    var totals = runner.Totals;
    var (minutes, cpu) = (watch.Elapsed.TotalMinutes, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalMinutes);
    if (motions is not null) Console.WriteLine($"knocks of worn sensors are judged by the {motions.Judge}");
    if (totals.HomeDays > 0)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{totals.Seeds} seeds, {totals.HomeDays} home-days, {totals.Readings} readings, {totals.Alerts} alerts, {totals.Restarts} restarts, {totals.Lost} messages lost on the way; {totals.HomeDays / minutes:0} home-days/min ({totals.HomeDays / cpu:0} per processor minute), {totals.Readings / minutes / 1e6:0.0} million readings/min"));
    if (options.FalseAlarms) Console.Write(FalseAlarmTable.Of(totals));
    if (runner.Failure is not { } failure) continue;
    Console.WriteLine(failure);
    // A planted bug that is found is what was asked for.
    return options.Plant is Plant.None ? 1 : 0;
}

Console.WriteLine(options.Plant is Plant.None ? "every oracle is content" : $"the planted bug {Options.NameOf(options.Plant)} was NOT found");
return options.Plant is Plant.None ? 0 : 1;
