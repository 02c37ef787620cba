using Microsoft.Extensions.Logging;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Server;

internal static partial class MqttLog
{
    [LoggerMessage(1, LogLevel.Error, "A fault of our own ended connection {Connection}")]
    public static partial void ConnectionFault(this ILogger log, Exception fault, string connection);

    [LoggerMessage(2, LogLevel.Debug, "Connection {Connection} refused: {Reason}")]
    public static partial void ConnectRefused(this ILogger log, string connection, MqttReason reason);

    [LoggerMessage(3, LogLevel.Error, "The house failed to judge the will of {ClientId}")]
    public static partial void WillFault(this ILogger log, Exception fault, string clientId);

    [LoggerMessage(4, LogLevel.Error, "Sessions and retained messages could not be saved; they go on in memory and are tried again")]
    public static partial void StateNotSaved(this ILogger log, Exception fault);

    [LoggerMessage(5, LogLevel.Critical,
        "Sessions and retained messages of before could not be read and are put aside as {Place}; all clients start anew")]
    public static partial void StateNotLoaded(this ILogger log, Exception fault, string place);

    [LoggerMessage(9, LogLevel.Critical,
        "Sessions and retained messages of before could not be read ({Why}), nor put aside; they are kept in memory only")]
    public static partial void StateNotPutAside(this ILogger log, Exception fault, string why);

    [LoggerMessage(7, LogLevel.Information, "The certificate {File} has been read anew")]
    public static partial void CertificateRead(this ILogger log, string file);

    [LoggerMessage(8, LogLevel.Error,
        "The certificate {File}, its key or the clients' authority cannot be read; the last ones stay in force")]
    public static partial void CertificateNotRead(this ILogger log, Exception fault, string file);

    [LoggerMessage(6, LogLevel.Information, "Restored {Sessions} sessions and {Retained} retained messages")]
    public static partial void StateLoaded(this ILogger log, int sessions, int retained);
}
