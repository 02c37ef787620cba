using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Server;

/// <summary>Answers that promise something for after a restart, and so wait for the store.</summary>
internal sealed partial class Connection
{
    private Action? _answer;

    /// <summary>A kept session's SUBSCRIBE and UNSUBSCRIBE hold after a crash once they are answered. Nothing is read meanwhile.</summary>
    private void AnswerWhenSaved(Action answer)
    {
        if (_session!.IsStored) _answer = answer;
        else answer();
    }

    private async Task AnswerAsync()
    {
        var saved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _broker.State!.AfterSaved(saved.SetResult);
        await saved.Task.ConfigureAwait(false);
        _answer!();
        _answer = null;
        _outbox.Flush();
    }

    /// <summary>
    /// PUBCOMP frees the id for another message. A crash must not bring it back as one that was received: that other message would be
    /// acknowledged unheard.
    /// </summary>
    private void PubcompWhenSaved(ushort packetId) => _broker.State!.AfterSaved(() =>
    {
        WritePubcomp(packetId, MqttReason.Success);
        SendSoon();
    });

    /// <summary>
    /// A plain broker's promise: what waits for a kept session, or is retained, is on the disk before its sender lets go of it.
    /// </summary>
    private void CompleteWhenSaved(long sequence)
    {
        var ring = _ring;
        _broker.State!.AfterSaved(() => ring.Complete(sequence, MqttReason.Success));
    }
}
