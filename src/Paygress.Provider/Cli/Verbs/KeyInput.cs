using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Reads a volume key for a verb and zeroes it when the verb is done.</summary>
internal static class KeyInput
{
    /// <summary>Runs <paramref name="use"/> with the key of a file; says what is wrong with the file otherwise.</summary>
    public static async Task<int> UseAsync(ClientCall call, string path, Func<byte[], Task<int>> use, CancellationToken cancellationToken)
    {
        switch (await ReadAsync(call, path, cancellationToken))
        {
            case KeyFileResult.Good { File: var file }:
                using (file)
                {
                    return await use(file.Key);
                }

            case KeyFileResult.Bad { Error: var error }:
                call.Note($"error: {Printable.Line(error)}");
                return ExitCode.Usage;

            default:
                throw new InvalidOperationException("a key file is good or bad");
        }
    }

    // The read of a terminal or a pipe can't be called off: who interrupts it leaves it behind.
    private static async Task<KeyFileResult> ReadAsync(ClientCall call, string path, CancellationToken cancellationToken)
    {
        var read = Task.Run(() => Read(call, path), CancellationToken.None);
        try
        {
            return await read.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _ = DiscardAsync(read);
            throw;
        }
    }

    private static async Task DiscardAsync(Task<KeyFileResult> read)
    {
        if (await read is KeyFileResult.Good { File: var file })
        {
            file.Dispose();
        }
    }

    private static KeyFileResult Read(ClientCall call, string path)
    {
        using var input = path == "-" ? call.Terminal.OpenInput() : Stream.Null;
        return KeyFile.Read(path, input);
    }
}
