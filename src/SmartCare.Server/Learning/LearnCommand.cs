using System.Globalization;
using SmartCare.Domain.Registry;
using SmartCare.Learning.Habits;
using SmartCare.Learning.Models;
using SmartCare.Learning.Training;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Learning;

/// <summary>
/// <c>train falls --data=FOLDER [--place=waist|wrist] [--models=FOLDER]</c>: learns from recordings and prints what was seen on people left out.
/// <c>train falls --journal[=FOLDER] [--data=FOLDER] ...</c>: learns from the bursts of a house too, and keeps nothing that is worse there than the current model.
/// <c>evaluate --journal[=FOLDER] ...</c>: what the newest models do on them. <c>evaluate --data=FOLDER [--models=FOLDER] [--bars=FILE]</c>: what the newest models do on other recordings; ends with 1 when a bar is not reached.
/// <c>evaluate habit --data=FOLDER</c>: how soon the rule about silence finds who falls silent, on recordings of days at home.
/// </summary>
internal static class LearnCommand
{
    public const string Train = "train", Evaluate = "evaluate";

    /// <exception cref="SettingException">With the one line to show.</exception>
    public static int Run(string name, string[] args, TimeProvider time, TextWriter to)
    {
        if (name == Train && args is not ["falls", ..]) throw new SettingException($"{Train}: what is to be learned? There is: {Train} falls.");
        var isHabit = name == Evaluate && args is ["habit", ..];
        string[] keys = isHabit ? ["data"] : name == Train ? ["data", "place", "models", SiteLearning.Key] : ["data", "models", "bars", SiteLearning.Key];
        var settings = new ConfigurationBuilder().AddCommandLine(SiteLearning.Whole(name == Train || isHabit ? args[1..] : args)).Build();
        foreach (var (key, value) in settings.AsEnumerable())
            if (value is not null && !keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw new SettingException($"{name}: '{key}' is not known; there are --{string.Join(", --", keys)}.");
        var (data, house) = (settings["data"], settings[SiteLearning.Key]);
        if (data is null && house is null)
            throw new SettingException(isHabit ? $"{name} habit: --data names the folder of recordings." : $"{name}: --data names the folder of recordings, --{SiteLearning.Key} a house's data folder.");
        if ((data is not null && !Directory.Exists(data) ? data : house is not null && !Directory.Exists(house) ? house : null) is { } missing)
            throw new SettingException($"{name}: there is no folder '{missing}'.");
        var models = settings["models"] ?? Path.Combine(house ?? "data", "models");
        try
        {
            if (isHabit) return HabitEvaluation.Run(data!, to) ? 0 : throw new SettingException($"{name} habit: there is no recording of days at home in '{data}'.");
            if (name != Train) return Try(data, house, models, settings["bars"], to);
            var place = PlaceOf(settings["place"]);
            return house is null ? Learn(data!, place, models, time, to) : SiteLearning.Learn(house, data, place, models, time, to);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException or FormatException)
        {
            throw new SettingException($"{name}: {wrong.Message}");
        }
    }

    private static WearingPlace PlaceOf(string? word) => Enum.TryParse<WearingPlace>(word ?? "waist", ignoreCase: true, out var place) && Enum.IsDefined(place)
        ? place
        : throw new SettingException($"{Train}: --place is waist or wrist.");

    private static int Learn(string data, WearingPlace place, string models, TimeProvider time, TextWriter to)
    {
        var manifest = FallTraining.Run(data, place, models, time.GetUtcNow());
        to.WriteLine($"{manifest.Place}, out of fold by person; intervals 95 %{(manifest.Experimental ? "; experimental: turn it on for nobody who depends on it" : "")}");
        Print(manifest.Figures, to);
        to.WriteLine($"{manifest.Place}/{manifest.Version} in {models}; trees {manifest.TreesSha256}");
        return 0;
    }

    private static int Try(string? data, string? house, string models, string? bars, TextWriter to)
    {
        List<FigureRow> rows = [.. data is null ? [] : FallTraining.Evaluate(data, models), .. house is null ? [] : SiteLearning.Evaluate(house, models)];
        if (rows.Count == 0) throw new SettingException($"{Evaluate}: there is no model in '{models}', or {(data is null ? $"no burst in '{house}' that anybody has said the outcome of" : $"no recording in '{data}'")}.");
        Print(rows, to);
        var missed = bars is null ? [] : Bars.Read(bars).SelectMany(bar => bar.Missed(rows)).ToList();
        foreach (var line in missed) to.WriteLine(line);
        return missed.Count > 0 ? 1 : 0;
    }

    internal static void Print(IEnumerable<FigureRow> rows, TextWriter to)
    {
        to.WriteLine("set                     judge  sensitivity             of falls  specificity             of daily  false/h  elders' daily life      worst person");
        foreach (var row in rows)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Set,-23} {row.Judge,-6} {row.Sensitivity,-23} {row.Falls,8}  {row.Specificity,-23} {row.Daily,8}  {(row.FalsePerHour is { } rate ? rate.ToString("0.00", CultureInfo.InvariantCulture) : "-"),7}  {row.EldersSpecificity?.ToString() ?? "-",-23} {row.WorstPerson}"));
    }
}
