using SmartCare.Domain.Registry;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Notices;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api;

/// <summary>Sends a test to one of an elder's contacts, as they are stored: whoever set them up sees whether they would be told.</summary>
internal static class ContactTestApi
{
    /// <param name="api">n counts the people from 0, channel the ways of that person.</param>
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/elders/{id}/contacts/{n}/test", async (
        string id, int n, Viewer viewer, RegistryIndex registry, TestNotices tests, CancellationToken cancellation, int channel = 0) =>
    {
        if (RegistryApi.Find(viewer, registry, ItemKind.Elders, id) is not Elder elder) return RegistryApi.Missing(ItemKind.Elders, id);
        if (!viewer.MayWriteRegistry) return Problems.Forbidden("Only admin and the site's director send tests.");
        if (n < 0 || n >= elder.Household.Contacts.Length || channel < 0 || channel >= elder.Household.Contacts[n].Channels.Length)
            return Problems.NotFound($"There is no contact {n} with a way {channel}.");
        return NoticeApi.Answer(await tests.SendAsync(viewer, elder.SiteId.Value, elder.Household.Contacts[n].Channels[channel], cancellation));
    }).Is("testContact", Who.Director, "Sends a test to the n-th contact of an elder, counted from 0").Gives<TestNoticeView>().Refuses(429);
}
