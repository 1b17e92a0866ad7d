using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Cli.Client;

/// <summary>The local API, a method for each endpoint.</summary>
internal sealed class ProviderClient(HttpMessageHandler transport, string socketPath, TimeProvider time) : IDisposable
{
    // Generous: a node under load is slow, and a person can press Ctrl-C.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Answered only when the volume is open and the container runs.
    private static readonly TimeSpan UnlockPatience = TimeSpan.FromMinutes(2);

    // A dozen attempts, each with its deadline, and two leases.
    private static readonly TimeSpan TrialPatience = TimeSpan.FromMinutes(30);

    private readonly ProviderConnection _connection = new(transport, socketPath, time);

    public void Dispose() => _connection.Dispose();

    public Task<Reply<LeaseMessage>> SpawnAsync(SpawnMessage message, CancellationToken cancellationToken) =>
        SendSecretAsync("v1/spawns", message, ApiJsonContext.Default.SpawnMessage, Patience, cancellationToken);

    /// <summary>Answers when the container runs.</summary>
    public Task<Reply<LeaseMessage>> UnlockAsync(LeaseReference lease, UnlockMessage message, CancellationToken cancellationToken) =>
        OnLeaseAsync(lease, id => SendSecretAsync($"v1/leases/{id}/unlock", message, ApiJsonContext.Default.UnlockMessage, UnlockPatience, cancellationToken), cancellationToken);

    /// <summary>Answers when the lease changed, or after <paramref name="wait"/>.</summary>
    public Task<Reply<LeaseMessage>> SpawnedAsync(string requestId, TimeSpan wait, CancellationToken cancellationToken) =>
        GetAsync($"v1/spawns/{Uri.EscapeDataString(requestId)}{Query("wait", Seconds(wait))}", CliJson.Api.LeaseMessage, cancellationToken, wait);

    public Task<Reply<LeaseListMessage>> LeasesAsync(bool all, CancellationToken cancellationToken) =>
        GetAsync(all ? "v1/leases?all=true" : "v1/leases", CliJson.Api.LeaseListMessage, cancellationToken);

    public Task<Reply<LeaseMessage>> LeaseAsync(LeaseReference lease, CancellationToken cancellationToken) =>
        OnLeaseAsync(lease, id => GetAsync($"v1/leases/{id}", CliJson.Api.LeaseMessage, cancellationToken), cancellationToken);

    public Task<Reply<LeaseEventListMessage>> EventsAsync(LeaseReference lease, CancellationToken cancellationToken) =>
        OnLeaseAsync(lease, id => GetAsync($"v1/leases/{id}/events", CliJson.Api.LeaseEventListMessage, cancellationToken), cancellationToken);

    public Task<Reply<WhyMessage>> WhyAsync(LeaseReference lease, CancellationToken cancellationToken) =>
        OnLeaseAsync(lease, id => GetAsync($"v1/leases/{id}/why", CliJson.Api.WhyMessage, cancellationToken), cancellationToken);

    /// <summary>Answers when the lease is gone, or after <paramref name="wait"/>.</summary>
    public Task<Reply<ReleaseMessage>> ReleaseAsync(LeaseReference lease, string? reason, TimeSpan wait, CancellationToken cancellationToken) =>
        OnLeaseAsync(lease, id => SendAsync(
            HttpMethod.Delete, $"v1/leases/{id}{Query("reason", reason, "wait", Seconds(wait))}", null, CliJson.Api.ReleaseMessage, cancellationToken, wait), cancellationToken);

    public Task<Reply<LeaseMessage>> ExtendAsync(LeaseReference lease, ExtendMessage message, CancellationToken cancellationToken) =>
        OnLeaseAsync(lease, id => SendAsync(
            HttpMethod.Post, $"v1/leases/{id}/extend", Json(message, ApiJsonContext.Default.ExtendMessage), CliJson.Api.LeaseMessage, cancellationToken), cancellationToken);

    public Task<Reply<LeaseMessage>> ConfirmAsync(LeaseReference lease, ConfirmMessage message, CancellationToken cancellationToken) =>
        OnLeaseAsync(lease, id => SendAsync(
            HttpMethod.Post, $"v1/leases/{id}/confirm", Json(message, ApiJsonContext.Default.ConfirmMessage), CliJson.Api.LeaseMessage, cancellationToken), cancellationToken);

    public Task<Reply<ExecGrantMessage>> ExecAsync(LeaseReference lease, ExecMessage message, CancellationToken cancellationToken) =>
        OnLeaseAsync(lease, id => SendAsync(
            HttpMethod.Post, $"v1/leases/{id}/exec", Json(message, ApiJsonContext.Default.ExecMessage), CliJson.Api.ExecGrantMessage, cancellationToken), cancellationToken);

    /// <summary>Hands the log on to <paramref name="sink"/>, until it ends or the sink returns false.</summary>
    public Task<Reply<bool>> LogsAsync(
        LeaseReference lease, bool follow, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> sink, CancellationToken cancellationToken) =>
        OnLeaseAsync(lease, async id =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/leases/{id}/logs{(follow ? "?follow=true" : "")}");
            return await _connection.StreamAsync(request, sink, Patience, cancellationToken);
        }, cancellationToken);

    /// <summary>Hands the events of all leases on to <paramref name="sink"/>, until they end or the sink returns false.</summary>
    /// <param name="place">From where to go on; none begins with the <paramref name="last"/> so many.</param>
    public async Task<Reply<bool>> AllEventsAsync(
        bool follow, int last, string? place, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> sink, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/events?follow={(follow ? "true" : "false")}{(place is null ? $"&last={last}" : "")}");
        if (place is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", place);
        }

        return await _connection.StreamAsync(request, sink, Patience, cancellationToken);
    }

    public Task<Reply<StatusMessage>> StatusAsync(CancellationToken cancellationToken) => GetAsync("v1/status", CliJson.Api.StatusMessage, cancellationToken);

    public Task<Reply<AuditMessage>> AuditAsync(CancellationToken cancellationToken) => GetAsync("v1/audit", CliJson.Api.AuditMessage, cancellationToken);

    /// <summary>Answers when the trial is over.</summary>
    public Task<Reply<TrialMessage>> TrialAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "v1/trial", null, CliJson.Api.TrialMessage, cancellationToken, TrialPatience);

    public Task<Reply<DrainMessage>> DrainAsync(bool draining, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, "v1/drain", Json(new DrainMessage(draining), ApiJsonContext.Default.DrainMessage), CliJson.Api.DrainMessage, cancellationToken);

    public Task<Reply<TemplateListMessage>> TemplatesAsync(CancellationToken cancellationToken) =>
        GetAsync("v1/templates", CliJson.Api.TemplateListMessage, cancellationToken);

    public Task<Reply<TierListMessage>> TiersAsync(CancellationToken cancellationToken) => GetAsync("v1/tiers", CliJson.Api.TierListMessage, cancellationToken);

    /// <summary>The API knows vmids and whole lease ids; the short form that tables show is looked up here.</summary>
    private async Task<Reply<T>> OnLeaseAsync<T>(LeaseReference lease, Func<string, Task<Reply<T>>> call, CancellationToken cancellationToken)
    {
        if (!lease.IsShort)
        {
            return await call(lease.Text);
        }

        // Those that live first: they are few, and those that are over may be a hundred thousand.
        foreach (var all in (bool[])[false, true])
        {
            var list = await LeasesAsync(all, cancellationToken);
            if (list is not Reply<LeaseListMessage>.Ok { Value.Leases: var leases })
            {
                return list.Failure<T>();
            }

            if (leases.FirstOrDefault(l => lease.Matches(l.LeaseId)) is { } found)
            {
                return await call(found.LeaseId);
            }
        }

        return NotFound<T>(lease);
    }

    private Task<Reply<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken, TimeSpan wait = default) =>
        SendAsync(HttpMethod.Get, path, null, type, cancellationToken, wait);

    private async Task<Reply<T>> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken, TimeSpan wait = default)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await _connection.SendAsync(request, type, Patience + wait, cancellationToken);
    }

    // The body may hold a key, so it is bytes of our own that we can zero.
    private async Task<Reply<LeaseMessage>> SendSecretAsync<T>(string path, T message, JsonTypeInfo<T> type, TimeSpan patience, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, type);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) };
            return await _connection.SendAsync(request, CliJson.Api.LeaseMessage, patience, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static ByteArrayContent Json<T>(T message, JsonTypeInfo<T> type) => Json(JsonSerializer.SerializeToUtf8Bytes(message, type));

    private static string? Seconds(TimeSpan wait) => wait > TimeSpan.Zero ? $"{wait.TotalSeconds:0}s" : null;

    private static string Query(params ReadOnlySpan<string?> namesAndValues)
    {
        var query = "";
        for (var i = 0; i < namesAndValues.Length; i += 2)
        {
            query += namesAndValues[i + 1] is { } value ? $"{(query.Length == 0 ? '?' : '&')}{namesAndValues[i]}={Uri.EscapeDataString(value)}" : "";
        }

        return query;
    }

    private static Reply<T>.Refused NotFound<T>(LeaseReference lease) => new(new ProblemMessage
    {
        Type = "about:blank",
        Title = "Not found",
        Status = 404,
        Code = ErrorCodes.NotFound,
        Detail = $"there is no lease whose id ends in {lease.Text}; see 'paygress-provider leases --all'",
    });
}
