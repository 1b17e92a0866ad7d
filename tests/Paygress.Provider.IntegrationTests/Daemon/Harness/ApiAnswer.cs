using System.Net;
using System.Text.Json;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>What the local API answered.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, string Body)
{
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
    }

    /// <summary>The lease in the answer; there has to be one.</summary>
    public LeaseMessage Lease => (int)Status is 200 or 202
        ? JsonSerializer.Deserialize(Body, ApiJsonContext.Default.LeaseMessage)!
        : throw new ShouldAssertException($"{(int)Status}: {Body}");

    /// <summary>The stable code of a refusal.</summary>
    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;
}
