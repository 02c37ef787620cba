using SmartCare.Learning.Tests.Support;
using SmartCare.Server.Learning;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Learning;

/// <summary><c>train falls --journal</c> and <c>evaluate --journal</c>, as they are typed.</summary>
public sealed class SiteLearningTests(LearnedModel learned) : IClassFixture<LearnedModel>, IDisposable
{
    private readonly string _folder = TestHost.NewFolder();
    private readonly SetTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_house_whose_people_said_what_it_was_gets_a_model_of_its_own()
    {
        HouseOfBursts.Fill(_folder, LearnedModel.Day, elders: 6, falls: 8, seats: 12, (_, isFall) => isFall ? "real" : "false");
        var (code, said) = Run("train", "falls", $"--journal={_folder}", $"--models={learned.CopyModels()}");
        Assert.True(code == 0, said);
        Assert.Contains($"waist, bursts of the house: the candidate out of fold by elder, then waist/{learned.Manifest.Version} on the same bursts", said);
        Assert.Contains("house, waist            model", said);
    }

    [Fact]
    public void One_that_is_worse_than_the_current_model_is_refused_with_both_figures()
    {
        HouseOfBursts.Fill(_folder, LearnedModel.Day, elders: 6, falls: 12, seats: 15, (n, isFall) => isFall == (n % 3 != 0) ? "real" : "false");
        var models = learned.CopyModels();
        var (code, said) = Run("train", "falls", $"--journal={_folder}", $"--models={models}");
        Assert.Equal(1, code);
        Assert.Matches(@"refused: sensitivity 0\.\d+ \([\d.-]+\) is below 0\.\d+ \([\d.-]+\) of the current model", said);
        Assert.EndsWith("Nothing was kept.", said.TrimEnd());
        Assert.Equal([learned.Manifest.Version], Directory.GetDirectories(Path.Combine(models, "waist")).Select(Path.GetFileName));
    }

    [Fact]
    public void The_current_model_is_evaluated_on_the_house_and_held_to_its_bars()
    {
        HouseOfBursts.Fill(_folder, LearnedModel.Day, elders: 3, falls: 4, seats: 6, (_, isFall) => isFall ? "real" : "false");
        var bars = Path.Combine(_folder, "bars.json");
        File.WriteAllText(bars, """[{"set":"house, waist","sensitivity":0.9,"specificity":0.9}]""");
        Assert.Equal(0, Run("evaluate", $"--journal={_folder}", $"--models={learned.Models}", $"--bars={bars}").Code);
        File.WriteAllText(bars, """[{"set":"house, waist","sensitivity":1.01}]""");
        Assert.Equal(1, Run("evaluate", $"--journal={_folder}", $"--models={learned.Models}", $"--bars={bars}").Code);
    }

    [Theory]
    [InlineData("train falls", "--data names the folder of recordings, --journal a house's data folder")]
    [InlineData("train falls --journal", "there is no folder 'data'")]
    [InlineData("train falls --journal=EMPTY", "no house has kept bursts here")]
    [InlineData("train falls --journal=FEW", "are needed")]
    [InlineData("train falls --journal=FEW --place=ankle", "--place is waist or wrist")]
    [InlineData("evaluate --journal=FEW --models=EMPTY", "there is no model in")]
    public void What_cannot_be_is_told_in_a_line(string typed, string said)
    {
        var (empty, few) = (Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName, Directory.CreateDirectory(Path.Combine(_folder, "few")).FullName);
        HouseOfBursts.Fill(few, LearnedModel.Day, elders: 1, falls: 1, seats: 1, (_, _) => "real");
        var words = typed.Replace("EMPTY", empty, StringComparison.Ordinal).Replace("FEW", few, StringComparison.Ordinal).Split(' ');
        Assert.Contains(said, Assert.Throws<SettingException>(() => Run(words)).Message);
    }

    private (int Code, string Said) Run(params string[] words)
    {
        using var said = new StringWriter();
        return (LearnCommand.Run(words[0], words[1..], _time, said), said.ToString());
    }
}
