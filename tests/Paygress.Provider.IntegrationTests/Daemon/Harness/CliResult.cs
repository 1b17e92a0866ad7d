using System.Text.Json;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>How a run of the program ended.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Its standard output, which has to be JSON alone.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }
}
