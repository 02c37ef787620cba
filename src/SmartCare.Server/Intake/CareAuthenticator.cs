using System.Net;
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
internal sealed class CareAuthenticator(AccountStore accounts, RegistryIndex registry, IngestPipeline intake, GatewayWatch gateways, RefusedTopics refused, SignIn signIn, SecondFactors factors, EventLog events, Metrics metrics) : IMqttAuthenticator
{
    private readonly Counter _refused = metrics.Counter("smartcare_mqtt_logins_refused_total", "CONNECTs with a wrong name or password.");

    /// <summary>The user name of a gateway that has no record of its own.</summary>
    public const string Gateway = "gateway";

    public async ValueTask<MqttAdmission> AdmitAsync(MqttConnectRequest request, CancellationToken cancellationToken)
    {
        MqttAdmission? admission;
        try
        {
            admission = AdmitByCertificate(request) ?? (request.UserName is { Length: > 0 } user
                ? await AdmitAsync(user, Encoding.UTF8.GetString(request.Password.Span), request.RemoteEndPoint, cancellationToken)
                : null);
        }
        catch (TooManySignInsException)
        {
            return MqttAdmission.Refuse(MqttReason.ServerBusy);
        }

        if (admission is { } accepted) return accepted;
        _refused.Add();
        events.Refused("mqtt", (int)MqttReason.BadUserNameOrPassword, AddressOf(request.RemoteEndPoint));
        return MqttAdmission.Refuse(MqttReason.BadUserNameOrPassword);
    }

    /// <summary>A device or gateway that is still registered; people leave nothing that anybody may hear.</summary>
    public MqttClientSession? Recall(string? name) =>
        name is not null && (registry.Device(name) is not null || name == Gateway && accounts.KnowsDevice(name)) ? ClientSessionOf(name, registry.Device(name)) : null;

    private async Task<MqttAdmission?> AdmitAsync(string user, string password, EndPoint? remote, CancellationToken cancellation)
    {
        if (accounts.Find(user) is not null) return await AdmitPersonAsync(user, password, AddressOf(remote), cancellation);
        var mark = accounts.PasswordMark(user);
        if (!await accounts.IsDevicePasswordAsync(user, password, cancellation)) return null;
        return MqttAdmission.Accept(ClientSessionOf(user, registry.Device(user)), () => accounts.PasswordMark(user) == mark);
    }

    /// <summary>
    /// The TLS handshake has checked who signed it; its common name is the device. Only a device that is registered, and only when
    /// no other name and no password is given: those mean to be checked.
    /// </summary>
    private MqttAdmission? AdmitByCertificate(MqttConnectRequest request)
    {
        if (request.ClientCertificate is not { } certificate || !request.Password.IsEmpty) return null;
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (request.UserName is { Length: > 0 } user && user != name) return null;
        return registry.Device(name) is { } device ? MqttAdmission.Accept(ClientSessionOf(name, device)) : null;
    }

    private DeviceSession ClientSessionOf(string name, Device? device) =>
        name == Gateway || device is not null && Models.All[device.Model].Class is DeviceClass.Gateway
            ? new GatewaySession(name, registry, intake, gateways, refused)
            : new DeviceSession(name, intake, refused);

    /// <summary>A client that signs in by itself has no phone: whoever has a second factor, or owes something, is not let in by the password alone. The same throttle as at the wall's door. Devices have none: who knows a name must not be able to silence a smoke detector.</summary>
    private async Task<MqttAdmission?> AdmitPersonAsync(string user, string password, IPAddress? from, CancellationToken cancellation)
    {
        var entered = await signIn.EnterAsync(user, password, code: null, from, browser: null, cancellation);
        if (entered.Account is not { MustChangePassword: false } account || factors.IsOwedBy(account)) return null;
        events.SignedIn(user, "mqtt", from);
        return MqttAdmission.Accept(new PersonSession(user, accounts, registry, refused), () => accounts.StillHolds(account));
    }

    private static IPAddress? AddressOf(EndPoint? remote) => (remote as IPEndPoint)?.Address;
}
