using System.Text.Json;
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

    private async Task<bool?> CompareAsync()
    {
        var spec = new CommandSpec { Program = options.Program, Arguments = DockerArguments.EngineId(), Timeout = options.QueryTimeout };
        if (await client.RunAsync(spec, CancellationToken.None) is not CommandResult.Exited { Succeeded: true } answer
            || DockerJson.TryRead(answer.StandardOutput.Text, DockerJsonContext.Default.String) is not { Length: > 0 } id)
        {
            return null;
        }

        using var deadline = new CancellationTokenSource(options.QueryTimeout, timeProvider);
        try
        {
            var (_, body) = await socket.GetAsync("info", deadline.Token);
            using var info = JsonDocument.Parse(body);
            return info.RootElement.TryGetProperty("ID", out var other) && other.GetString() == id;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or InvalidOperationException)
        {
            // Nobody there although the client has its answer: it speaks with another one.
            return false;
        }
    }
}
