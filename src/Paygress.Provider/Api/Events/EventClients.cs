namespace Paygress.Provider.Api.Events;

/// <summary>Bounds how many clients follow events at once: each reads the books whenever something happens.</summary>
internal sealed class EventClients : IDisposable
{
    public const int Most = 32;

    private readonly SemaphoreSlim _free = new(Most, Most);

    /// <summary>True when there is room; then <see cref="Leave"/> is called once.</summary>
    public bool TryEnter() => _free.Wait(TimeSpan.Zero);

    public void Leave() => _free.Release();

    public void Dispose() => _free.Dispose();
}
