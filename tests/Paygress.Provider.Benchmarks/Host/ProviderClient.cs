using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Paygress.Provider.Benchmarks.Host;

/// <summary>The provider as a client sees it.</summary>
internal sealed class ProviderClient(string socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private readonly HttpClient _http = UnixHttp.Connect(socket);

    public void Dispose() => _http.Dispose();

    /// <summary>Asks for a lease and waits until it is active.</summary>
    public async Task<JsonNode> SpawnAsync(string template, int seconds)
    {
        var request = NewId();
        await SendAsync(HttpMethod.Post, "v1/spawns", $$"""{"request_id":"{{request}}","template":"{{template}}","tier":"bench","duration_seconds":{{seconds}}}""");
        while (true)
        {
            var lease = await GetAsync($"v1/spawns/{request}?wait=10s");
            switch (lease["state"]!.GetValue<string>())
            {
                case "queued" or "provisioning":
                    continue;
                case "active":
                    return lease;
                default:
                    throw new InvalidOperationException($"a spawn failed: {lease.ToJsonString()}");
            }
        }
    }

    public Task ExtendAsync(string leaseId, long seconds) =>
        SendAsync(HttpMethod.Post, $"v1/leases/{leaseId}/extend", $$"""{"request_id":"{{NewId()}}","duration_seconds":{{seconds}}}""");

    /// <summary>Ends leases and waits until nothing of them is left.</summary>
    public async Task ReleaseAsync(params IEnumerable<string> leaseIds)
    {
        await Task.WhenAll(leaseIds.Select(id => SendAsync(HttpMethod.Delete, $"v1/leases/{id}")));
        await UntilNoneAsync(TimeSpan.FromMilliseconds(20));
    }

    /// <param name="look">How often is looked. Each look has its price.</param>
    public async Task UntilNoneAsync(TimeSpan look)
    {
        var begin = Stopwatch.GetTimestamp();
        while ((await GetAsync("v1/leases"))["leases"]!.AsArray() is { Count: > 0 } left)
        {
            if (Stopwatch.GetElapsedTime(begin) > Patience)
            {
                throw new TimeoutException($"{left.Count} leases do not end: {left.ToJsonString()}");
            }

            await Task.Delay(look, TimeProvider.System);
        }
    }

    public Task<JsonNode> FindAsync(string leaseId) => GetAsync($"v1/leases/{leaseId}");

    public Task<JsonNode> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>An answer that is no JSON.</summary>
    public Task<string> ReadAsync(string path) => SendTextAsync(HttpMethod.Get, path);

    /// <summary>How long an answer takes.</summary>
    public async Task<TimeSpan> TimeAsync(string path)
    {
        var begin = Stopwatch.GetTimestamp();
        await GetAsync(path);
        return Stopwatch.GetElapsedTime(begin);
    }

    private static string NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body = null) => JsonNode.Parse(await SendTextAsync(method, path, body))!;

    private async Task<string> SendTextAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new HttpRequestException($"{path}: {answer.StatusCode}: {text}");
    }
}
