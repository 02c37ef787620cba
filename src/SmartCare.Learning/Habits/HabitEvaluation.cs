using System.Globalization;
using SmartCare.Domain.Rules;
using SmartCare.Learning.Recordings;

namespace SmartCare.Learning.Habits;

/// <summary>What the rule about silence does on recordings of days at home.</summary>
public static class HabitEvaluation
{
    /// <summary>The setting for a house that wants to be called as good as never for nothing.</summary>
    private const double Calm = 5;

    /// <param name="folder">Of recordings, each set in a folder of its own.</param>
    /// <returns>False: there was none.</returns>
    public static bool Run(string folder, TextWriter to)
    {
        var recordings = LifeFolder.Read(folder);
        if (recordings.Count == 0) return false;
        to.WriteLine("as it comes:");
        Print(Run(recordings, Policy.Default), to);
        to.WriteLine($"with habitDeviations {Calm}:");
        Print(Run(recordings, Policy.Default with { HabitDeviations = Calm }), to);
        return true;
    }

    /// <returns>A set a row, in the order they were found in.</returns>
    internal static List<SilenceFigures> Run(IEnumerable<LifeRecording> recordings, Policy policy)
    {
        var rows = new List<SilenceFigures>();
        foreach (var recording in recordings)
        {
            var row = rows.Find(r => r.Set == recording.Set);
            if (row is null) rows.Add(row = new SilenceFigures(recording.Set));
            row.Judge(recording, policy);
        }

        return rows;
    }

    internal static void Print(IEnumerable<SilenceFigures> rows, TextWriter to)
    {
        to.WriteLine("set                 weeks  false  a week | after any sign h p50   p90 | after moving h p50   p90 | 18-21 h p90 | 18-6 h p90  false a week");
        foreach (var row in rows)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Set,-18} {row.PersonWeeks,6:0.0} {row.Alarms,6} {row.AlarmsPerWeek,7:0.00} | {row.AfterSign(0.5),20:0.00} {row.AfterSign(0.9),5:0.00} | {row.AfterMoving(0.5),18:0.00} {row.AfterMoving(0.9),5:0.00} | {row.Evening(0.9),11:0.00} | {row.Dark(0.9),10:0.00} {row.DarkAlarmsPerWeek,13:0.00}"));
    }
}
