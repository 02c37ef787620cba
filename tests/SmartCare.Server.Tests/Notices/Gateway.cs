using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SmartCare.Server.Tests.Notices;

/// <summary>What reached the gateway.</summary>
public sealed record Received(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>A server of the outside on a port of its own: keeps what it is sent, and answers as the test says.</summary>
public sealed class Gateway : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly WebApplication _app;

    private int _calls;

    private Gateway(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    /// <summary>What it answers to the n-th call, from 1.</summary>
    public Func<int, (int Status, string Body)> Answers { get; set; } = _ => (200, "{}");

    /// <summary>While set, calls are taken and not answered.</summary>
    public TaskCompletionSource? Hanging { get; set; }

    public int Calls => Volatile.Read(ref _calls);

    public static async Task<Gateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var gateway = new Gateway(builder.Build());
        gateway._app.Run(gateway.TakeAsync);
        await gateway._app.StartAsync();
        gateway.Url = new Uri(gateway._app.Urls.First());
        return gateway;
    }

    public async Task<Received> NextAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        return await _received.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Hanging?.TrySetResult();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var (status, text) = Answers(Interlocked.Increment(ref _calls));
        // Asked before anybody hears of the call: they may let the next one through.
        var hanging = Hanging;
        _received.Writer.TryWrite(new Received(
            context.Request.Method, context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()), body.ToArray()));
        if (hanging is not null) await hanging.Task;
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text);
    }
}
