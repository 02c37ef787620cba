using Microsoft.Extensions.DependencyInjection;
using SmartCare.Client;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;
using HouseAccounts = SmartCare.Server.Accounts;

namespace SmartCare.Server.Tests.Clients;

/// <summary>The package for other programs, against the real house.</summary>
[Collection(InTheLedgersHouse.Name)]
public sealed class ClientTests(House house)
{
    private const string Press = """{"action":"emergency"}""";

    [Fact]
    public async Task Every_change_comes_once_and_in_order_over_connections_that_break()
    {
        var sessions = Get<HouseAccounts.BrowserSessions>();
        var before = sessions.Of("admin").Select(s => s.Id).ToHashSet();
        using var client = await SmartCareClient.SignInAsync(house.Host.Http, "admin", "admin");
        var session = sessions.Of("admin").Single(s => !before.Contains(s.Id)).Id;
        var seen = await house.Host.SeqAsync();
        await using var live = await client.FollowAsync(seen);
        using var patience = new CancellationTokenSource(HubClient.Patience);
        await using var changes = live.ReadAllAsync(patience.Token).GetAsyncEnumerator();
        var button = $"call-{house.Bed()}";
        for (var broken = 0; broken < 3; broken++)
        {
            await house.Host.SayAsync(button, Press);
            Get<Server.Alerts.WallStreams>().Abort(session);
            await house.Host.SayAsync(button, Press);
            for (var n = 0; n < 2; n++)
            {
                Assert.True(await changes.MoveNextAsync());
                Assert.Equal(++seen, changes.Current.Seq);
            }
        }

        Assert.Equal(seen, live.Seen);
    }

    [Fact]
    public async Task A_machine_lists_follows_and_answers_until_its_token_is_over()
    {
        var tokens = Get<HouseAccounts.ApiTokens>();
        var (token, secret) = tokens.Make("a client", [HouseAccounts.TokenScope.Read, HouseAccounts.TokenScope.Alerts], ["sunshine"], days: 1, "admin")!.Value;
        using var client = SmartCareClient.WithToken(house.Host.Http, secret);
        await using var live = await client.FollowAsync(await house.Host.SeqAsync());
        var beat = new TaskCompletionSource<Beat>();
        live.Beat += now => beat.TrySetResult(now);
        using var patience = new CancellationTokenSource(HubClient.Patience);
        await using var changes = live.ReadAllAsync(patience.Token).GetAsyncEnumerator();
        await house.Host.SayAsync($"call-{house.Bed()}", Press);
        Assert.True(await changes.MoveNextAsync());
        var press = changes.Current;
        Assert.Equal((AlertKind.Help, Priority.High, AlertState.Open, "sunshine"), (press.Kind, press.Priority, press.State, press.SiteId));

        Assert.Equal(AlertState.Acknowledged, (await live.AcknowledgeAsync(press.Id)).State);
        Assert.Equal(AlertState.Arrived, (await client.Http.ArriveAtAlertAsync(press.Id)).State);
        Assert.Contains((await client.Http.ListAlertsAsync(state: "open", site: "sunshine", after: press.Seq)).Items, a => a.Id == press.Id && a.Device!.Model == "call");
        Assert.Contains(AlertKind.Fire, (await client.Http.ListModelsAsync()).Items.Single(m => m.Id == "smoke").Rings);
        Assert.Equal(Outcome.Test, (await live.ResolveAsync(press.Id, Outcome.Test, "by a program")).Outcome);
        var refused = await Assert.ThrowsAsync<RefusedException<Problem>>(() => client.Http.ListPeopleAsync());
        Assert.Equal((403, "This is for people, not for tokens."), (refused.StatusCode, refused.Result.Detail));
        Assert.True((await beat.Task.WaitAsync(patience.Token)).Health.Ok);

        Assert.True(tokens.Remove(token.Id));
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            while (await changes.MoveNextAsync()) Assert.True(changes.Current.Seq > press.Seq);
        });
    }

    /// <summary>A store that was put back from an older copy counts from lower: nothing that it tells may be taken for seen.</summary>
    [Fact]
    public async Task A_house_that_counts_from_lower_is_heard_from_its_beginning()
    {
        var press = await house.Host.PressAsync($"call-{house.Bed()}");
        using var client = await SmartCareClient.SignInAsync(house.Host.Http, "admin", "admin");
        await using var live = await client.FollowAsync(press.GetProperty("seq").GetInt64() + 1_000_000);
        using var patience = new CancellationTokenSource(HubClient.Patience);
        await using var changes = live.ReadAllAsync(patience.Token).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(1, changes.Current.Seq);
    }

    [Fact]
    public async Task Whoever_is_not_let_in_hears_it_at_once()
    {
        var wrong = await Assert.ThrowsAsync<RefusedException<Problem>>(() => SmartCareClient.SignInAsync(house.Host.Http, "director", "wrong"));
        Assert.Equal(401, wrong.StatusCode);
        using var stranger = SmartCareClient.WithToken(house.Host.Http, "sc_nobody");
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.FollowAsync(0));
    }

    /// <summary>Every answer and every body has a type; JSON as it came is only what a device or somebody else made of it.</summary>
    [Fact]
    public void Nothing_that_was_generated_is_an_object()
    {
        var types = typeof(SmartCareHttp).Assembly.GetExportedTypes().Where(t => !t.IsAssignableTo(typeof(Exception))).ToList();
        var parts = types.SelectMany(t => t.GetProperties().Select(p => (Where: $"{t.Name}.{p.Name}", p.PropertyType)))
            .Concat(typeof(SmartCareHttp).GetMethods().Where(m => m.DeclaringType == typeof(SmartCareHttp)).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType).Select(t => (m.Name, t))))
            .SelectMany(p => Parts(p.Item2).Select(t => (p.Item1, Type: t))).ToList();
        Assert.DoesNotContain(parts, p => p.Type == typeof(object));
        Assert.Equal(["Device.Values", "LedgerChange.After", "LedgerChange.Before"], parts.Where(p => p.Type == typeof(System.Text.Json.JsonElement)).Select(p => p.Item1).Order(StringComparer.Ordinal));
        Assert.InRange(parts.Count, 700, 10_000);

        static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts) : type.IsArray ? Parts(type.GetElementType()!) : [type];
    }

    private T Get<T>() where T : notnull => house.Host.Services.GetRequiredService<T>();
}
