namespace Paygress.Provider.Linux.Storage;

/// <summary>What came of opening the store.</summary>
public abstract record StoreOpenResult
{
    private StoreOpenResult()
    {
    }

    /// <summary>It is open, and brought up to date where it was older.</summary>
    public sealed record Opened(StoreDatabase Database) : StoreOpenResult;

    /// <summary>A newer program wrote it, in a form that this one would misread. Nothing was changed.</summary>
    /// <param name="Needed">The least schema version that a program must know.</param>
    /// <param name="Known">The schema version that this one knows.</param>
    public sealed record TooNew(int Needed, int Known) : StoreOpenResult;

    /// <summary>It can't be opened. Nothing was changed, moved or removed.</summary>
    /// <param name="Reason">What is wrong and what to do, for the operator.</param>
    public sealed record Unusable(string Reason) : StoreOpenResult;
}
