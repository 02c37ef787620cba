using Microsoft.AspNetCore.SignalR;
using SmartCare.Server.Api;
using SmartCare.Server.Operations;
using SmartCare.Server.Record.Export;

namespace SmartCare.Server.Record;

/// <summary>Wires the record: who did and saw what, reviews, and the files that are kept of it.</summary>
internal static class RecordParts
{
    public static void AddRecord(this IServiceCollection services)
    {
        services.AddSingleton<AuditLog>();
        services.AddSingleton<RecordedSubjects>();
        services.AddSingleton<AuditHubFilter>();
        services.AddSingleton<DutyRecords>();
        services.AddSingleton<MonthReader>();
        services.AddSingleton<Exporter>();
        services.AddHostedService<AuditWriter>();
        services.Configure<HubOptions>(hub => hub.AddFilter<AuditHubFilter>());
    }

    /// <summary>Around every route of the group, whenever it is added.</summary>
    public static void MapRecord(this RouteGroupBuilder api, IServiceProvider services)
    {
        api.AddEndpointFilter<AuditFilter>();
        // Within the record, as what follows: who is refused stands there.
        api.AddEndpointFilter<AccessFilter>();
        api.AddEndpointFilter<PlainTextFilter>();
        AuditApi.Map(api);
        ReviewApi.Map(api);
        ExportApi.Map(api);
        var (metrics, audit) = (services.GetRequiredService<Metrics>(), services.GetRequiredService<AuditLog>());
        metrics.Observe("smartcare_audit_waiting", "Rows of the record that are not on disk yet.", "gauge", () => audit.Waiting);
        metrics.Observe("smartcare_audit_lost_total", "Rows of the record that no room was left for.", "counter", () => audit.Lost);
    }
}
