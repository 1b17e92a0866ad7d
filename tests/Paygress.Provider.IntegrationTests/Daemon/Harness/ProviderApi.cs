using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>The local API over its socket, as any client sees it: no code of the product's own client.</summary>
internal sealed class ProviderApi(string socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // Never an old connection: the provider of the last request may be dead.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.Zero,
        UseProxy = false,
        ConnectCallback = async (_, token) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), token);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://provider/"),
        Timeout = Patience,
    };

    public void Dispose() => _http.Dispose();

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await _http.SendAsync(request);
        return new ApiAnswer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, string json) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")));

    public Task<ApiAnswer> SubmitAsync(SpawnMessage spawn) => PostAsync("/v1/spawns", JsonSerializer.Serialize(spawn, ApiJsonContext.Default.SpawnMessage));

    public Task<ApiAnswer> SubmitAsync(string template, int seconds) => SubmitAsync(new SpawnMessage { Template = template, DurationSeconds = seconds });

    /// <summary>Asks for a lease and waits until it is active, failed or refused.</summary>
    public async Task<LeaseMessage> SpawnAsync(string template, int seconds) => await FollowAsync((await SubmitAsync(template, seconds)).Lease.RequestId);

    /// <summary>Waits until a request is neither queued nor in the making.</summary>
    public async Task<LeaseMessage> FollowAsync(string requestId)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var lease = (await GetAsync($"/v1/spawns/{requestId}?wait=10s")).Lease;
            if (lease.State is not ("queued" or "provisioning"))
            {
                return lease;
            }

            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, $"{lease.State}: {lease.Progress}");
        }
    }

    public async Task<LeaseMessage> FindAsync(string id) => (await GetAsync($"/v1/leases/{id}")).Lease;

    public async Task<ImmutableArray<LeaseMessage>> ListAsync(bool all = false) =>
        [.. JsonSerializer.Deserialize((await GetAsync("/v1/leases" + (all ? "?all=true" : ""))).Body, ApiJsonContext.Default.LeaseListMessage)!.Leases];

    public async Task<ImmutableArray<LeaseEventMessage>> EventsAsync(string id) =>
        [.. JsonSerializer.Deserialize((await GetAsync($"/v1/leases/{id}/events")).Body, ApiJsonContext.Default.LeaseEventListMessage)!.Events];

    public Task<ApiAnswer> ReleaseAsync(string id) => SendAsync(HttpMethod.Delete, $"/v1/leases/{id}");

    public async Task<AuditMessage> AuditAsync() => JsonSerializer.Deserialize((await GetAsync("/v1/audit")).Body, ApiJsonContext.Default.AuditMessage)!;

    /// <summary>Waits until a lease is as wanted; fails with what it is when that takes too long.</summary>
    public async Task<LeaseMessage> UntilAsync(string id, Func<LeaseMessage, bool> wanted, TimeSpan? patience = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var lease = await FindAsync(id);
            if (wanted(lease))
            {
                return lease;
            }

            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(patience ?? Patience, $"lease {id} is {lease.State}, {lease.EndReason}, {lease.Container?.Status}, {lease.LastError}");
            await Task.Delay(Look, TimeProvider.System);
        }
    }

    /// <summary>Waits until no lease is left that is not over.</summary>
    public async Task UntilNoneAsync(TimeSpan? patience = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (await ListAsync() is { IsEmpty: false } left)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(patience ?? Patience, string.Join("; ", left.Select(l => $"{l.Vmid} is {l.State}: {l.LastError}")));
            await Task.Delay(Look, TimeProvider.System);
        }
    }
}
