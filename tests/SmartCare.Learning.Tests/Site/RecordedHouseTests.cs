using SmartCare.Domain.Registry;
using SmartCare.Learning.Recordings;
using SmartCare.Learning.Site;
using SmartCare.Learning.Tests.Support;
using SmartCare.Learning.Training;
using Xunit.Abstractions;

namespace SmartCare.Learning.Tests.Site;

/// <summary>On recordings, where they are: a part of SisFall's people taught the current model, the others are the house. A trial is a burst, its code what staff said.</summary>
public sealed class RecordedHouseTests(ITestOutputHelper output) : IDisposable
{
    private static readonly DateTimeOffset s_began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), s_felt = s_began.AddDays(30), s_now = s_began.AddDays(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("smartcare-house-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_house_betters_its_model_and_one_whose_staff_err_each_tenth_time_keeps_the_old_one()
    {
        if (Support.Recordings.Folder(output) is not { } recordings) return;
        var (taught, models) = (Path.Combine(_folder, "taught"), Path.Combine(_folder, "models"));
        Directory.CreateDirectory(Path.Combine(taught, "sisfall"));
        foreach (var file in Directory.GetFiles(Path.Combine(recordings, "sisfall"), "SA*.csv.gz").Where(f => !IsOfHouse(Path.GetFileName(f)))) File.Copy(file, Path.Combine(taught, "sisfall", Path.GetFileName(file)));
        FallTraining.Run(taught, WearingPlace.Waist, models, s_began);
        var house = RecordingFolder.Read(recordings, RecordingFolder.Sets[0]).Where(t => IsOfHouse(t.Person)).Select(t => (Trial: t, Packed: BurstCodec.Pack(t.Motion))).Where(t => t.Packed is not null).ToList();

        var verdict = Learn(_ => false, taught);
        Assert.NotNull(verdict.Made);
        // Neither is below, or it would not have been kept.
        Assert.True(verdict.Candidate.Sensitivity.Value > verdict.Current!.Sensitivity.Value || verdict.Candidate.Specificity.Value > verdict.Current.Specificity.Value);
        Directory.Delete(Path.Combine(models, "waist", verdict.Made.Version), recursive: true);
        Assert.Null(Learn(_ => false, recorded: null).Made);
        Assert.Null(Learn(n => n % 10 == 0, taught).Made);

        SiteVerdict Learn(Func<int, bool> isWrong, string? recorded)
        {
            var learned = SiteTraining.Run(
                [
                    .. house.Select((t, n) => new SiteBurst(t.Trial.Person, "s", "wearable", WearingPlace.Waist, 50, BurstCodec.Unpack(t.Packed!)!,
                        t.Trial.IsFall != isWrong(n) ? BurstLabel.Fall : BurstLabel.DailyLife, s_felt)),
                ], recorded, WearingPlace.Waist, models, s_now);
            output.WriteLine($"{learned.Candidate.Falls} falls, {learned.Candidate.Daily} of daily life: candidate {learned.Candidate.Sensitivity} {learned.Candidate.Specificity}, current {learned.Current!.Sensitivity} {learned.Current.Specificity}");
            return learned;
        }
    }

    private static bool IsOfHouse(string person) => string.CompareOrdinal(person, "SA16") >= 0;
}
