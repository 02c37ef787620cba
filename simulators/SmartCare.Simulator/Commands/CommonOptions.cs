using System.CommandLine;
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
    }

    public static ServerAddress ServerOf(ParseResult parsed, byte qos = 1) =>
        new(parsed.GetValue(Host)!, parsed.GetValue(Port), parsed.GetValue(Password)!, qos);

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
