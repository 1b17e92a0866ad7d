using System.Text.Json;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Trials;

/// <summary>The report of the last trial in <c>trial.json</c> of the data directory.</summary>
internal sealed class TrialFile(string dataDirectory) : ITrialBook
{
    private readonly string _path = Path.Combine(dataDirectory, "trial.json");

    /// <inheritdoc />
    public TrialReport? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), TrialsJsonContext.Default.StoredTrial)?.ToReport();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public Task WriteAsync(TrialReport report, CancellationToken cancellationToken) => DurableFile.WriteAsync(
        HostEffect.WriteTrial, _path, JsonSerializer.SerializeToUtf8Bytes(StoredTrial.From(report), TrialsJsonContext.Default.StoredTrial), DurableFile.OwnerOnly, cancellationToken);
}
