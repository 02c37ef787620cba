using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography.X509Certificates;
using SmartCare.Simulator.Fleet;

namespace SmartCare.Simulator.Commands;

/// <summary>What every command understands.</summary>
internal static class CommonOptions
{
    public static readonly Option<string> Host = new("--host")
    {
        Description = "The server's host name or address.", DefaultValueFactory = _ => "127.0.0.1", Recursive = true,
    };

    public static readonly Option<int> Port = new("--port") { Description = "The server's MQTT port.", DefaultValueFactory = _ => 1883, Recursive = true };

    public static readonly Option<Uri?> Url = new("--url")
    {
        Description = "mqtt://host:1883 or mqtts://host:8883 (TLS), in place of --host and --port.", Recursive = true,
        CustomParser = result => Address(result, "mqtt", "mqtts"),
    };

    public static readonly Option<FileInfo> Authority = new("--ca")
    {
        Description = "PEM file of the authority that signed the broker's certificate; without it, those that this machine trusts.", Recursive = true,
    };

    public static readonly Option<string?> User = new("--user")
    {
        Description = "User name of every connection; without it, each signs in as the device that it is.", Recursive = true,
    };

    public static readonly Option<string> Prefix = new("--prefix")
    {
        Description = "Before every topic, like 'site-a/', for somebody else's broker.", DefaultValueFactory = _ => "", Recursive = true,
    };

    public static readonly Option<string> Password = new("--password")
    {
        Description = "Password of every device and of the gateway.", DefaultValueFactory = _ => "demo", Recursive = true,
    };

    public static readonly Option<int> Seed = new("--seed")
    {
        Description = "The same seed makes the same days.", DefaultValueFactory = _ => 1, Recursive = true,
    };

    public static readonly Option<bool> Plain = new("--plain")
    {
        Description = "Plain lines instead of the live table; also without a terminal.", Recursive = true,
    };

    public static readonly Option<byte> Qos = new("--qos") { Description = "MQTT quality of service: 0, 1 or 2.", DefaultValueFactory = _ => 1 };

    static CommonOptions()
    {
        Bound(Port, 1, 65535);
        Bound(Qos, 0, 2);
        Authority.AcceptExistingOnly();
    }

    public static ServerAddress ServerOf(ParseResult parsed, byte qos = 1)
    {
        var url = parsed.GetValue(Url);
        var (isTls, port) = (url?.Scheme == "mqtts", url is null ? parsed.GetValue(Port) : url.Port);
        var authority = new X509Certificate2Collection();
        if (parsed.GetValue(Authority) is { } file) authority.ImportFromPemFile(file.FullName);
        return new ServerAddress(url?.Host ?? parsed.GetValue(Host)!, port > 0 ? port : isTls ? 8883 : 1883, parsed.GetValue(Password)!, qos)
        {
            User = parsed.GetValue(User), Prefix = parsed.GetValue(Prefix)!, IsTls = isTls, Authority = authority.Count > 0 ? authority : null,
        };
    }

    /// <summary>An address of one of these schemes, or a wrong argument.</summary>
    public static Uri Address(ArgumentResult result, params string[] schemes)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme)) return address;
        result.AddError($"{result.Tokens[0].Value} does not begin with {string.Join(":// or ", schemes)}://.");
        return null!;
    }

    /// <summary>A value outside is a wrong argument.</summary>
    public static void Bound<T>(Option<T> option, double least, double most) => option.Validators.Add(result =>
    {
        // A value that is no number at all has its own message.
        if (result.Errors.Any() || result.Tokens.Count == 0 || !double.TryParse(result.Tokens[0].Value,
                System.Globalization.CultureInfo.InvariantCulture, out var value))
            return;
        if (!(value >= least && value <= most)) result.AddError($"{option.Name} is {result.Tokens[0].Value}; it must be {least} to {most}.");
    });
}
