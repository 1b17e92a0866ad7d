using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.Cli.Client;

/// <summary>Sends one request and turns whatever happens into a <see cref="Reply{T}"/>.</summary>
internal sealed class ProviderConnection(HttpMessageHandler transport, string socketPath, TimeProvider time) : IDisposable
{
    // The host name is never resolved: the transport goes to the socket.
    private readonly HttpClient _http = new(transport) { BaseAddress = new Uri("http://provider/"), Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => _http.Dispose();

    /// <summary>Sends and reads a JSON answer, both within <paramref name="timeout"/>.</summary>
    public Task<Reply<T>> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, TimeSpan timeout, CancellationToken cancellationToken) =>
        GuardAsync(timeout, async token =>
        {
            using var response = await _http.SendAsync(request, token);
            var body = await response.Content.ReadAsByteArrayAsync(token);
            return response.IsSuccessStatusCode ? Read(body, type, response) : Problem<T>(body, response);
        }, cancellationToken);

    /// <summary>Sends and hands the answer's bytes on as they come.</summary>
    /// <param name="timeout">For the start of the answer; a stream may be silent as long as it likes.</param>
    /// <param name="sink">Returns false when it wants no more.</param>
    public async Task<Reply<bool>> StreamAsync(
        HttpRequestMessage request, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> sink, TimeSpan timeout, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        var start = await GuardAsync<bool>(timeout, async token =>
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            return response.IsSuccessStatusCode ? new Reply<bool>.Ok(true) : Problem<bool>(await response.Content.ReadAsByteArrayAsync(token), response);
        }, cancellationToken);
        using var _ = response;
        return start is Reply<bool>.Ok && response is not null ? await CopyAsync(response, sink, cancellationToken) : start;
    }

    private async Task<Reply<bool>> CopyAsync(
        HttpResponseMessage response, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> sink, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        while (true)
        {
            // The sink is no part of the connection: what it fails with, as a disk that is full, is its own.
            var read = await GuardAsync<int>(Timeout.InfiniteTimeSpan, async token => new Reply<int>.Ok(await stream.ReadAsync(buffer, token)), cancellationToken);
            if (read is not Reply<int>.Ok { Value: var count })
            {
                return read.Failure<bool>();
            }

            if (count == 0 || !await sink(buffer.AsMemory(0, count), cancellationToken))
            {
                return new Reply<bool>.Ok(true);
            }
        }
    }

    private async Task<Reply<T>> GuardAsync<T>(TimeSpan timeout, Func<CancellationToken, Task<Reply<T>>> send, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await send(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Reply<T>.Unreachable(ConnectionFault.Silent(socketPath, timeout));
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { } cause && e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return new Reply<T>.Unreachable(ConnectionFault.NotConnected(socketPath, cause.SocketErrorCode));
        }
        catch (Exception e) when (e is ArgumentException or HttpRequestException { InnerException: ArgumentException })
        {
            return new Reply<T>.Unreachable(ConnectionFault.BadPath(socketPath));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Reply<T>.Unreachable(ConnectionFault.Broken(socketPath));
        }
    }

    private Reply<T> Read<T>(byte[] body, JsonTypeInfo<T> type, HttpResponseMessage response)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) is { } value ? new Reply<T>.Ok(value) : NotUnderstood<T>(response);
        }
        catch (JsonException)
        {
            return NotUnderstood<T>(response);
        }
    }

    private Reply<T> Problem<T>(byte[] body, HttpResponseMessage response) =>
        response.Content.Headers.ContentType is { } type && IsJson(type) && Read(body, CliJson.Api.ProblemMessage, response) is Reply<ProblemMessage>.Ok { Value: var problem }
            ? new Reply<T>.Refused(problem)
            : NotUnderstood<T>(response);

    private Reply<T>.Unreachable NotUnderstood<T>(HttpResponseMessage response) => new(ConnectionFault.NotUnderstood(socketPath, (int)response.StatusCode));

    private static bool IsJson(MediaTypeHeaderValue type) => type.MediaType is "application/problem+json" or "application/json";
}
