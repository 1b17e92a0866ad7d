using System.Net;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Docker's engine by its own socket.</summary>
internal sealed class EngineSocket : IDisposable
{
    private const string Scheme = "unix://";
    private const string Default = "/var/run/docker.sock";

    // As much as is read of a client's answer.
    private const int MaxAnswer = 8 * 1024 * 1024;

    private readonly HttpClient _http;

    /// <param name="path">The socket's file.</param>
    /// <param name="transport">What carries HTTP to it; disposed of with this.</param>
    public EngineSocket(string path, HttpMessageHandler transport)
    {
        Endpoint = Scheme + path;
        _http = new HttpClient(transport) { BaseAddress = new Uri("http://docker/"), Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswer };
    }

    /// <summary>As docker's client writes it.</summary>
    public string Endpoint { get; }

    /// <summary>Where docker's client looks for an engine unless its own settings say otherwise; none when it was told of one that is no file.</summary>
    /// <param name="dockerHost">The variable <c>DOCKER_HOST</c>.</param>
    public static string? FindPath(string? dockerHost) =>
        string.IsNullOrEmpty(dockerHost) ? Default
        : dockerHost.StartsWith(Scheme, StringComparison.Ordinal) ? dockerHost[Scheme.Length..]
        : null;

    /// <summary>Asks one question; gives the status and the whole answer.</summary>
    /// <exception cref="HttpRequestException">The engine can't be reached, or the answer is none or too long.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>Asks for one change; gives the status.</summary>
    /// <exception cref="HttpRequestException">The engine can't be reached, or gave no answer.</exception>
    public async Task<HttpStatusCode> PostAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content: null, cancellationToken);
        return answer.StatusCode;
    }

    public void Dispose() => _http.Dispose();
}
