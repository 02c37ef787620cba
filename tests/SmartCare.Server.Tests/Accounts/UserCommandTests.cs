using SmartCare.Server.Accounts;
using SmartCare.Server.Operations;
using SmartCare.Server.Record;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>Whoever has the machine makes people without a password of the house, and it is in the record all the same.</summary>
public sealed class UserCommandTests : IDisposable
{
    private readonly string _folder = TestHost.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task People_are_made_changed_and_removed_and_the_record_holds()
    {
        Assert.Contains("made up", await RunAsync("", "--help"), StringComparison.Ordinal);
        Assert.Contains("first account is an admin's", await FailsAsync("add", "li", "--role=duty"), StringComparison.Ordinal);
        var made = await RunAsync("", "add", "root", "--role=admin", "--name=管理员");
        var shown = made.Split("the password ")[1].Split(' ')[0];
        Assert.Equal(16, shown.Length);
        Assert.DoesNotContain("river", await RunAsync("an evening by the river\n", "passwd", "root"), StringComparison.Ordinal);
        Assert.Contains("last admin", await FailsAsync("lock", "root"), StringComparison.Ordinal);
        Assert.Contains("last admin", await FailsAsync("remove", "root"), StringComparison.Ordinal);
        await RunAsync("", "add", "second", "--role", "admin");
        await RunAsync("", "lock", "second");
        Assert.Contains("second\tadmin\tsecond\t\tlocked\tnever signed in", await RunAsync("", "list"), StringComparison.Ordinal);
        await RunAsync("", "unlock", "second");
        await RunAsync("", "factor-off", "second");
        await RunAsync("", "remove", "second");
        Assert.DoesNotContain("second", await RunAsync("", "list"), StringComparison.Ordinal);

        using var store = StoreOpening.Open(_folder, DateTimeOffset.UtcNow);
        var account = Account.FromJson(Assert.Single(store.Store.Tables.Accounts()));
        Assert.True(account.MustChangePassword);
        Assert.True(await new PasswordCheck().IsRightAsync(account.PasswordHash, "an evening by the river", CancellationToken.None));
        var rows = store.Store.Tables.Audit(new AuditQuery(null, "command line", null, 0, 100));
        Assert.Equal(["write", "write", "write", "write", "write", "turnOffSecondFactor", "remove"], rows.Select(r => r.What));
        Assert.Null(AuditChain.Verify(store.Store.Tables).BrokenAt);
        Assert.All(rows, r => Assert.DoesNotContain(shown, r.Detail ?? "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("there is a root already", "add", "root", "--role=admin")]
    [InlineData("nobody li", "passwd", "li")]
    [InlineData("whom?", "lock")]
    [InlineData("'promote' is not known", "promote", "root")]
    [InlineData("'rolle' is not known", "add", "li", "--rolle=duty")]
    [InlineData("never an argument", "add", "li", "--role=admin", "--password=hunter22")]
    [InlineData("sites: each", "add", "li", "--role=duty", "--sites=nowhere")]
    [InlineData("role is one of", "add", "li", "--role=boss")]
    public async Task What_is_wrong_is_one_line(string why, params string[] args)
    {
        await RunAsync("", "add", "root", "--role=admin");
        var told = await FailsAsync(args);
        Assert.Contains(why, told, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
    }

    [Fact]
    public async Task A_folder_whose_silo_runs_is_left_alone()
    {
        using var held = new DataFolder(_folder);
        Assert.Contains("PUT /api/people", await FailsAsync("list"), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_every_setting_and_command()
    {
        var to = new StringWriter();
        Usage.Print(to);
        Assert.All(Settings.Keys, key => Assert.Contains(key, $"{to}", StringComparison.Ordinal));
        Assert.Contains("user --help", $"{to}", StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string input, params string[] args)
    {
        var to = new StringWriter();
        Assert.Equal(0, await UserCommand.RunAsync([.. args, $"--Data:Path={_folder}"], new StringReader(input), to, TimeProvider.System));
        return $"{to}";
    }

    private async Task<string> FailsAsync(params string[] args) => (await Assert.ThrowsAsync<SettingException>(() => RunAsync("", args))).Message;
}
