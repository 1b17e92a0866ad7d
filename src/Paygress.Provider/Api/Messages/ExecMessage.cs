namespace Paygress.Provider.Api.Messages;

/// <summary>The body of <c>POST /v1/leases/{id}/exec</c>.</summary>
internal sealed record ExecMessage
{
    /// <summary>The program that is to be run, without its arguments: it goes to the journal, and arguments may hold secrets.</summary>
    public required string Program { get; init; }
}
