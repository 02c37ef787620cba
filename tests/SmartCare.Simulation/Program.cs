using System.Diagnostics;
using System.Globalization;
using SmartCare.Simulation;
using SmartCare.Simulation.Plants;
using SmartCare.Simulation.Report;

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

var watch = Stopwatch.StartNew();
var runner = new Runner(options);
runner.Run(Math.Max(1, Environment.ProcessorCount));
var totals = runner.Totals;
var (minutes, cpu) = (watch.Elapsed.TotalMinutes, Process.GetCurrentProcess().TotalProcessorTime.TotalMinutes);
if (totals.HomeDays > 0)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{totals.Seeds} seeds, {totals.HomeDays} home-days, {totals.Readings} readings, {totals.Alerts} alerts, {totals.Restarts} restarts, {totals.Lost} messages lost on the way; {totals.HomeDays / minutes:0} home-days/min ({totals.HomeDays / cpu:0} per processor minute), {totals.Readings / minutes / 1e6:0.0} million readings/min"));
if (options.FalseAlarms) Console.Write(FalseAlarmTable.Of(totals));
if (runner.Failure is { } failure)
{
    Console.WriteLine(failure);
    // A planted bug that is found is what was asked for.
    return options.Plant is Plant.None ? 1 : 0;
}

Console.WriteLine(options.Plant is Plant.None ? "every oracle is content" : $"the planted bug {Options.NameOf(options.Plant)} was NOT found");
return options.Plant is Plant.None ? 0 : 1;
