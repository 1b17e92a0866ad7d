using System.Net;
using System.Text;
using System.Text.Json;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Asks the engine itself what it may be asked, in place of a client for each question; the answer is in the client's words.</summary>
/// <remarks>Only what is well understood is answered here. Whatever is in doubt, and every change but a start, is the client's.</remarks>
internal sealed class EngineQuestions(ICommandRunner client, EngineSocket socket, EngineIdentity identity, TimeProvider timeProvider) : ICommandRunner
{
    /// <inheritdoc />
    public async Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken) =>
        EngineQuestion.Read(spec.Arguments) is { } question && identity.IsSame() && await TryAskAsync(question, spec, cancellationToken) is { } answer
            ? answer
            : await client.RunAsync(spec, cancellationToken);

    /// <inheritdoc />
    public Task<CommandResult> StreamLinesAsync(StreamSpec spec, Func<CommandLine, CancellationToken, ValueTask> onLine, CancellationToken cancellationToken) =>
        client.StreamLinesAsync(spec, onLine, cancellationToken);

    /// <inheritdoc />
    public Task<CommandResult> StreamBytesAsync(StreamSpec spec, Func<CommandChunk, CancellationToken, ValueTask> onChunk, CancellationToken cancellationToken) =>
        client.StreamBytesAsync(spec, onChunk, cancellationToken);

    private async Task<CommandResult?> TryAskAsync(EngineQuestion question, CommandSpec spec, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        using var deadline = new CancellationTokenSource(spec.Timeout, timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await AskAsync(question, stop.Token) is (var output, var complaints)
                ? new CommandResult.Exited(complaints.Length > 0 ? 1 : 0, Text(output), Text(complaints), timeProvider.GetElapsedTime(began))
                : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CommandResult.TimedOut(BoundedText.Empty, BoundedText.Empty, timeProvider.GetElapsedTime(began));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            // No answer, or none that is what it was a version ago.
            return null;
        }
    }

    private async Task<(string Output, string Complaints)?> AskAsync(EngineQuestion question, CancellationToken cancellationToken) => question switch
    {
        EngineQuestion.Listing x => await ListAsync(x, cancellationToken),
        EngineQuestion.Descriptions x => await DescribeAsync(x, cancellationToken),
        EngineQuestion.Start x => await StartAsync(x, cancellationToken),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<(string, string)?> ListAsync(EngineQuestion.Listing question, CancellationToken cancellationToken)
    {
        var (status, body) = await socket.GetAsync(question.Path, cancellationToken);
        if (status is not HttpStatusCode.OK)
        {
            return null;
        }

        using var answer = JsonDocument.Parse(body);
        return (string.Join('\n', question.ToLines(answer.RootElement)), "");
    }

    // One after the other, as the client does; of those that are missing it says so and goes on.
    private async Task<(string, string)?> DescribeAsync(EngineQuestion.Descriptions question, CancellationToken cancellationToken)
    {
        var (output, complaints) = (new StringBuilder(), new StringBuilder());
        foreach (var name in question.Names)
        {
            var (status, body) = await socket.GetAsync(question.PathOf(name), cancellationToken);
            using var answer = JsonDocument.Parse(body);
            if (status is HttpStatusCode.OK)
            {
                output.Append(question.ToLine(answer.RootElement)).Append('\n');
            }
            else if (status is HttpStatusCode.NotFound && IsAbout(name, answer.RootElement))
            {
                complaints.Append("Error: No such ").Append(question.Kind).Append(": ").Append(name).Append('\n');
            }
            else
            {
                return null;
            }
        }

        return (output.ToString(), complaints.ToString());
    }

    // One that runs already is started, as the client sees it. What went wrong is the client's to say: it tries again.
    private async Task<(string, string)?> StartAsync(EngineQuestion.Start question, CancellationToken cancellationToken) =>
        await socket.PostAsync(question.Path, cancellationToken) is HttpStatusCode.NoContent or HttpStatusCode.NotModified ? (question.ContainerId + "\n", "") : null;

    // An engine that does not know the question says "page not found".
    private static bool IsAbout(string name, JsonElement refusal) =>
        refusal.TryGetProperty("message", out var message) && message.GetString() is { } text && text.Trim() != "page not found" && text.Contains(name, StringComparison.Ordinal);

    private static BoundedText Text(string text) => new(text, IsTruncated: false);
}
