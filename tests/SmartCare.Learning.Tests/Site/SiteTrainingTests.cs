using SmartCare.Domain.Registry;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Site;
using SmartCare.Learning.Tests.Support;

namespace SmartCare.Learning.Tests.Site;

/// <summary>A house teaches a model of its own, and keeps none that is worse on its own people than the one it has.</summary>
public sealed class SiteTrainingTests(LearnedModel learned) : IClassFixture<LearnedModel>
{
    private static readonly DateTimeOffset s_later = LearnedModel.Day.AddDays(60);

    [Theory]
    [InlineData(5, 1, 40, "5 falls and 200 bursts of daily life of 5 people at the waist; 40, 50 and 5 are needed")]
    [InlineData(4, 12, 40, "48 falls and 160 bursts of daily life of 4 people")]
    [InlineData(5, 10, 5, "50 falls and 25 bursts of daily life of 5 people")]
    public void Too_little_is_refused_with_what_there_is(int elders, int falls, int seats, string said)
    {
        var error = Assert.Throws<InvalidDataException>(() => SiteTraining.Run(HouseBursts.Of(elders, falls, seats), null, WearingPlace.Waist, learned.CopyModels(), s_later));
        Assert.Contains(said, error.Message);
    }

    [Fact]
    public void One_that_is_as_good_is_kept_with_what_the_house_taught()
    {
        var models = learned.CopyModels();
        var verdict = SiteTraining.Run(HouseBursts.Of(elders: 6, falls: 8, seats: 15), null, WearingPlace.Waist, models, s_later);
        Assert.Empty(verdict.Below);
        Assert.Equal((48, 90), (verdict.Candidate.Falls, verdict.Candidate.Daily));
        Assert.Equal((verdict.Candidate.Falls, verdict.Candidate.Daily), (verdict.Current!.Falls, verdict.Current.Daily));
        Assert.Equal((6, true), (verdict.Made!.People["house"], verdict.Made.Experimental));
        Assert.Equal(FallFeatures.Names, verdict.Made.FeatureDeciles!.Keys);
        var opened = FallModels.Open(models);
        Assert.Empty(opened.Troubles);
        Assert.True(opened.Has($"waist/{verdict.Made.Version}"));
        Assert.True(opened.Score(Motions.Fall(seed: 77), WearingPlace.Waist, $"waist/{verdict.Made.Version}").Decides!.Value.Value >= 0.5);
    }

    /// <summary>A third of what people said is wrong: the one that learned from it cannot be better on it than the one that did not.</summary>
    [Fact]
    public void One_that_is_worse_on_the_same_bursts_is_refused_and_nothing_of_it_stays()
    {
        var models = learned.CopyModels();
        var before = Directory.GetFileSystemEntries(models, "*", SearchOption.AllDirectories).Order().ToList();
        var verdict = SiteTraining.Run(HouseBursts.Of(6, 12, 15, (n, isFall) => n % 3 == 0 ? !isFall : isFall), null, WearingPlace.Waist, models, s_later);
        Assert.Null(verdict.Made);
        Assert.Contains(verdict.Below, line => line.StartsWith("sensitivity ", StringComparison.Ordinal));
        Assert.True(verdict.Candidate.Sensitivity.Value < verdict.Current!.Sensitivity.Value);
        Assert.Equal(before, Directory.GetFileSystemEntries(models, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public void Recordings_teach_too_and_ask_for_fewer_falls_of_the_house()
    {
        var verdict = SiteTraining.Run(HouseBursts.Of(elders: 5, falls: 2, seats: 10), learned.Data, WearingPlace.Waist, learned.CopyModels(), s_later);
        Assert.Equal((10, 3), (verdict.Candidate.Falls, verdict.Recordings.Count));
        Assert.Equal((5, 13, false), (verdict.Made!.People["house"], verdict.Made.People["sisfall"], verdict.Made.Experimental));
    }

    [Fact]
    public void What_the_current_model_was_taught_with_does_not_judge_it()
    {
        var models = learned.CopyModels();
        var bursts = HouseBursts.Of(elders: 6, falls: 8, seats: 15);
        Assert.NotNull(SiteTraining.Run(bursts, null, WearingPlace.Waist, models, s_later).Made);
        Assert.Contains("0 falls and 0 bursts of daily life of 0 people at the waist since waist/", Assert.Throws<InvalidDataException>(
            () => SiteTraining.Run(bursts, null, WearingPlace.Waist, models, s_later.AddDays(1))).Message);
        Assert.Empty(SiteTraining.Evaluate(bursts, models));
    }

    [Fact]
    public void The_current_model_is_tried_on_the_house()
    {
        var row = Assert.Single(SiteTraining.Evaluate(HouseBursts.Of(elders: 3, falls: 4, seats: 6), learned.Models));
        Assert.Equal(("house, waist", "model", 12, 18), (row.Set, row.Judge, row.Falls, row.Daily));
        Assert.True(row is { Sensitivity.Value: > 0.9, Specificity.Value: > 0.9, FalsePerHour: null }, $"{row}");
    }
}
