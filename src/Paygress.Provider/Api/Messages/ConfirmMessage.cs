namespace Paygress.Provider.Api.Messages;

/// <summary>The body of <c>POST /v1/leases/{id}/confirm</c>.</summary>
internal sealed record ConfirmMessage
{
    /// <summary>Lets the same request be given again.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long it lasts from now on; none lets the end hold that it has.</summary>
    public long? DurationSeconds { get; init; }
}
