namespace Paygress.Provider.Api.Messages;

/// <summary>An RFC 9457 problem document with a stable code.</summary>
internal sealed record ProblemMessage
{
    /// <summary>A name for the kind of problem, made of the code.</summary>
    public required string Type { get; init; }

    /// <summary>The code in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong, where, and what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>The stable code, from <c>ErrorCodes</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Every fault, when there is more than one thing to mend.</summary>
    public IReadOnlyList<ProblemFaultMessage>? Errors { get; init; }
}
