using System.Collections.Immutable;

namespace Paygress.Provider.Linux.Commands;

/// <summary>What to start: the part that short and long-lived commands have in common.</summary>
internal abstract record ProgramSpec
{
    /// <summary>A name to look up in <c>PATH</c>, or a path.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments, one each; there is no shell and no quoting. Never a secret: every user can read them.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>What the program reads; the only way in for a secret. It is not copied, the caller owns and zeroes it.</summary>
    public ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>Variables on top of the allow-list of <see cref="CommandEnvironment"/>. Never a secret.</summary>
    public ImmutableDictionary<string, string> ExtraEnvironment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The program's name alone, since arguments do not belong into a log.</summary>
    public string ProgramName => Path.GetFileName(Program);

    /// <inheritdoc />
    public sealed override string ToString() => ProgramName;
}
