using SmartCare.Storage;

namespace SmartCare.Server.Operations;

/// <summary>Opens the store of the data folder; what was found wrong with it goes to the health of the silo.</summary>
internal static class DataStore
{
    /// <exception cref="SettingException">It cannot be opened, not even to be read.</exception>
    public static OpenedStore Open(DataFolder folder, TimeProvider wall, StoreHealth health)
    {
        try
        {
            var opened = folder.WhyUnwritable is { } why ? StoreOpening.OpenToRead(folder.Path, why) : StoreOpening.Open(folder.Path, wall.GetUtcNow());
            foreach (var finding in opened.Findings) health.Tell(finding);
            if (opened.Store.WhyUnwritable is { } unwritable) health.Tell($"store: {unwritable}. Alarms ring unsaved, and nothing is acknowledged");
            return opened;
        }
        catch (InvalidDataException unreadable)
        {
            throw new SettingException($"Data:Path: {unreadable.Message}");
        }
    }
}
