namespace Paygress.Provider.Api.Messages;

/// <summary>One fault of a request.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Where">The field that it is about; none when it is about the whole.</param>
/// <param name="Detail">What is wrong and what to do.</param>
internal sealed record ProblemFaultMessage(string Code, string? Where, string Detail);
