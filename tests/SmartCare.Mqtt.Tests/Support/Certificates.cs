using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartCare.Mqtt.Tests.Support;

/// <summary>A certificate authority of the test's own, and what it signs, as PEM files in a folder that goes with it.</summary>
internal sealed class Certificates : IDisposable
{
    private static readonly DateTimeOffset s_from = DateTimeOffset.UtcNow.AddDays(-1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-tls-");
    private readonly X509Certificate2 _authority;

    public Certificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(s_from, s_from.AddDays(30));
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
        Sign("server", "127.0.0.1");
    }

    public string AuthorityFile => PathOf("ca.pem");

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Writes {name}.pem and {name}.key, over what was there.</summary>
    public X509Certificate2 Sign(string name, string commonName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_authority, s_from, s_from.AddDays(20), RandomNumberGenerator.GetBytes(12));
        File.WriteAllText(PathOf($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(PathOf($"{name}.pem"), signed.ExportCertificatePem());
        return X509Certificate2.CreateFromPemFile(PathOf($"{name}.pem"), PathOf($"{name}.key"));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
