namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>Waits for what a real host does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Fails with <paramref name="otherwise"/> where it is not so in time.</summary>
    public static async Task IsSoAsync(Func<Task<bool>> isSo, string otherwise, TimeSpan? patience = null)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !await isSo();)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(patience ?? Patience, otherwise);
            await Task.Delay(Look, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static Task IsSoAsync(Func<bool> isSo, string otherwise, TimeSpan? patience = null) => IsSoAsync(() => Task.FromResult(isSo()), otherwise, patience);
}
