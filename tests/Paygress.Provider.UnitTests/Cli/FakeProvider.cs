using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli;

/// <summary>Answers in the order it was told to, and remembers what it was asked.</summary>
internal sealed class FakeProvider : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    /// <summary>What it answers when it was not told to answer anything more.</summary>
    public Func<HttpResponseMessage>? Otherwise { get; init; }

    /// <summary>Called when the last answer has been given, and asked again.</summary>
    public Action? AtTheEnd { get; set; }

    /// <summary>Method, path and query of each request.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The last event that each request says to have.</summary>
    public List<string?> Places { get; } = [];

    public List<string> Bodies { get; } = [];

    public FakeProvider Answer<T>(T message, JsonTypeInfo<T> type, HttpStatusCode status = HttpStatusCode.OK) =>
        Answer(JsonSerializer.SerializeToUtf8Bytes(message, type), "application/json", status);

    public FakeProvider Answer(params LeaseMessage[] leases)
    {
        Array.ForEach(leases, l => Answer(l, ApiJsonContext.Default.LeaseMessage));
        return this;
    }

    public FakeProvider Refuse(ProblemMessage problem) =>
        Answer(JsonSerializer.SerializeToUtf8Bytes(problem, ApiJsonContext.Default.ProblemMessage), "application/problem+json", (HttpStatusCode)problem.Status);

    public FakeProvider Answer(byte[] body, string mediaType, HttpStatusCode status = HttpStatusCode.OK)
    {
        _answers.Enqueue(() => new HttpResponseMessage(status) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } } });
        return this;
    }

    /// <summary>Answers a stream that breaks in the middle.</summary>
    public FakeProvider Break(byte[] body, string mediaType)
    {
        _answers.Enqueue(() => new HttpResponseMessage { Content = new StreamContent(new BreakingStream(body)) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } } });
        return this;
    }

    public FakeProvider Throw(Exception error)
    {
        _answers.Enqueue(() => throw error);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri?.PathAndQuery}");
        Places.Add(request.Headers.TryGetValues("Last-Event-ID", out var place) ? place.Single() : null);
        Bodies.Add(request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "");
        if (AtTheEnd is { } end && _answers.Count == 0)
        {
            end();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return (Otherwise is not null && _answers.Count == 0 ? Otherwise : _answers.Dequeue())();
    }
}
