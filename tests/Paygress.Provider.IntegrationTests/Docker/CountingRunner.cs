using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.IntegrationTests.Docker;

/// <summary>A real runner that counts what it starts.</summary>
internal sealed class CountingRunner(ICommandRunner inner) : ICommandRunner
{
    private int _count;

    public int Count => _count;

    public Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return inner.RunAsync(spec, cancellationToken);
    }

    public Task<CommandResult> StreamLinesAsync(StreamSpec spec, Func<CommandLine, CancellationToken, ValueTask> onLine, CancellationToken cancellationToken) =>
        inner.StreamLinesAsync(spec, onLine, cancellationToken);

    public Task<CommandResult> StreamBytesAsync(StreamSpec spec, Func<CommandChunk, CancellationToken, ValueTask> onChunk, CancellationToken cancellationToken) =>
        inner.StreamBytesAsync(spec, onChunk, cancellationToken);
}
