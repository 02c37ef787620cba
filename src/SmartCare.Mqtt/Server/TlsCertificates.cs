using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace SmartCare.Mqtt.Server;

/// <summary>
/// The server's certificate, and whose certificates it trusts, from PEM files. They are looked at with a new connection, once a second
/// at most, and read again when one has changed: a renewal needs no restart. Files that cannot be read leave the last ones in force.
/// </summary>
public sealed class TlsCertificates
{
    private const long LookEveryMs = 1000;

    /// <summary>Forward secrecy and authenticated encryption (RFC 9325, 4.2), where the system lets a program choose.</summary>
    private static readonly CipherSuitesPolicy? s_suites = !OperatingSystem.IsLinux() ? null : new CipherSuitesPolicy(
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]);

    private readonly string _certificate;
    private readonly string _key;
    private readonly string? _clientCa;
    private readonly TimeProvider _time;
    private readonly ILogger<TlsCertificates> _log;
    private readonly Lock _lock = new();
    private SslServerAuthenticationOptions _current;
    private long _lookedAt;
    private string _stamp;

    /// <param name="certificate">PEM: the certificate, then those between it and its root.</param>
    /// <param name="key">PEM: its private key.</param>
    /// <param name="clientCa">PEM: whose signature lets a client in without a password; null for no such clients.</param>
    /// <exception cref="CryptographicException">A file is not what it should be.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public TlsCertificates(string certificate, string key, string? clientCa, TimeProvider time, ILogger<TlsCertificates> log)
    {
        (_certificate, _key, _clientCa, _time, _log) = (certificate, key, clientCa, time, log);
        _stamp = Stamp();
        _current = Read();
        _lookedAt = time.GetTimestamp();
    }

    public SslServerAuthenticationOptions Current
    {
        get
        {
            lock (_lock)
            {
                if (_time.GetElapsedTime(_lookedAt).TotalMilliseconds < LookEveryMs) return _current;
                _lookedAt = _time.GetTimestamp();
                TryReload();
                return _current;
            }
        }
    }

    private void TryReload()
    {
        try
        {
            var stamp = Stamp();
            if (stamp == _stamp) return;
            _current = Read();
            _stamp = stamp;
            _log.CertificateRead(_certificate);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Half written, perhaps: looked at again in a second.
            _log.CertificateNotRead(e, _certificate);
        }
    }

    private string Stamp() => string.Join('|', new[] { _certificate, _key, _clientCa }.OfType<string>()
        .Select(f => new FileInfo(f)).Select(f => $"{f.LastWriteTimeUtc.Ticks} {(f.Exists ? f.Length : -1)}"));

    private SslServerAuthenticationOptions Read()
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_certificate);
        var own = X509Certificate2.CreateFromPemFile(_certificate, _key);
        var roots = new X509Certificate2Collection();
        if (_clientCa is not null) roots.ImportFromPemFile(_clientCa);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CipherSuitesPolicy = s_suites,
            // Asked for, not demanded: who has none signs in with a password.
            ClientCertificateRequired = _clientCa is not null,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is null || IsTrusted(certificate, roots),
        };
    }

    /// <summary>Signed by the given authority for a client, and in its time. A certificate that is not ends the handshake.</summary>
    private static bool IsTrusted(X509Certificate certificate, X509Certificate2Collection roots)
    {
        if (roots.Count == 0) return false;
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                // Devices in a home's own network: there is nobody to be asked.
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2")); // client authentication
        using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(copy);
    }
}
