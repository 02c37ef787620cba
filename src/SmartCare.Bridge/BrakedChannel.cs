using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Diagnostics.PacketInspection;
using MQTTnet.Formatter;
using MQTTnet.Implementations;

namespace SmartCare.Bridge;

/// <summary>MQTTnet's TCP channel, read in large pieces and only while there is room.</summary>
internal sealed class BrakedChannel(IMqttChannel inner, Brake brake) : IMqttChannel
{
    private readonly byte[] _buffer = new byte[Limits.ReadBytes];
    private int _from, _to;

    public X509Certificate2? ClientCertificate => inner.ClientCertificate;

    public EndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint? LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_from == _to)
        {
            await brake.WaitForRoomAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            (_from, _to) = (0, await inner.ReadAsync(_buffer, 0, _buffer.Length, cancellationToken).ConfigureAwait(false));
        }

        var taken = Math.Min(count, _to - _from);
        _buffer.AsSpan(_from, taken).CopyTo(buffer.AsSpan(offset));
        _from += taken;
        return taken;
    }

    public Task WriteAsync(System.Buffers.ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) => inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);

    public void Dispose() => inner.Dispose();
}

/// <summary>As MQTTnet's own, with the brake in between.</summary>
internal sealed class BrakedAdapterFactory(Brake brake) : IMqttClientAdapterFactory
{
    public IMqttChannelAdapter CreateClientAdapter(MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger) => new MqttChannelAdapter(
        new BrakedChannel(new MqttTcpChannel(options), brake),
        new MqttPacketFormatterAdapter(options.ProtocolVersion, new MqttBufferWriter(options.WriterBufferSize, options.WriterBufferSizeMax)) { },
        logger) { AllowPacketFragmentation = options.AllowPacketFragmentation, PacketInspector = packetInspector };
}
