using System.Net;
using System.Text;

namespace Paygress.Provider.TestSupport.Docker;

/// <summary>Docker's engine as HTTP shows it: gives the answers of a script and remembers what it was asked.</summary>
internal sealed class FakeEngine : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (HttpStatusCode Status, byte[] Body)> _answers = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];
    private bool _isSilent;
    private bool _isGone;

    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_lock)
            {
                return [.. _asked];
            }
        }
    }

    /// <param name="path">With its query, unescaped; after <c>POST </c> where it is to change something.</param>
    public void Answer(string path, string body, HttpStatusCode status = HttpStatusCode.OK) => Answer(path, Encoding.UTF8.GetBytes(body), status);

    /// <inheritdoc cref="Answer(string, string, HttpStatusCode)"/>
    public void Answer(string path, byte[] body, HttpStatusCode status = HttpStatusCode.OK) => _answers[path] = (status, body);

    /// <summary>From now on it takes questions and answers none.</summary>
    public void FallSilent() => _isSilent = true;

    /// <summary>From now on nobody is there.</summary>
    public void Vanish() => _isGone = true;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.PathAndQuery).TrimStart('/');
        path = request.Method == HttpMethod.Get ? path : $"{request.Method} {path}";
        lock (_lock)
        {
            _asked.Add(path);
        }

        if (_isGone)
        {
            throw new HttpRequestException("connection refused");
        }

        if (_isSilent)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        var (status, body) = _answers.GetValueOrDefault(path, (HttpStatusCode.NotFound, """{"message":"page not found"}"""u8.ToArray()));
        return new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
    }
}
