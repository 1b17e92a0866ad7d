namespace Paygress.Provider.UnitTests.Cli;

/// <summary>Standard input at which nobody writes: a read blocks until it is disposed, or a minute.</summary>
internal sealed class SilentInput : MemoryStream
{
    private readonly TaskCompletionSource _isRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _end = new();

    public Task IsRead => _isRead.Task;

    public override int Read(Span<byte> buffer)
    {
        _isRead.TrySetResult();
        _end.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _end.Set();
        base.Dispose(disposing);
    }
}
