namespace Paygress.Provider.Api.Messages;

/// <summary>One fault of a request.</summary>
internal sealed record ProblemFaultMessage(string Code, string? Where, string Detail);
