namespace SmartCare.Server.Record;

/// <summary>A body that says which site it is about: what it makes has no id yet by which the record could find that.</summary>
internal interface IOfSite
{
    string? SiteId { get; }
}
