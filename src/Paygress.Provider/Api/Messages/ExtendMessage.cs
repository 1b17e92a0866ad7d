namespace Paygress.Provider.Api.Messages;

/// <summary>The body of <c>POST /v1/leases/{id}/extend</c>.</summary>
internal sealed record ExtendMessage
{
    /// <summary>Keeps a repeated request from doubling the extension; required.</summary>
    public string? RequestId { get; init; }

    /// <summary>How much time is added; required.</summary>
    public long? DurationSeconds { get; init; }
}
