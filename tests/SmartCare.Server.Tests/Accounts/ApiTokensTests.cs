using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>Tokens by themselves: how long they hold, and what the disk knows of them.</summary>
public sealed class ApiTokensTests : IDisposable
{
    private readonly string _folder = TestHost.NewFolder();
    private readonly ShiftedTime _time = new();
    private readonly SqliteStore _store;
    private readonly List<string> _ended = [];
    private ApiTokens _tokens;

    public ApiTokensTests()
    {
        _store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        _tokens = Restarted();
    }

    [Fact]
    public void A_token_holds_until_its_day_over_restarts_and_then_is_gone()
    {
        var (token, secret) = Make(days: 10);
        _time.Advance(TimeSpan.FromDays(10) - TimeSpan.FromSeconds(1));
        _tokens = Restarted();
        Assert.Equal(token.Id, _tokens.Use(secret)!.Id);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_tokens.Use(secret));
        Assert.Null(_tokens.Find(token.Id));
        _tokens.Sweep();
        Assert.Equal([$"token/{token.Id}"], _ended);
        Assert.Empty(_store.Tables.Tokens());
    }

    [Fact]
    public void One_that_was_removed_does_not_come_back()
    {
        var (token, secret) = Make();
        Assert.True(_tokens.Remove(token.Id));
        Assert.False(_tokens.Remove(token.Id));
        Assert.Null(_tokens.Use(secret));
        _tokens = Restarted();
        Assert.Null(_tokens.Use(secret));
    }

    [Fact]
    public void When_it_was_used_is_known_at_once_and_after_a_restart_to_the_hour()
    {
        var (token, secret) = Make();
        Assert.Null(_tokens.Find(token.Id)!.LastUsedAt);
        _tokens.Use(secret);
        var first = _tokens.Find(token.Id)!.LastUsedAt;
        Assert.NotNull(first);
        _tokens.Sweep();
        _time.Advance(TimeSpan.FromMinutes(59));
        _tokens.Use(secret);
        _tokens.Sweep();
        _tokens = Restarted();
        Assert.Equal(first, _tokens.Find(token.Id)!.LastUsedAt);
    }

    [Fact]
    public void No_two_secrets_and_no_part_of_one_are_the_same()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => Make().Secret).ToList();
        Assert.Equal(100, secrets.Distinct().Count());
        Assert.Null(_tokens.Use(secrets[0][..^1]));
        Assert.Null(_tokens.Use(secrets[0].ToUpperInvariant()));
        Assert.NotNull(_tokens.Use(secrets[0]));
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private (ApiToken Token, string Secret) Make(int days = 30) => _tokens.Make("a machine", [TokenScope.Read], ["sunshine"], days, "admin")!.Value;

    private ApiTokens Restarted()
    {
        var tokens = new ApiTokens(_store.Tables, _store, _time);
        tokens.Ended += _ended.Add;
        return tokens;
    }
}
