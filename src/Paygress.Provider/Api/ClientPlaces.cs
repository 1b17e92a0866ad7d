namespace Paygress.Provider.Api;

/// <summary>Bounds how many clients are served at once with what has no end of its own.</summary>
internal abstract class ClientPlaces
{
    public const int Most = 32;

    private int _taken;

    /// <summary>True when there is room; then <see cref="Leave"/> is called once.</summary>
    public bool TryEnter()
    {
        var fits = Interlocked.Increment(ref _taken) <= Most;
        if (!fits)
        {
            Leave();
        }

        return fits;
    }

    public void Leave() => Interlocked.Decrement(ref _taken);
}
