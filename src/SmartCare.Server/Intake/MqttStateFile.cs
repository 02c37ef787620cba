using SmartCare.Mqtt.Sessions;
using SmartCare.Storage;

namespace SmartCare.Server.Intake;

/// <summary>The endpoint's sessions and retained messages in a file beside the journal. The endpoint knows no storage and the storage
/// no MQTT, so they meet here.</summary>
internal sealed class MqttStateFile(ItemFile file, TimeProvider time) : ISessionStore
{
    public IReadOnlyCollection<StateItem> Load() =>
        [.. file.Load().Select(i => new StateItem(new StateKey((StateKind)i.Kind, i.Owner, i.Name), i.Value))];

    public void Save(IReadOnlyCollection<StateItem> changes) =>
        file.Save(changes.Select(c => new StoredItem((byte)c.Key.Kind, c.Key.Owner, c.Key.Item, c.Value)));

    public string StartAnew() => file.SetAside(time.GetUtcNow());
}
