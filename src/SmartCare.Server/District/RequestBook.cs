using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace SmartCare.Server.District;

/// <summary>Service requests, in memory and in <c>district.db</c>. None is ever removed.</summary>
internal sealed class RequestBook
{
    /// <summary>Ten years of a district's hotline at 150 a day; each is some 600 bytes in memory.</summary>
    private const int Most = 500_000;

    private readonly DistrictFile _file;
    private readonly ConcurrentDictionary<string, ServiceRequest> _all, _going;
    private readonly ConcurrentDictionary<(string From, string Number), string> _numbers;
    private readonly Lock _changing = new();

    public RequestBook(DistrictFile file)
    {
        _file = file;
        var stored = file.Of<ServiceRequest>(DistrictFile.Requests);
        _all = new(stored.Select(r => KeyValuePair.Create(r.Id, r)));
        _going = new(stored.Where(IsWatched).Select(r => KeyValuePair.Create(r.Id, r)));
        _numbers = new(stored.Where(r => r is { Number: not null, From: not null }).Select(r => KeyValuePair.Create((r.From!, r.Number!), r.Id)));
    }

    public ServiceRequest? Find(string id) => _all.GetValueOrDefault(id);

    /// <summary>Those that are not over, in no order.</summary>
    public IEnumerable<ServiceRequest> Going => _going.Select(r => r.Value).Where(r => r.State is not RequestState.Told);

    /// <summary>With those that are over while an alert still says that they are overdue.</summary>
    public IEnumerable<ServiceRequest> Watched => _going.Select(r => r.Value);

    public IEnumerable<ServiceRequest> Each => _all.Select(r => r.Value);

    /// <summary>Ids grow with time, so that a page goes on where the one before ended.</summary>
    public static string NewId(DateTimeOffset now) => $"r{now.ToUnixTimeMilliseconds():x11}{RandomNumberGenerator.GetHexString(6, lowercase: true)}";

    /// <returns>The request, and whether it is new: the same number of the same sender is the same request. Null: there are too many.</returns>
    /// <exception cref="IOException">It was not taken.</exception>
    public (ServiceRequest? Request, bool IsNew) Take(ServiceRequest request)
    {
        lock (_changing)
        {
            if (request is { From: { } from, Number: { } number } && _numbers.TryGetValue((from, number), out var known)) return (_all[known], false);
            if (_all.Count >= Most) return (null, false);
            Keep(request);
            if (request is { From: { } sender, Number: { } its }) _numbers[(sender, its)] = request.Id;
            return (request, true);
        }
    }

    /// <param name="change">Of the request as it is now; null: not as things stand.</param>
    /// <exception cref="IOException">It is as it was.</exception>
    public ServiceRequest? Change(string id, Func<ServiceRequest, ServiceRequest?> change)
    {
        lock (_changing)
        {
            if (Find(id) is not { } before || change(before) is not { } after) return null;
            Keep(after);
            return after;
        }
    }

    private void Keep(ServiceRequest request)
    {
        _file.Save(DistrictFile.Requests, "", request.Id, JsonSerializer.SerializeToUtf8Bytes(request, DistrictFile.Json));
        _all[request.Id] = request;
        if (IsWatched(request)) _going[request.Id] = request;
        else _going.TryRemove(request.Id, out _);
    }

    private static bool IsWatched(ServiceRequest request) => request is not { State: RequestState.Told, RungAt: null };
}
