namespace Paygress.Provider.Cli.Parsing;

/// <summary>How reading a key file ended.</summary>
internal abstract record KeyFileResult
{
    private KeyFileResult()
    {
    }

    /// <summary>The caller owns the key and disposes it.</summary>
    public sealed record Good(KeyFile File) : KeyFileResult;

    /// <summary>No key; the error says what to do and holds nothing of the content.</summary>
    public sealed record Bad(string Error) : KeyFileResult;
}
