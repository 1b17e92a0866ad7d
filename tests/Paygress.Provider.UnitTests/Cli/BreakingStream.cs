namespace Paygress.Provider.UnitTests.Cli;

/// <summary>An answer whose connection breaks behind these bytes.</summary>
internal sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await base.ReadAsync(buffer, cancellationToken) is > 0 and var count ? count : throw new HttpIOException(HttpRequestError.ResponseEnded, "the response ended prematurely");
}
