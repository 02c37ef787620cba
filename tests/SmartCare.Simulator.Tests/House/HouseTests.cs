using System.Text;
using System.Text.Json;
using SmartCare.Domain.Registry;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.House;
using SmartCare.Simulator.Report;

namespace SmartCare.Simulator.Tests.House;

public sealed class HouseTests
{
    private static readonly ServerAddress s_nowhere = new("127.0.0.1", 1, "demo", 1);

    private static string Example()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SmartCare.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "simulators", "SmartCare.Simulator", "houses", "small-home.json");
    }

    private static HouseFile Read(string path) => HouseFile.Read(path) is (var house, null) ? house! : throw new InvalidDataException(HouseFile.Read(path).Trouble);

    [Fact]
    public void The_example_has_a_device_of_every_class() => Assert.Empty(
        Models.All.Values.Select(m => m.Class).Distinct().Except(Read(Example()).Devices.Select(d => Models.All[d.Model].Class)));

    [Theory]
    [InlineData("""{"devices":[]}""", "no device")]
    [InlineData("""{"devices":[{"id":"a","model":"kettle"}]}""", "kettle")]
    [InlineData("""{"devices":[{"id":"a","model":"smoke","via":"g"}]}""", "gateway g")]
    [InlineData("""{"devices":[{"id":"a","model":"smoke"},{"id":"a","model":"door"}]}""", "twice")]
    [InlineData("""{"devices":[{"model":"smoke"}]}""", "no id")]
    [InlineData("no json", "LineNumber: 0")]
    public void What_is_no_house_is_told_in_a_line(string text, string says)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        Assert.Contains(says, HouseFile.Read(path).Trouble, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void A_gateway_says_what_zigbee2mqtt_says_and_leaves_its_will()
    {
        var network = new HouseNetwork(Read(Example()), s_nowhere, new Tally(), seed: 1);
        var gateway = network.Plans.Single(p => p.User == "plum-gateway");
        Assert.Equal(("zigbee2mqtt/bridge/state", """{"state":"offline"}"""), (gateway.Will!.Topic, Encoding.UTF8.GetString(gateway.Will.Payload)));
        Assert.Equal(["zigbee2mqtt/bridge/state", "zigbee2mqtt/bridge/info", "zigbee2mqtt/bridge/devices"], gateway.Greetings.Take(3).Select(g => g.Topic));
        var listed = JsonDocument.Parse(gateway.Greetings[2].Payload).RootElement.EnumerateArray().Select(d => d.GetProperty("friendly_name").GetString()).ToList();
        var behind = network.Speakers.Where(s => s.Gateway is not null).Select(s => s.Device.FriendlyName).ToList();
        Assert.Equal(["Coordinator", .. behind], listed);
        Assert.All(behind, name => Assert.Contains(gateway.Greetings, g => g.Topic == $"zigbee2mqtt/{name}/availability" && g.Retain));
        Assert.All(behind, name => Assert.Contains(gateway.Greetings, g => g.Topic == $"zigbee2mqtt/{name}" && !g.Retain));
    }

    [Fact]
    public void Every_device_speaks_once_a_minute_and_the_same_seed_makes_the_same_events()
    {
        var first = Play(seed: 7);
        Assert.Equal(first, Play(seed: 7));
        Assert.NotEqual(first, Play(seed: 8));
        Assert.NotEmpty(first);

        static string Play(int seed)
        {
            var (network, said) = (new HouseNetwork(Read(Example()), s_nowhere, new Tally(), seed), new StringWriter());
            var workload = new HouseWorkload(network.Speakers, eventsPerHour: 600, seed, said);
            for (var ms = 0; ms <= 60_000; ms += 100) workload.Step(new Moment(TimeSpan.FromMilliseconds(ms), 1_760_000_000_000 + ms));
            Assert.Equal(network.Speakers.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), workload.Notes[0].Value);
            return said.ToString();
        }
    }
}
