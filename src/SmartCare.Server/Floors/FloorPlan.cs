namespace SmartCare.Server.Floors;

/// <summary>Where a place is on the picture of its floor.</summary>
/// <param name="X">From its left edge, as a share of its width: 0 to 1.</param>
/// <param name="Y">From its upper edge, as a share of its height: 0 to 1.</param>
internal sealed record Spot(string PlaceId, double X, double Y);

/// <summary>A floor of a site as people know it: a picture and where its rooms are.</summary>
/// <param name="Floor">As people call it: "1", "东楼 2".</param>
/// <param name="Picture">The name of its file.</param>
internal sealed record FloorPlan(string SiteId, string Floor, string Picture, IReadOnlyList<Spot> Spots);
