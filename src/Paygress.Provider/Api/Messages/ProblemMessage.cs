namespace Paygress.Provider.Api.Messages;

/// <summary>An RFC 9457 problem document with a stable code.</summary>
internal sealed record ProblemMessage
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>The stable code, from <c>ErrorCodes</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Every fault, when there is more than one thing to mend.</summary>
    public IReadOnlyList<ProblemFaultMessage>? Errors { get; init; }
}
