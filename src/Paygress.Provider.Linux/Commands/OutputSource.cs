namespace Paygress.Provider.Linux.Commands;

/// <summary>Which of its two outputs a program wrote to.</summary>
internal enum OutputSource
{
    /// <summary>File descriptor 1.</summary>
    StandardOutput,

    /// <summary>File descriptor 2.</summary>
    StandardError,
}
