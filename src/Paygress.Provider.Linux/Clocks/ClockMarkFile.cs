using System.Text.Json;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Clocks;

/// <summary>The last sign of life in <c>clock.json</c> of the data directory.</summary>
public sealed class ClockMarkFile(string dataDirectory) : IClockMarks
{
    internal const string FileName = "clock.json";

    private readonly string _path = Path.Combine(dataDirectory, FileName);

    /// <inheritdoc />
    public ClockMark? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), ClocksJsonContext.Default.StoredClockMark)?.ToMark();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Without it the wall clock is believed once, as at the first start of all.
            return null;
        }
    }

    /// <inheritdoc />
    public Task WriteAsync(ClockMark mark, CancellationToken cancellationToken) =>
        DurableFile.WriteAsync(HostEffect.WriteClockMark, _path, JsonSerializer.SerializeToUtf8Bytes(StoredClockMark.From(mark), ClocksJsonContext.Default.StoredClockMark), DurableFile.OwnerOnly, cancellationToken);
}
