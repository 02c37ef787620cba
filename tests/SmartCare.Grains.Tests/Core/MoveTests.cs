using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Core;

/// <summary>An elder moves to another place of another site: four grains in two houses come to agree, whatever crashes on the way.</summary>
public sealed class MoveTests
{
    private static readonly SiteId s_sunshine = SiteId.Of("sunshine"), s_riverside = SiteId.Of("riverside");
    private static readonly PlaceId s_room = PlaceId.Of("sunshine-101"), s_home = PlaceId.Of("h001");
    private static readonly ElderId s_wang = ElderId.Of("wang");

    private static readonly RegistryRecord[] s_commands =
    [
        new Site(s_sunshine, "阳光养老院", "Sunshine Home", "Asia/Shanghai"), new Site(s_riverside, "河畔社区居家", "Riverside", "Asia/Shanghai"),
        new Place(s_room, s_sunshine, "101", PlaceKind.Room), new Place(s_home, s_riverside, "001", PlaceKind.Home),
        new Device(DeviceId.Of("motion"), s_riverside, s_home, null, "motion", "motion"),
        new Elder(s_wang, s_sunshine, s_room, "王秀英", 1, 3), new Elder(s_wang, s_riverside, s_home, "王秀英", null, 3),
    ];

    [Fact] public void Each_letter_of_a_move_arrives_once()
    {
        var seen = new List<string>();
        var bench = new Bench(Listening(seen));
        foreach (var record in s_commands[..^1]) Register(bench, record);
        seen.Clear();
        Register(bench, s_commands[^1]);
        foreach (var letter in new[] { "ElderLeft → sunshine", "ElderIs → riverside", "MovedOut → sunshine-101", "LivesHere → h001" })
            Assert.Single(seen, l => l == letter);
        AssertMoved(bench);
    }

    public static TheoryData<int, bool> Crashes
    {
        get
        {
            var commits = 0;
            var bench = new Bench(GrainKinds.Default);
            bench.Writer.BeforeCommit = _ => commits++;
            foreach (var record in s_commands) Register(bench, record);
            var all = new TheoryData<int, bool>();
            for (var i = 1; i <= commits; i++)
            {
                all.Add(i, true);
                all.Add(i, false);
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Crashes))]
    public void A_crash_between_any_two_commits_loses_no_letter_and_doubles_none(int commit, bool before)
    {
        var bench = new Bench(GrainKinds.Default);
        var had = new List<LetterHad>();
        var left = commit;
        CommitGroup? current = null;
        Arm();
        foreach (var record in s_commands)
        {
            try
            {
                Register(bench, record);
            }
            catch (PowerLossException)
            {
                bench.Crash();
                Arm();
                // Whoever sent it was not answered, and sends it again.
                Register(bench, record);
            }
        }

        bench.Live();
        AssertMoved(bench);
        Assert.Equal(had.Distinct(), had);
        Assert.All(bench.Store.Grains, g => Assert.True(g.Letters.IsEmpty));

        void Arm()
        {
            bench.Writer.BeforeCommit = group =>
            {
                current = group;
                if (before && --left == 0) throw new PowerLossException();
            };
            bench.Writer.AfterCommit = () =>
            {
                had.AddRange(current!.Had);
                if (!before && --left == 0) throw new PowerLossException();
            };
        }
    }

    private static void Register(Bench bench, RegistryRecord record)
    {
        bench.Hear(record.Subject, new Register(record));
        bench.Run();
    }

    private static void AssertMoved(Bench bench)
    {
        // From what is on disk alone.
        bench.Crash();
        Assert.Empty(bench.Core<PlaceState>(Subject.Of(s_room)).Now.Elders);
        Assert.Equal([s_wang], bench.Core<PlaceState>(Subject.Of(s_home)).Now.Elders);
        Assert.Empty(bench.Core<SiteState>(Subject.Of(s_sunshine)).Now.Households);
        Assert.Equal("h001", bench.Core<SiteState>(Subject.Of(s_riverside)).Now.Lodgings["wang"]);
        var elder = bench.Core<ElderState>(Subject.Of(s_wang)).Now;
        Assert.True(elder is { AtHome: true, Alone: true, TimeZone: "Asia/Shanghai" });
        Assert.Equal("motion", Assert.Single(elder.Shared).Device.Value);
    }

    /// <summary>The real kinds, and a list of the messages that reached them.</summary>
    private static GrainKinds Listening(List<string> seen)
    {
        var kinds = GrainKinds.Default;
        return kinds with { Place = Heard(kinds.Place, seen), Site = Heard(kinds.Site, seen) };
    }

    private static GrainKind<T> Heard<T>(GrainKind<T> kind, List<string> seen) where T : class => kind with
    {
        Decide = (state, message, policy, outbox) =>
        {
            seen.Add($"{message.GetType().Name} → {((TurnOutbox)outbox).Id.Key}");
            return kind.Decide(state, message, policy, outbox);
        },
    };
}
