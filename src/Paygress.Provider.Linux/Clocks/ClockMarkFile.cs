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

    /// <summary>The last mark. Only where there is none the wall clock is believed: one that can't be read must not move the ends of leases.</summary>
    public ClockMarkResult Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), ClocksJsonContext.Default.StoredClockMark)?.ToMark() is { } mark
                ? new ClockMarkResult.Known(mark)
                : Unusable("it does not hold a time that a machine can have left");
        }
        catch (FileNotFoundException)
        {
            return new ClockMarkResult.Known(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return Unusable(e.Message);
        }
    }

    /// <inheritdoc />
    public Task WriteAsync(ClockMark mark, CancellationToken cancellationToken) =>
        DurableFile.WriteAsync(HostEffect.WriteClockMark, _path, JsonSerializer.SerializeToUtf8Bytes(StoredClockMark.From(mark), ClocksJsonContext.Default.StoredClockMark), DurableFile.OwnerOnly, cancellationToken);

    private ClockMarkResult.Unusable Unusable(string reason) => new(
        $"{_path} can't be read, and without it leases would end by the wall clock: {reason}; bring it back from a backup, or see to it that the wall clock is right and remove the file");
}
