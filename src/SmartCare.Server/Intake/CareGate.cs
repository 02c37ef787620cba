using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmartCare.Domain.Registry;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Accounts;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Intake;

/// <summary>Who may speak MQTT: a device under its own id, a gateway for devices, a person to read the alerts of their sites.</summary>
internal sealed class CareGate(AccountBook accounts, RegistryIndex registry, ReadingIntake intake, SignInBrake brake, Metrics metrics) : IMqttGate
{
    /// <summary>The user name of a gateway that has no record of its own.</summary>
    public const string Gateway = "gateway";

    public async ValueTask<MqttAdmission> AdmitAsync(MqttConnectRequest request, CancellationToken cancellationToken)
    {
        var guest = AdmitByCertificate(request) ?? (request.UserName is { Length: > 0 } user
            ? await AdmitAsync(user, Encoding.UTF8.GetString(request.Password.Span), cancellationToken)
            : null);
        if (guest is not null) return MqttAdmission.Accept(guest);
        metrics.Counter("smartcare_mqtt_logins_refused_total", "CONNECTs with a wrong name or password.").Add();
        return MqttAdmission.Refuse(MqttReason.BadUserNameOrPassword);
    }

    private async Task<MqttGuest?> AdmitAsync(string user, string password, CancellationToken cancellation)
    {
        if (accounts.Find(user) is not null) return await AdmitPersonAsync(user, password, cancellation);
        if (!await accounts.IsDevicePasswordAsync(user, password, cancellation)) return null;
        var isGateway = user == Gateway || registry.Device(user) is { } device && Models.All[device.Model].Class is DeviceClass.Gateway;
        return new DeviceGuest(user, isGateway, intake, metrics);
    }

    /// <summary>
    /// The TLS handshake has checked who signed it; its common name is the device. Only a device that is registered, and only when
    /// no other name and no password is given: those mean to be checked.
    /// </summary>
    private DeviceGuest? AdmitByCertificate(MqttConnectRequest request)
    {
        if (request.ClientCertificate is not { } certificate || !request.Password.IsEmpty) return null;
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (request.UserName is { Length: > 0 } user && user != name) return null;
        if (registry.Device(name) is not { } device) return null;
        return new DeviceGuest(name, Models.All[device.Model].Class is DeviceClass.Gateway, intake, metrics);
    }

    /// <summary>The same brake as at the wall's door. Devices have none: who knows a name must not be able to silence a smoke detector.</summary>
    private async Task<PersonGuest?> AdmitPersonAsync(string user, string password, CancellationToken cancellation)
    {
        if (!brake.MayTry(user)) return null;
        if (await accounts.SignInAsync(user, password, cancellation) is { } account) return new PersonGuest(user, new Viewer(account, registry), registry, metrics);
        brake.Failed(user);
        return null;
    }
}

/// <summary>A device, or a gateway that speaks for devices.</summary>
internal sealed class DeviceGuest(string name, bool isGateway, ReadingIntake intake, Metrics metrics) : MqttGuest
{
    // The endpoint gives the same string for the same topic of a connection, so the last one is compared by reference.
    private string? _lastTopic;
    private TopicRoute _lastRoute;

    public override string? Name => name;

    public override MqttVerdict OnPublish(in MqttInboundPublish publish, MqttReceipt receipt)
    {
        if (!ReferenceEquals(publish.Topic, _lastTopic)) (_lastTopic, _lastRoute) = (publish.Topic, TopicRoute.Of(publish.Topic));
        var route = _lastRoute;
        if (route.Kind is RouteKind.Foreign || !(isGateway || route.Kind is not RouteKind.Aside && route.Device == name))
        {
            metrics.Counter("smartcare_mqtt_publishes_forbidden_total", "PUBLISHes to a topic the sender may not write.").Add();
            return MqttVerdict.Refused(MqttReason.NotAuthorized);
        }

        return route.Kind is RouteKind.Aside ? MqttVerdict.Accepted : intake.Take(name, route, publish, receipt);
    }

    public override bool MaySubscribe(string topicFilter) =>
        isGateway || topicFilter == $"smartcare/{name}" || topicFilter.StartsWith($"smartcare/{name}/", StringComparison.Ordinal);
}

/// <summary>A person, or a program in a person's name: reads alerts, writes nothing.</summary>
internal sealed class PersonGuest(string user, Viewer viewer, RegistryIndex registry, Metrics metrics) : MqttGuest
{
    public override string? Name => user;

    public override MqttVerdict OnPublish(in MqttInboundPublish publish, MqttReceipt receipt)
    {
        metrics.Counter("smartcare_mqtt_publishes_forbidden_total", "PUBLISHes to a topic the sender may not write.").Add();
        return MqttVerdict.Refused(MqttReason.NotAuthorized);
    }

    /// <summary>Alert topics carry whole sites, so family, who sees one elder, has the wall instead.</summary>
    public override bool MaySubscribe(string topicFilter)
    {
        if (viewer.Family is not null || topicFilter.Split('/') is not ["smartcare", "alerts", var site, ..]) return false;
        return site is "+" or "#" ? registry.Sites.All(s => viewer.SeesSite(s.Id.Value)) : viewer.SeesSite(site);
    }
}
