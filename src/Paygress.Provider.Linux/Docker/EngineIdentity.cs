using System.Collections.Immutable;
using System.Text;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Whether the engine at a socket is the one that docker's client speaks with: its settings, or a wrapper around it, may name another.</summary>
internal sealed class EngineIdentity(ICommandRunner client, EngineSocket socket, DockerOptions options, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private Task<bool?>? _look;

    /// <summary>The last comparison; done when there was none.</summary>
    internal Task Comparing => _look ?? Task.CompletedTask;

    /// <summary>True once both were asked and said the same. Until then they are being asked.</summary>
    public bool IsSame()
    {
        lock (_lock)
        {
            // One that gave no answer, perhaps as docker is not there yet, is repeated.
            if (_look is null or { IsCompleted: true, IsCompletedSuccessfully: false } or { IsCompletedSuccessfully: true, Result: null })
            {
                _look = Task.Run(CompareAsync);
            }

            return _look is { IsCompletedSuccessfully: true, Result: true };
        }
    }

    // The place alone is not enough: a wrapper may lead the client into another file system.
    private async Task<bool?> CompareAsync()
    {
        switch (await AskAsync(DockerArguments.Endpoint()))
        {
            case CommandResult.Exited { Succeeded: true } x when DockerJson.TryRead(x.StandardOutput.Text, DockerJsonContext.Default.String) == socket.Endpoint:
                break;
            case CommandResult.Exited:
                return false;
            default:
                return null;
        }

        return await AskAsync(DockerArguments.Engine()) is CommandResult.Exited { Succeeded: true } answer ? await FindAsync() is { IsKnown: true } engine && engine == Read(answer.StandardOutput.Text) : null;
    }

    private Task<CommandResult> AskAsync(ImmutableArray<string> words) =>
        client.RunAsync(new CommandSpec { Program = options.Program, Arguments = words, Timeout = options.QueryTimeout }, CancellationToken.None);

    private async Task<DockerEngine?> FindAsync()
    {
        using var deadline = new CancellationTokenSource(options.QueryTimeout, timeProvider);
        try
        {
            var (_, body) = await socket.GetAsync("info", deadline.Token);
            return Read(Encoding.UTF8.GetString(body));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Nobody there although the client has its answer: it speaks with another one.
            return null;
        }
    }

    private static DockerEngine? Read(string json) => DockerJson.TryRead(json, DockerJsonContext.Default.DockerEngine);
}
