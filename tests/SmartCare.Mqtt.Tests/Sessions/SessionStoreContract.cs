using SmartCare.Mqtt.Sessions;
using SmartCare.Server.Intake;
using SmartCare.Storage;

namespace SmartCare.Mqtt.Tests.Sessions;

/// <summary>What the endpoint expects of every store.</summary>
public abstract class SessionStoreContract
{
    /// <summary>The same data again, as after a restart.</summary>
    internal abstract ISessionStore Reopen();

    private static StateItem Item(StateKind kind, string owner, string item, params byte[]? value) =>
        new(new StateKey(kind, owner, item), value);

    private string[] Found() =>
    [
        .. Reopen().Load().Select(i => $"{i.Key.Kind} {i.Key.Owner} {i.Key.Item} {Convert.ToHexString(i.Value!)}")
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void A_new_store_is_empty() => Assert.Empty(Reopen().Load());

    [Fact]
    public void What_is_saved_is_there_after_a_restart()
    {
        Reopen().Save([
            Item(StateKind.Session, "屋\u0001c", "", 1, 2),
            Item(StateKind.Message, "c", "10", []), Item(StateKind.Retained, "", "a/b", 3),
        ]);
        Assert.Equal(["Message c 10 ", "Retained  a/b 03", "Session 屋\u0001c  0102"], Found());
    }

    [Fact]
    public void An_item_is_replaced_and_removed_alone()
    {
        var store = Reopen();
        store.Save([Item(StateKind.Sent, "c", "1", 1), Item(StateKind.Sent, "c", "2", 2), Item(StateKind.Sent, "d", "1", 3)]);
        store.Save([Item(StateKind.Sent, "c", "1", 9), Item(StateKind.Sent, "c", "2", null), Item(StateKind.Message, "d", "1", null)]);
        Assert.Equal(["Sent c 1 09", "Sent d 1 03"], Found());
    }

    [Fact]
    public void To_save_the_same_again_changes_nothing()
    {
        var store = Reopen();
        for (var i = 0; i < 2; i++) store.Save([Item(StateKind.Session, "c", "", 1), Item(StateKind.Session, "d", "", null)]);
        Assert.Equal(["Session c  01"], Found());
    }

    [Fact]
    public void What_is_begun_anew_is_empty_and_takes_new_items()
    {
        var store = Reopen();
        store.Save([Item(StateKind.Session, "c", "", 1)]);
        Assert.NotEmpty(store.StartAnew());
        store.Save([Item(StateKind.Session, "d", "", 2)]);
        Assert.Equal(["Session d  02"], Found());
    }

    [Fact]
    public void A_large_group_and_a_large_value_are_kept()
    {
        var store = Reopen();
        store.Save([.. Enumerable.Range(0, 5000).Select(i => Item(StateKind.Message, "c", $"{i}", 1))]);
        store.Save([Item(StateKind.Retained, "", "big", new byte[Limits.PacketMax])]);
        Assert.Equal(5001, Reopen().Load().Count);
    }
}

public sealed class MemoryStoreTests : SessionStoreContract
{
    private readonly MemoryStore _store = new();

    internal override ISessionStore Reopen() => _store;
}

public sealed class MqttStateFileTests : SessionStoreContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-mqtt-");
    private readonly List<ItemFile> _files = [];

    internal override ISessionStore Reopen()
    {
        foreach (var file in _files) file.Dispose();
        _files.Add(new ItemFile(Path.Combine(_folder.FullName, "mqtt.db")));
        return new MqttStateFile(_files[^1], TimeProvider.System);
    }

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
        _folder.Delete(recursive: true);
    }
}
